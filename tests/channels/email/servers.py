"""Two real servers here: Dovecot, whose mailbox is read, and aiosmtpd, which takes mail.

Dovecot keeps everything in a directory of its own, as whoever runs the tests; as root, as nobody,
for it opens no mailbox of root's.
"""

from __future__ import annotations

import asyncio
import contextlib
import email
import grp
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from bot.settings.mail import Server

PASSWORD = "tajne"
_CONFIG = """
base_dir = {home}/run
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_location = maildir:{home}/Maildir
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""


def dovecot() -> str | None:
    """Return where Dovecot is; None where it is not installed."""
    return shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Imap:
    """A running Dovecot; its mailbox is a Maildir, into which e-mails are put as files."""

    def __init__(self, home: Path, port: int) -> None:
        self.home, self.port = home, port
        self._count = 0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def server(self) -> Server:
        return Server("127.0.0.1", self.port, "pomoc", encrypted=False)

    def start(self) -> None:
        command = [dovecot() or "dovecot", "-F", "-c", str(self.home / "dovecot.conf")]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        for _ in range(200):
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            time.sleep(0.05)
        raise RuntimeError((self.home / "log").read_text())

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    def put(self, raw: bytes) -> None:
        """Deliver an e-mail."""
        self._count += 1
        new = self.home / "Maildir" / "new"
        for place in (new.parent, new, new.parent / "cur", new.parent / "tmp"):
            place.mkdir(exist_ok=True)
            shutil.chown(place, self.home.owner(), self.home.group())
        path = new / f"{time.time():.6f}.{self._count}.tests"
        path.write_bytes(raw)
        shutil.chown(path, self.home.owner(), self.home.group())

    def number_anew(self) -> None:
        """Let the mailbox forget its numbers, as after a repair."""
        for path in (self.home / "Maildir").glob("dovecot*"):
            path.unlink()
        time.sleep(1.1)  # new numbers begin with the second

    def flags(self) -> list[str]:
        """Return the marks of all e-mails, as Maildir writes them."""
        names = (path.name for path in (self.home / "Maildir" / "cur").iterdir())
        return sorted(name.partition(":2,")[2] for name in names)


@contextlib.contextmanager
def imap() -> Iterator[Imap]:
    """Run Dovecot with an empty mailbox."""
    own = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    home, port = Path(tempfile.mkdtemp(prefix="dovecot-")), _free_port()
    home.chmod(0o755)
    shutil.chown(home, own.pw_uid, own.pw_gid)
    group = grp.getgrgid(own.pw_gid).gr_name
    config = _CONFIG.format(
        home=home,
        user=own.pw_name,
        group=group,
        uid=own.pw_uid,
        gid=own.pw_gid,
        port=port,
        password=PASSWORD,
    )
    (home / "dovecot.conf").write_text(config)
    server = Imap(home, port)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


class Handler:
    """Takes mail, or answers as it is told to: by the command, then by the answer."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, EmailMessage]] = []
        self.senders: list[str] = []
        self.answers: dict[str, str] = {}
        self.breaks_after_data = False

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "mail" in self.answers and "+" in address:
            return self.answers["mail"]
        if "mail" in self.answers and self.answers.get("plain"):
            return self.answers["plain"]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if "rcpt" in self.answers:
            return self.answers["rcpt"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        if "data" in self.answers:
            return self.answers["data"]
        message = email.message_from_bytes(content, policy=default)
        assert isinstance(message, EmailMessage)
        self.taken.append((envelope.rcpt_tos[0], message))
        self.senders.append(envelope.mail_from or "")
        if self.breaks_after_data:
            assert server.transport is not None
            server.transport.close()
            await asyncio.sleep(0)
        return "250 OK"


def _known(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=data.password == PASSWORD.encode())


class Smtp:
    """A running aiosmtpd."""

    def __init__(self) -> None:
        self.handler = Handler()
        self.port = _free_port()
        self._controller: Controller | None = None

    @property
    def server(self) -> Server:
        return Server("127.0.0.1", self.port, "pomoc", encrypted=False)

    def start(self) -> None:
        self._controller = Controller(
            self.handler,
            hostname="127.0.0.1",
            port=self.port,
            auth_require_tls=False,
            authenticator=_known,
        )
        self._controller.start()

    def stop(self) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None


@contextlib.contextmanager
def smtp() -> Iterator[Smtp]:
    """Run a server that takes mail."""
    server = Smtp()
    server.start()
    try:
        yield server
    finally:
        server.stop()
