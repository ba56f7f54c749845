"""What holds of reviews, in plain Python."""
