"""Asks for known vulnerabilities of what is locked: `python -m tests.security.vulnerabilities`.

Ends with 1 when one is known. What could not be looked up is said aloud, and is no reason to stop:
a service that cannot be reached says nothing about the program. AUDIT=strict makes it one.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Found:
    """What was found out: names looked up, names not, and what is known of which."""

    looked_up: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)


def read(report: Any) -> Found:
    """Return what a report of pip-audit says."""
    found = Found()
    for one in report["dependencies"]:
        (found.left_out if "skip_reason" in one else found.looked_up).append(one["name"])
        for wrong in one.get("vulns", ()):
            mended = ", ".join(wrong.get("fix_versions", ())) or "no version yet"
            found.known.append(f"{one['name']} {one['version']}: {wrong['id']} (mended: {mended})")
    return found


def told(found: Found) -> str:
    """Return it in words."""
    lines = [f"KNOWN VULNERABILITY: {one}" for one in found.known]
    lines.append(f"Looked up: {len(found.looked_up)}; known vulnerabilities: {len(found.known)}.")
    if found.left_out:
        whole = len(found.left_out) + len(found.looked_up)
        some = ", ".join(found.left_out[:5])
        lines.append(
            f"NOT LOOKED UP: {len(found.left_out)} of {whole} ({some}, ...). Nothing is known "
            "about these: run `make audit` where the service can be reached."
        )
    return "\n".join(lines)


def verdict(found: Found, *, strict: bool) -> int:
    """Return the exit code."""
    return int(bool(found.known) or (strict and bool(found.left_out)))


def ask(lock: str) -> Found | None:
    """Ask about a lock file; None when the service could not be asked at all."""
    ran = subprocess.run(
        [sys.executable, "-m", "pip_audit", "--disable-pip", "--require-hashes", "-r", lock,
         "--format", "json", "--progress-spinner", "off", "--timeout", "10"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    try:
        return read(json.loads(ran.stdout))
    except (ValueError, KeyError):
        sys.stderr.write(ran.stderr[-600:])
        return None


def main(lock: str) -> int:
    """Ask, tell, and return the exit code."""
    strict = os.environ.get("AUDIT") == "strict"
    found = ask(lock)
    if found is None:
        sys.stdout.write("NOT LOOKED UP: the service could not be asked; nothing is known.\n")
        return int(strict)
    sys.stdout.write(told(found) + "\n")
    return verdict(found, strict=strict)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "requirements.lock"))
