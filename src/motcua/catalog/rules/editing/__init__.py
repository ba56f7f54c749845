"""A document in the hands of an editor: its parts, their cells, and what is typed into them. Pure."""
