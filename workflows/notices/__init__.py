"""What people are told: one table of kinds, the words of each, and when a mail leaves. Pure."""
