"""An empty Debian with a systemd of its own, in a directory: debootstrap and systemd-nspawn.

It shares this machine's network, so that a Bot API on loopback can be reached from inside. Needs
root, and Debian's archive once; what the commands in it fetch they fetch themselves.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.deploy.reading import ROOT

NEEDED = ("debootstrap", "systemd-nspawn", "nsenter")
_INSIDE = "systemd,systemd-sysv,dbus"
_OWN_CERTIFICATES = Path("usr/local/share/ca-certificates")
_PASSED_ON = ("PIP_", "http_proxy", "https_proxy", "no_proxy")
_START = ["--register=no", "--keep-unit", "--resolv-conf=copy-host", "--boot"]
_PATIENCE = 300.0  # seconds for the start of an empty system


class CommandFailed(Exception):
    """A command inside ended badly; the text is what it said."""


def missing() -> str | None:
    """Return why there can be no such machine here, or None."""
    lacking = [name for name in NEEDED if shutil.which(name) is None]
    if lacking:
        return f"NOT installed: {', '.join(lacking)}; nobody followed the guide"
    return None if os.getuid() == 0 else "NOT root: nobody followed the guide"


def make(directory: Path) -> None:
    """Lay out an empty Debian 12 that trusts whom this machine trusts."""
    command = ["debootstrap", "--variant=minbase", f"--include={_INSIDE}", "bookworm"]
    subprocess.run([*command, str(directory)], check=True, stdout=subprocess.DEVNULL)
    own = directory / _OWN_CERTIFICATES
    own.mkdir(parents=True, exist_ok=True)
    for certificate in (Path("/") / _OWN_CERTIFICATES).glob("*.crt"):
        shutil.copy(certificate, own)


class Machine:
    """A system that runs; made by `booted`."""

    def __init__(self, directory: Path, pid: int) -> None:
        self.directory, self._pid = directory, pid

    def run(self, script: str) -> str:
        """Run a script as root would type it; return what it said, or raise CommandFailed."""
        into = f"--target={self._pid} --mount --uts --ipc --net --pid --root --wd".split()
        passed = {name: value for name, value in os.environ.items() if name.startswith(_PASSED_ON)}
        done = subprocess.run(
            ["nsenter", *into, "/bin/bash", "-euo", "pipefail"],
            input=script,
            env={
                **passed,
                "PATH": "/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin",
                "HOME": "/root",
            },
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise CommandFailed(f"{script}\n-> {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def write(self, path: str, text: str) -> None:
        """Put a text into a file that is there, as an editor would: its mode stays."""
        (self.directory / path.lstrip("/")).write_text(text, "utf-8")

    def read(self, path: str) -> str:
        """Return what a file holds."""
        return (self.directory / path.lstrip("/")).read_text("utf-8")

    def clone(self, path: str) -> None:
        """Put this checkout there, as git would: what git knows of, and no more."""
        known = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
        ).stdout.split("\0")
        archive = self.directory / "clone.tar"
        with tarfile.open(archive, "w") as tar:
            for name in filter(None, known):
                tar.add(ROOT / name, arcname=name)
        self.run(f"mkdir -p {path} && tar -xf /clone.tar -C {path} --no-same-owner")
        archive.unlink()


@contextmanager
def booted(directory: Path) -> Iterator[Machine]:
    """Start the system in a directory, and switch it off in the end."""
    with (directory.parent / "boot.log").open("wb") as log:
        nspawn = subprocess.Popen(
            ["systemd-nspawn", "--quiet", f"--directory={directory}", *_START],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        yield _wait_for(directory, nspawn)
    finally:
        nspawn.terminate()  # the system is told to switch itself off
        try:
            nspawn.wait(30)
        except subprocess.TimeoutExpired:
            nspawn.kill()
            nspawn.wait()


def _wait_for(directory: Path, nspawn: subprocess.Popen[bytes]) -> Machine:
    children = Path(f"/proc/{nspawn.pid}/task/{nspawn.pid}/children")
    until = time.monotonic() + _PATIENCE
    said = ""
    while time.monotonic() < until and nspawn.poll() is None:
        if pids := children.read_text().split():
            machine = Machine(directory, int(pids[0]))
            try:
                said = machine.run("systemctl is-system-running || true").strip()
            except CommandFailed as failed:
                said = str(failed)
            if said in ("running", "degraded"):
                return machine
        time.sleep(0.2)
    raise CommandFailed(f"systemd did not start in {directory}: {said}")
