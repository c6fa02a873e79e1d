"""What leaves the portal as a letter or a paper: mails, receipts."""
