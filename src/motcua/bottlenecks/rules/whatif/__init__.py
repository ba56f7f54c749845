"""What would happen if something were changed: learned from facts, played forward many times. See README.md here."""
