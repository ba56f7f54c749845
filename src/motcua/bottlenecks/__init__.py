"""Where the days went: who waited for whom and why, read off the ledger or any event log."""
