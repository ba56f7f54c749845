"""Pages of the diagnosis: for officers."""
