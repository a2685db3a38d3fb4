"""The dialog that places a case."""
