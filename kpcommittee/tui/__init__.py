"""The screens of the meeting, in the terminal."""
