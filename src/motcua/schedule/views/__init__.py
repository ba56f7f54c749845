"""Pages of meetings, for officers by right."""
