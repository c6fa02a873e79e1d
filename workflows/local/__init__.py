"""Local rules: what a municipality decides for itself, judged against a workflow and put into it. Pure; knows no single workflow."""
