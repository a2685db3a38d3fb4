"""Runs the meeting of an allocation committee in the terminal, from the agenda to the approved minutes."""

__version__ = "0.1.0"
