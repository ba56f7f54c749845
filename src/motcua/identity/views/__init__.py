"""The doors of the house, and one's own page."""
