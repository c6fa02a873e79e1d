"""What all workflows share: steps, questions, certificates, local rules and the COM checks. Nothing here knows a single workflow."""
