"""What may happen to a directive, when it is late, and what it has brought about: plain Python."""
