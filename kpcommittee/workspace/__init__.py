"""What lies on disk as text: the config, the agendas and the spreadsheets, read into the domain."""
