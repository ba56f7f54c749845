"""What happens to calls for review and to the reports that answer them. Codes, numbers and dates only."""
