"""Capacity: rooms, loads, held hours and options; it knows no meeting."""
