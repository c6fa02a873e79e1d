"""What is put on paper: receipts. Words are data in a template of our own, and never read as instructions."""
