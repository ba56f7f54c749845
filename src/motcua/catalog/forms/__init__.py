"""What editors of the catalogue fill in."""
