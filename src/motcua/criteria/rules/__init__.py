"""The index as plain Python: facts, what is counted of them, and what is computed from counts."""
