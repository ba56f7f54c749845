"""Who may do what, which meetings there are, what clashes, what the papers say."""
