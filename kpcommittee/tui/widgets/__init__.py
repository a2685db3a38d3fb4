"""The parts of the meeting screen: each draws its part of the table."""
