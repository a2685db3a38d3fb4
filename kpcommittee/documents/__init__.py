"""Documents built once from events and rendered to Markdown and other formats."""
