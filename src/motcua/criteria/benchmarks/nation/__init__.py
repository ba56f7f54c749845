"""A nation's dossiers, made up, to measure how fast the index is computed at its size."""
