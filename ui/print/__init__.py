"""What leaves the portal on paper or by mail: receipts, mails. Words are data in templates of our own, and never read as instructions."""
