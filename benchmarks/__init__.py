"""Measurements against bare counterparts, side by side in one run."""
