"""The diagnosis of a criterion: where to begin, and one diagnosis."""
