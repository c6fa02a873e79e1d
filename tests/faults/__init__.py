"""What must hold when disks, processes and servers fail."""
