"""The screen of the capacity over the year."""
