"""Programs that stand alone: downloaded by those who check the house, they import nothing of it."""
