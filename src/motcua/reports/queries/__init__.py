"""What reports read: definitions, dossiers counted up to a frozen moment, and the versions that were made."""
