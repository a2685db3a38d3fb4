"""The dialogs: each is a function of what it is given, answers with an intention or nothing, and records nothing."""
