"""Between plain data (TOML, JSON) and the domain's values: one definition of a case, all errors at once."""
