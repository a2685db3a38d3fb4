"""The use cases, one module per verb; the only caller of what the store writes."""
