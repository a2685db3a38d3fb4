"""The meeting screen and its panels."""
