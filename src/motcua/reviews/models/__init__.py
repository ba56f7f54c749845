"""Calls for review, what bodies answer to them, and what is asked of others."""
