"""The screens; importing the package takes the framework's own switches away first.

They would write what is typed into a file, or take pictures with names in them. They would press keys that record
decisions, or end the program on a wrong value. `KPCOMMITTEE_THEME` and `KPCOMMITTEE_ASCII` are the program's own.
"""

import os

PICTURES = 120
"""A second at most. With the framework's 60 an opened screen waits 17 ms for its picture."""

for _name in [name for name in os.environ if name == "TEXTUAL" or name.startswith("TEXTUAL_")]:
    del os.environ[_name]

os.environ["TEXTUAL_FPS"] = str(PICTURES)
