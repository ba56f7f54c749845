"""Who may call for a review, and who may see, write, sign and judge a report."""
