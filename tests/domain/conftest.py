"""How properties are searched: the same way each time on a build machine, and without a deadline on a busy one."""

import os

from hypothesis import settings

settings.register_profile("domain", deadline=None, derandomize=bool(os.environ.get("CI")), print_blob=True)
settings.load_profile("domain")
