"""The review of shortcomings: called for, drafted from the diagnosis, sent; recommendations; investments."""
