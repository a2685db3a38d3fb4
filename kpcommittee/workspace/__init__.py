"""The text files of a workspace: the config, the agendas and the spreadsheets, read into the domain."""
