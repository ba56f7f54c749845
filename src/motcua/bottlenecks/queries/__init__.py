"""Reading what the ledger's facts say of waits and of those who waited."""
