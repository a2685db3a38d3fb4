"""The database: the journal of events and the projections that answer questions about it."""
