"""A PostgreSQL cluster of the tests' own, in a temporary directory, on loopback."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

BINARIES = Path("/usr/lib/postgresql/15/bin")


def missing() -> str | None:
    """Return why there can be no cluster here, or None."""
    if not (BINARIES / "initdb").exists():
        return f"PostgreSQL 15 is NOT installed ({BINARIES}): nothing was tested on PostgreSQL"
    if os.getuid() == 0 and not _has_postgres_user():
        return "running as root without a `postgres` user: nothing was tested on PostgreSQL"
    return None


def _has_postgres_user() -> bool:
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        return False
    return shutil.which("runuser") is not None


def _run(*command: str | Path) -> None:
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    subprocess.run([*as_user, *map(str, command)], check=True, stdout=subprocess.DEVNULL)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@contextmanager
def cluster() -> Iterator[str]:
    """Run a cluster and give the address of its server, without a database's name."""
    directory = Path(tempfile.mkdtemp(prefix="dzialaj-pg-"))
    if os.getuid() == 0:
        shutil.chown(directory, "postgres", "postgres")
    data, port = directory / "data", _free_port()
    try:
        _run(BINARIES / "initdb", "-D", data, "-U", "bot", "-A", "trust", "-E", "UTF8", "-N")
        options = f"-h 127.0.0.1 -p {port} -k {directory} -c fsync=off -c max_connections=50"
        log = directory / "log"
        _run(BINARIES / "pg_ctl", "-D", data, "-o", options, "-l", log, "-w", "start")
        try:
            yield f"postgresql://bot@127.0.0.1:{port}"
        finally:
            _run(BINARIES / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(directory, ignore_errors=True)
