"""Pages of real runs against their sheets, of what was done again, and of what was decided about it."""
