"""The committee's own knowledge: pure values and rules; no file, no database, no screen, no clock."""
