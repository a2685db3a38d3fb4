"""Facts laid out once: as text, as JSON, as pages and bars, for screens, commands and documents."""
