"""What the chair sees during a meeting."""
