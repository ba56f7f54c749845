"""Pages of reviews, for officers by right."""
