"""The verbs of reviews: the only writers."""
