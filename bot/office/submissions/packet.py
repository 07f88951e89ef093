"""What the jury gets: accepted submissions in folders, with a table, and nobody's contact data.

A packet is a ZIP of a few submissions; photos are there only if those in them agreed. Names of
files are our own, and nothing in the table is worked out by whoever opens it.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.domain.personal_numbers import mask, mask_phones
from bot.domain.polish_words import fold
from bot.helpdesk.desk import Desk
from bot.office.submissions.form import KIND
from bot.office.submissions.publishing import SHOWABLE
from bot.programme import comma_files
from bot.programme.contests import known
from bot.programme.documents import Document, Made, WithFiles
from bot.storage import forms
from bot.storage.forms import Form
from bot.templates import Texts

PACKET = "jury_packet"
HEADS = (
    "Numer", "Kategoria", "Kogo dotyczy", "Zgłoszenie", "Opis (znaków)", "Miejsce", "Potwierdza",
    "Film", "Plików", "Folder",
)  # fmt: skip
_WORD = re.compile(r"\S+")
_KINDS = {b"\xff\xd8": "jpg", b"\x89PNG": "png", b"%PDF": "pdf"}


def without_contacts(text: str) -> str:
    """Return words without telephones, e-mail addresses and personal numbers."""
    return _WORD.sub(_without_address, mask_phones(mask(text)))


def _without_address(word: re.Match[str]) -> str:
    """Return a word, or a mark in the place of one with an e-mail address in it."""
    _before, at, host = word[0].partition("@")
    return "[e-mail]" if at and "." in host else word[0]


def accepted(conn: Connection, contest: str) -> list[Form]:
    """Return the submissions that the jury judges, in the order of their numbers."""
    return forms.of_kind(conn, KIND.name, ("accepted",), contest)


def parts(count: int, size: int) -> int:
    """Return how many packets so many submissions make."""
    return (count + size - 1) // size


def collect(conn: Connection, desk: Desk, about: Mapping[str, Any]) -> dict[str, Any] | None:
    """Read the submissions of one packet, and the table of all."""
    found = known.find(conn, about["contest"])
    all_of_them = accepted(conn, about["contest"])
    size = desk.base.organisation.grants.in_packet
    at = (int(about["part"]) - 1) * size
    if found is None or not all_of_them[at : at + size]:
        return None
    return {
        "contest": found.sheet.title,
        "part": int(about["part"]),
        "parts": parts(len(all_of_them), size),
        "at": desk.now,
        "rows": [_entry(conn, one) for one in all_of_them],
        "entries": [_entry(conn, one) for one in all_of_them[at : at + size]],
    }


def _entry(conn: Connection, form: Form) -> dict[str, Any]:
    said = {name: without_contacts(str(value)) for name, value in form.said.items()}
    shows = form.said.get("image") in SHOWABLE
    found = forms.files(conn, form.id, "photos") if shows else []
    return {
        "number": form.number or form.id,
        "category": said.get("category", ""),
        "presented": said.get("presented", ""),
        "title": said.get("title", ""),
        "story": said.get("story", ""),
        "place": said.get("place", ""),
        "confirmed": said.get("confirmed", ""),
        "film": str(form.said.get("film") or "") if shows else "",
        "minors": form.said.get("whom") == "minors",
        "files": [str((one.file or {}).get("file_id", "")) for one in found],
        "folder": folder(form.number or form.id, said.get("title", "")),
    }


def folder(number: int, title: str) -> str:
    """Return the name of a submission's folder: safe on every system, whatever people wrote."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:40].strip("-")
    return f"{number:03}-{plain or 'zgloszenie'}"


def wanted(given: Mapping[str, Any]) -> Sequence[str]:
    """Return what Telegram keeps that belongs into a packet."""
    return [file for one in given["entries"] for file in one["files"] if file]


def make(got: WithFiles) -> Made:
    """Return the packet as a ZIP."""
    given, made = got.given, io.BytesIO()
    missing: list[str] = []
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        _write(packed, given["at"], "zgloszenia.csv", table(given["rows"]))
        for one in given["entries"]:
            for name, content in _folder(one, got.files, given["contest"], missing):
                _write(packed, given["at"], f"{one['folder']}/{name}", content)
        if missing:
            text = "Tych plików nie udało się dołączyć:\n" + "\n".join(missing) + "\n"
            _write(packed, given["at"], "braki.txt", text.encode())
    return Made(f"jury-{given['part']}-z-{given['parts']}.zip", made.getvalue())


def _write(packed: zipfile.ZipFile, at: datetime, name: str, content: bytes) -> None:
    """Add a file with a date of ours and no owner, so that packets of one state are alike."""
    packed.writestr(zipfile.ZipInfo(name, at.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)


def _folder(
    one: Mapping[str, Any], files: Mapping[str, bytes], contest: str, missing: list[str]
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of one submission; what could not be had is named in `missing`."""
    pictures: list[dict[str, str]] = []
    for at, file_id in enumerate(one["files"], 1):
        content = files.get(file_id)
        kind = kind_of(content) if content is not None else None
        if content is None or kind is None:
            missing.append(f"{one['folder']}: plik {at} z {len(one['files'])}")
            continue
        name = f"plik-{at:02}.{kind}"
        pictures.append({"name": name, "kind": kind})
        yield name, content
    text = f"{one['title']}\n{one['presented']}, {one['place']}\n\n{one['story']}\n"
    yield "opis.txt", text.encode()
    page = Texts().page("submission", {**one, "contest": contest, "pictures": pictures})
    yield "opis.html", page.encode()


def kind_of(content: bytes) -> str | None:
    """Return what a file really is, by how it begins; None for anything that is not taken."""
    return next((kind for begins, kind in _KINDS.items() if content.startswith(begins)), None)


def table(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return the table of all submissions as spreadsheets read it: UTF-8 with its mark, `;`."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADS)
    for one in rows:
        cells = (
            one["number"], one["category"], one["presented"], one["title"], len(one["story"]),
            one["place"], one["confirmed"], one["film"], len(one["files"]), one["folder"],
        )  # fmt: skip
        writer.writerow([inert(str(cell)) for cell in cells])
    return b"\xef\xbb\xbf" + made.getvalue().encode()


def inert(cell: str) -> str:
    """Return a cell that no program takes for a formula, on one line."""
    return comma_files.inert(" ".join(cell.splitlines()))


DOCUMENTS = {PACKET: Document(collect, make, wanted)}
