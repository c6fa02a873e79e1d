"""Rules about the code itself: each convention has a check here, or it is no convention."""
