"""Trying what would happen: one change by form or several as text, and what came of it."""
