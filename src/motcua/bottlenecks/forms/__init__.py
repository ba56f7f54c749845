"""What is typed on pages of diagnoses."""
