"""The dialogs. Each depends only on its arguments, returns an intention or nothing, and records nothing itself."""
