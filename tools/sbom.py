"""Completes the list of what the program is made of, and tells which packages say nothing of their licence.

.venv-sbom/tool/bin/python tools/sbom.py build/sbom.json requirements.lock

The list (CycloneDX) is made from an environment with the locked packages. A package that only another system needs,
such as one for Windows, is not in it. It is added by its name and version from the lock, which tells no licence.
"""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_LOCKED = re.compile(r"^([\w.-]+)==([^\s;\\]+)", re.MULTILINE)


def main(arguments: list[str]) -> int:
    """Complete the list and say what is in it; return the exit code."""
    listed, lock = map(Path, arguments)
    bom, packages = json.loads(listed.read_text("utf-8")), locked(lock.read_text("utf-8"))
    others = {name for name, version in versions(bom).items() if packages.get(name) != version}
    if others:
        sys.stderr.write(f"{listed}: not as {lock} has it: {', '.join(sorted(others))}\n")
        return 1
    complete(bom, packages)
    listed.write_text(json.dumps(bom, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    unsaid = ", ".join(without_licence(bom)) or "none"
    sys.stdout.write(f"{listed}: {len(packages)} packages; licence to look up by hand: {unsaid}\n")
    return 0


def locked(lock: str) -> dict[str, str]:
    """Return the packages of a lock: name as the index compares it → version."""
    return {compared(name): version for name, version in _LOCKED.findall(lock)}


def versions(bom: Mapping[str, Any]) -> dict[str, str]:
    """Return the packages of a list: name as the index compares it → version."""
    return {compared(part["name"]): part["version"] for part in bom["components"]}


def compared(name: str) -> str:
    """Return the name of a package as the index compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def complete(bom: Mapping[str, Any], packages: Mapping[str, str]) -> None:
    """Add to the list the locked packages that it does not have."""
    known = versions(bom)
    bom["components"].extend(_component(name, version) for name, version in packages.items() if name not in known)


def _component(name: str, version: str) -> dict[str, str]:
    purl = f"pkg:pypi/{name}@{version}"
    return {"bom-ref": f"{name}=={version}", "name": name, "purl": purl, "type": "library", "version": version}


def without_licence(bom: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the packages that say nothing of their licence."""
    yield from sorted(part["name"] for part in bom["components"] if not part.get("licenses"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
