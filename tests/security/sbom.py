"""Writes what the program is made of as CycloneDX: `python -m tests.security.sbom > sbom.json`.

Read off the lock file alone, so it names exactly what `make` installs, on any machine.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot5
from packageurl import PackageURL

LOCK = Path(__file__).parents[2] / "requirements.lock"
_PINNED = re.compile(r"^(?P<name>[a-z0-9][a-z0-9.-]*)==(?P<version>[^\s;\\]+)(?P<rest>.*)$")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def pinned(lock: Path = LOCK) -> dict[str, tuple[str, list[str]]]:
    """Return the version and the hashes of everything in a lock file."""
    found: dict[str, tuple[str, list[str]]] = {}
    name = ""
    for line in lock.read_text("utf-8").splitlines():
        if known := _PINNED.match(line):
            name = known["name"]
            found[name] = (known["version"], [])
        elif name:
            found[name][1].extend(_HASH.findall(line))
    return found


def written(lock: Path = LOCK) -> str:
    """Return the bill of materials as JSON."""
    components = [
        Component(
            name=name,
            version=version,
            type=ComponentType.LIBRARY,
            purl=PackageURL("pypi", None, name, version),
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=one) for one in hashes[:1]],
        )
        for name, (version, hashes) in sorted(pinned(lock).items())
    ]
    program = Component(name="dzialaj", type=ComponentType.APPLICATION)
    bom = Bom(components=components)
    bom.metadata.component = program
    bom.register_dependency(program, components)
    return JsonV1Dot5(bom).output_as_string(indent=1)


if __name__ == "__main__":
    sys.stdout.write(written() + "\n")
