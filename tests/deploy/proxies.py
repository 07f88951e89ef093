"""nginx and Caddy as they stand in `deploy/`, on loopback, in front of two small upstreams.

Only what a test machine has to have otherwise is replaced in their files: ports, the certificate's
paths, and where the website lies.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx

from tests.deploy.conftest import find
from tests.deploy.reading import DEPLOY
from tests.faults.process import free_port


class Replica:
    """An upstream that takes everything, and remembers what came."""

    def __init__(self, port: int = 0, status: int = 200) -> None:
        replica = self

        class Taking(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                super().setup()
                replica.connections.append(self.connection)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("content-length", 0)))
                replica.came.append(f"{self.command} {self.path}")
                self.send_response(replica.status)
                self.send_header("content-length", "0")
                self.end_headers()

            do_GET = do_POST  # noqa: N815

            def log_message(self, *_words: object) -> None:
                """Say nothing."""

        self.came: list[str] = []
        self.connections: list[socket.socket] = []
        self.status = status
        self._server = ThreadingHTTPServer(("127.0.0.1", port), Taking)
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def die(self) -> None:
        """Stop listening, and break the connections that stand."""
        self._server.shutdown()
        self._server.server_close()
        for one in self.connections:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class Front:
    """A proxy that runs: where it is, and what stands behind it."""

    def __init__(self, address: str, replicas: tuple[Replica, Replica]) -> None:
        self.address, self.replicas = address, replicas
        self.web = browser(address)

    @property
    def came(self) -> list[str]:
        """Return everything that got through."""
        return [one for replica in self.replicas for one in replica.came]


def browser(address: str) -> httpx.Client:
    """Return somebody who asks, and believes any certificate."""
    return httpx.Client(base_url=address, verify=False, trust_env=False)


def site(directory: Path) -> Path:
    """Write a website of two pages."""
    directory.mkdir()
    (directory / "index.html").write_text("<h1>Wiedza</h1>")
    (directory / "404.html").write_text("<h1>Nie ma takiej strony</h1>")
    return directory


def certificate(directory: Path) -> tuple[Path, Path]:
    """Make a certificate that nobody trusts, and its key."""
    made, key = directory / "fullchain.pem", directory / "privkey.pem"
    command = (
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=x -keyout {key} -out {made}"
    )
    subprocess.run(command.split(), check=True, capture_output=True)
    return made, key


def nginx_file(directory: Path, port: int, upstreams: list[int]) -> Path:
    """Write nginx's whole configuration, with the example in it."""
    text = _for_here(DEPLOY / "nginx" / "dzialaj.conf", directory, port, upstreams)
    inside = directory / "dzialaj.conf"
    inside.write_text(text)
    main = directory / "nginx.conf"
    user = "user root;" if os.getuid() == 0 else ""
    folders = "".join(
        f"{kind}_temp_path {directory}/{kind};" for kind in ("proxy", "fastcgi", "uwsgi", "scgi")
    )
    main.write_text(
        f"{user} pid {directory}/pid; error_log {directory}/error.log; events {{}}\n"
        f"http {{ access_log {directory}/access.log; client_body_temp_path {directory}/body;\n"
        f"{folders}\ninclude {inside}; }}\n"
    )
    return main


def container_file(directory: Path, port: int, upstreams: list[int]) -> Path:
    """Write the configuration of the container's nginx."""
    text = _for_here(DEPLOY / "docker" / "nginx.conf", directory, port, upstreams)
    user = "user root;\n" if os.getuid() == 0 else ""
    path = directory / "container.conf"
    path.write_text(user + re.sub(r"(pid|_path) /tmp/", rf"\1 {directory}/", text))
    return path


def caddy_file(directory: Path, port: int, upstreams: list[int]) -> Path:
    """Write Caddy's configuration, without the certificate that it would fetch."""
    text = _for_here(DEPLOY / "caddy" / "Caddyfile", directory, port, upstreams)
    path = directory / "Caddyfile"
    address = f"http://127.0.0.1:{port}"
    path.write_text("{\n\tadmin off\n}\n" + text.replace("bot.example.org", address))
    return path


def _for_here(path: Path, directory: Path, port: int, upstreams: list[int]) -> str:
    made, key = directory / "fullchain.pem", directory / "privkey.pem"
    text = path.read_text("utf-8")
    text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.M)
    text = re.sub(r"listen (443|8443) ", f"listen 127.0.0.1:{port} ", text)
    text = re.sub(r"listen (80|8080);", f"listen 127.0.0.1:{free_port()};", text)
    text = re.sub(r"(ssl_certificate +)\S+;", rf"\g<1>{made};", text)
    text = re.sub(r"(ssl_certificate_key +)\S+;", rf"\g<1>{key};", text)
    text = text.replace("/srv/dzialaj/plock/site", str(directory / "site"))
    first, second = (f"127.0.0.1:{one}" for one in upstreams)
    text = re.sub(r"(127\.0\.0\.1:8080|10\.88\.7\.11:8080)", first, text)
    return re.sub(r"(127\.0\.0\.1:8081|10\.88\.7\.12:8080)", second, text)


WRITERS = {"nginx": nginx_file, "container": container_file, "caddy": caddy_file}


def command_of(kind: str, path: Path) -> list[str] | None:
    """Return how a proxy is started; None when it is not installed."""
    program = find("caddy" if kind == "caddy" else "nginx")
    if program is None:
        return None
    if kind == "caddy":
        return [program, "run", "--adapter", "caddyfile", "--config", str(path)]
    return [program, "-c", str(path), "-p", str(path.parent), "-g", "daemon off;"]


@contextmanager
def running(command: list[str], address: str, directory: Path) -> Iterator[None]:
    """Run a proxy until the block ends."""
    around = {**os.environ, "XDG_DATA_HOME": str(directory), "XDG_CONFIG_HOME": str(directory)}
    with (directory / "said.log").open("wb") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said, env=around)
    try:
        until = time.monotonic() + 20
        while time.monotonic() < until and not _answers(address):
            assert process.poll() is None, (directory / "said.log").read_text()
        yield
    finally:
        process.terminate()
        process.wait(10)


def _answers(address: str) -> bool:
    try:
        httpx.get(f"{address}/metrics", verify=False, trust_env=False)
    except httpx.TransportError:
        time.sleep(0.05)
        return False
    return True
