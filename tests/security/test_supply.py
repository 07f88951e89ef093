"""What the program is made of: locked by hashes, of known licences, from nowhere in particular."""

from __future__ import annotations

import json
import re
import subprocess
from importlib import metadata
from pathlib import Path

import pytest

from tests.security import sbom, vulnerabilities

ROOT = Path(__file__).parents[2]
LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-dev.lock")
#: Licences that a program under MIT may use as a library, as their authors write them.
ALLOWED = {
    "MIT", "BSD-2-Clause", "BSD-3-Clause", "Apache-2.0", "PSF-2.0", "MPL-2.0",
    "Apache 2.0", "MIT License", "BSD License", "Apache Software License",
    "Python Software Foundation License", "Mozilla Public License 2.0 (MPL 2.0)",
    # Used as it is, from its own files, which anybody may exchange: that is all it asks.
    "LGPL-3.0-only", "GNU Lesser General Public License v3 (LGPLv3)",
}  # fmt: skip
#: What says nothing in a form that can be read, and where it does say it.
SAYS_ELSEWHERE = {
    "morfeusz2": "http://morfeusz.sgjp.pl/doc/license/",  # BSD-2-Clause, program and dictionary
    "pyrage": "licenses/LICENSE",  # MIT, in its own files
}
#: In pieces, so that this file does not name them.
HOSTS = ("py" + "pi.org", "python" + "hosted.org", "--extra-" + "index-url", "trusted-" + "host")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    names = listed.stdout.decode().split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def licences_of(name: str) -> set[str]:
    about = metadata.metadata(name)
    if said := about.get("License-Expression"):
        return set(re.split(r"\s+(?:AND|OR)\s+", said.strip("()")))
    listed = {
        one.rpartition("::")[2].strip()
        for one in about.get_all("Classifier") or ()
        if one.startswith("License")
    }
    return listed or {str(about.get("License") or "").strip()}


def plain(name: str) -> str:
    """Return a name as all who write it differently mean it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def installed() -> list[str]:
    """Return what is locked for the program and is here: some is for other machines only."""
    here = {plain(one.metadata["Name"]) for one in metadata.distributions()}
    return sorted(name for name in sbom.pinned() if plain(name) in here)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_everything_is_locked_by_its_hash(lock: Path) -> None:
    found = sbom.pinned(lock)
    assert len(found) >= 40
    assert [name for name, (_, hashes) in found.items() if not hashes] == []
    loose = [
        line
        for line in lock.read_text("utf-8").splitlines()
        if line and not line.startswith((" ", "#")) and "==" not in line
    ]
    assert loose == []


def test_what_is_tested_is_what_is_locked() -> None:
    locked = {name: version for name, (version, _) in sbom.pinned().items()}
    here = {name: metadata.version(name) for name in installed()}
    assert here == {name: locked[name] for name in here}
    assert len(here) >= 40


@pytest.mark.parametrize("name", installed())
def test_a_licence_is_one_we_may_use(name: str) -> None:
    if name in SAYS_ELSEWHERE:
        files = [str(one) for one in metadata.files(name) or ()]
        said = [str(metadata.metadata(name).get("License")), *files]
        assert any(SAYS_ELSEWHERE[name] in one for one in said), said
        return
    assert licences_of(name) <= ALLOWED


def test_no_file_names_a_host_to_install_from() -> None:
    found = [
        (path.name, host)
        for path in tracked()
        for host in HOSTS
        if host.encode() in path.read_bytes()
    ]
    assert found == []


def test_the_bill_of_materials_names_all_that_is_locked() -> None:
    bill = json.loads(sbom.written())
    named = {(one["name"], one["version"]) for one in bill["components"]}
    assert bill["bomFormat"] == "CycloneDX"
    assert named == {(name, version) for name, (version, _) in sbom.pinned().items()}
    assert all(one["hashes"] and one["purl"].startswith("pkg:") for one in bill["components"])


SKIPPED = {"name": "a", "skip_reason": "not found"}
CLEAN = {"name": "b", "version": "1", "vulns": []}
KNOWN = {"name": "c", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}


@pytest.mark.parametrize(
    ("one", "ends", "strictly", "says"),
    [
        (CLEAN, 0, 0, "Looked up: 1; known vulnerabilities: 0."),
        (SKIPPED, 0, 1, "NOT LOOKED UP: 1 of 1"),
        (KNOWN, 1, 1, "KNOWN VULNERABILITY: c 1: X-1 (mended: 2)"),
    ],
)
def test_an_audit_that_saw_nothing_does_not_sound_like_a_clean_one(
    one: object, ends: int, strictly: int, says: str
) -> None:
    found = vulnerabilities.read({"dependencies": [one]})
    assert says in vulnerabilities.told(found)
    assert vulnerabilities.verdict(found, strict=False) == ends
    assert vulnerabilities.verdict(found, strict=True) == strictly
