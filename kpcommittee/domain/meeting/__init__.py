"""The meeting: what can be recorded, under which rules, and what follows from it."""
