"""Pages of the index: for officers, for everybody, for those who keep the sets and the figures."""
