"""What else the bot depends on: its knowledge, its mail servers, its own web address."""

from __future__ import annotations

import asyncio
import ssl
from datetime import date
from pathlib import Path

import certifi

from bot.knowledge.complaints import KnowledgeError
from bot.knowledge.library import find_directory
from bot.knowledge.loading import load, warnings
from bot.operations.doctor.findings import Finding, broken, fine, warning
from bot.operations.doctor.health import ask_web
from bot.settings import Settings
from bot.settings.mail import MailSettings, Server

PATIENCE = 8.0  # seconds
LONGEST = 200  # bytes of a server's greeting
KNOWLEDGE, MAIL, WEB = "baza wiedzy", "poczta", "strona stanu"


def knowledge(chosen: Path | None, today: date) -> Finding:
    """Read all files of the knowledge and say whether they can be used."""
    try:
        base = load(find_directory(chosen))
    except KnowledgeError as wrong:
        said = f"błędy: {len(wrong.complaints)}; pierwszy: {wrong.complaints[0]}"
        return broken(
            KNOWLEDGE, said, "Wszystkie pokaże: dzialaj check. Działa poprzednia wersja."
        )
    except OSError as error:
        todo = "Sprawdź katalog w BOT_KNOWLEDGE i prawa do niego."
        return broken(KNOWLEDGE, f"nie da się odczytać ({type(error).__name__})", todo)
    past = sum(
        one.valid_until is not None and one.valid_until < today for one in base.entries.values()
    )
    odd = len(warnings(base, today))
    said = f"haseł: {len(base.entries)}, uwag: {odd}, po terminie ważności: {past}"
    if past or odd:
        return warning(KNOWLEDGE, said, "Które i dlaczego: dzialaj check.")
    return fine(KNOWLEDGE, said)


async def mail(settings: MailSettings | None) -> list[Finding]:
    """Knock at the servers of e-mail; nobody logs in."""
    if settings is None:
        return [fine(MAIL, "nie jest używana")]
    asked = (("IMAP", settings.imap, b"* OK"), ("SMTP", settings.smtp, b"220"))
    return list(await asyncio.gather(*(_server(*one) for one in asked)))


async def _server(kind: str, server: Server, greeting: bytes) -> Finding:
    name, todo = f"{MAIL} {kind}", f"Sprawdź adres w BOT_MAIL_{kind}, internet i zaporę."
    where = f"{server.host}:{server.port}"
    try:
        async with asyncio.timeout(PATIENCE):
            said = await _greeting(server)
    except (OSError, TimeoutError, ValueError) as error:
        return broken(name, f"{where} nie odpowiada ({type(error).__name__})", todo)
    if not said.startswith(greeting):
        return broken(name, f"{where} nie wita się jak serwer poczty", todo)
    return fine(name, f"{where} odpowiada")


async def _greeting(server: Server) -> bytes:
    context = ssl.create_default_context(cafile=certifi.where()) if server.encrypted else None
    reader, writer = await asyncio.open_connection(server.host, server.port, ssl=context)
    try:
        return await reader.read(LONGEST)
    finally:
        writer.close()


def web(settings: Settings) -> Finding:
    """Ask a running bot whether it is ready; one that is stopped is no fault."""
    if settings.listen == "off" or settings.listen.endswith(":0"):
        return fine(WEB, "bez stałego adresu (BOT_LISTEN)")
    told = ask_web(settings.listen, "/readyz", PATIENCE)
    if told is None:
        return fine(WEB, f"pod {settings.listen} nikt nie odpowiada: bot jest zatrzymany")
    status, answer = told
    if status == 200 and answer.get("status") == "ready":
        return fine(WEB, f"pod {settings.listen} bot jest gotowy")
    why = {"database": "baza", "telegram": "Telegram", "starting": "dopiero rusza"}
    reason = why.get(str(answer.get("reason")), "nieznany powód")
    return warning(WEB, f"bot działa, ale nie jest gotowy: {reason}", "Zajrzyj do jego dziennika.")
