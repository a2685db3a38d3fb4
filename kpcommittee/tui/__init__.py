"""The screens. Importing the package first removes the framework's own environment switches.

Those switches would log what is typed to a file, or save screenshots with names in them. Others would press keys that
record decisions, or crash the program on an invalid value. `KPCOMMITTEE_THEME` and `KPCOMMITTEE_ASCII` are the
program's own.
"""

import os

PICTURES = 120
"""Frames per second at most. With the framework's 60, a newly opened screen waits 17 ms for its first frame."""

for _name in [name for name in os.environ if name == "TEXTUAL" or name.startswith("TEXTUAL_")]:
    del os.environ[_name]

os.environ["TEXTUAL_FPS"] = str(PICTURES)
