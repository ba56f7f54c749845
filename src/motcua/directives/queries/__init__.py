"""Who may do what, what is due, what was measured."""
