"""The use cases, one module each; only they write to the store."""
