"""What fair figures are made of, and what pages read of them."""
