"""Numbers of people that must not stand in pages: PESEL, bank accounts, private telephones.

NIP, REGON and KRS are public, and amounts are no telephones.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from bot.domain.personal_numbers import contains_account, contains_pesel
from bot.knowledge.complaints import Complaint
from bot.knowledge.sources import digits_of

#: What people read and what teaches the bot; the organisation's own data are elsewhere.
PLACES = ("faq", "wordings", "guides", "practices")
_GAP = "[ \u00a0-]"
#: Few lines have nine digits in a row, so that few are looked at closely.
_MANY_DIGITS = re.compile("[0-9](?:[ \u00a0()-]{0,2}[0-9]){8}")
_PREFIX = rf"(?:(?:\+|00)48{_GAP}?)"
_GROUPED = (
    rf"[0-9]{{3}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{3}}"
    rf"|\(?[0-9]{{2}}\)?{_GAP}[0-9]{{3}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{2}}"
)
_PHONE = re.compile(
    rf"(?<![0-9])(?<![0-9]{_GAP})(?:"
    rf"{_PREFIX}\(?[0-9](?:\)?{_GAP}?[0-9]){{8}}"
    rf"|(?:{_GROUPED})"
    rf"|(?<=tel )[0-9]{{9}}|(?<=tel\. )[0-9]{{9}}|(?<=telefon )[0-9]{{9}}|(?<=telefonu )[0-9]{{9}}"
    rf")(?!{_GAP}?[0-9])(?!,[0-9])"
)
_UNIT = re.compile(r"[ \u00a0]?(?:zł|złot|PLN|EUR|euro|gr\b|mln|tys\b|%|osób|mieszkańc)")
_REGISTER = re.compile(r"\b(?:NIP|REGON|KRS|EP)\b[\w :.-]{0,20}$", re.IGNORECASE)


class Suspect(NamedTuple):
    """A line with many digits."""

    file: str
    number: int
    text: str


def suspects(texts: Mapping[str, str]) -> Iterator[Suspect]:
    """Yield the lines of files that may hold such a number."""
    for file, text in texts.items():
        last = 0
        for found in _MANY_DIGITS.finditer(text):
            number = text.count("\n", 0, found.start()) + 1
            if number != last:
                last = number
                yield Suspect(file, number, text.split("\n")[number - 1])


def private_numbers(lines: Iterable[Suspect]) -> Iterator[Complaint]:
    """Complain about PESEL numbers and bank accounts; the number itself is not repeated."""
    for file, number, line in lines:
        if contains_pesel(line):
            what = "ten numer wygląda jak PESEL; usuń go albo zastąp kreskami"
            yield Complaint(file, number, what)
        if contains_account(line):
            what = "ten numer wygląda jak numer konta; usuń go albo zastąp kreskami"
            yield Complaint(file, number, what)


def phones(lines: Iterable[Suspect], public: Collection[str]) -> Iterator[Complaint]:
    """Return a warning for each telephone that is not public."""
    known = {digits_of(phone) for phone in public}
    for file, number, line in lines:
        for found in _PHONE.finditer(line):
            if _UNIT.match(line, found.end()) or _REGISTER.search(line, 0, found.start()):
                continue
            if digits_of(found[0]) not in known:
                what = "to wygląda jak numer telefonu; usuń go, a telefon instytucji wpisz"
                yield Complaint(file, number, f"{what} do sources.yaml (phones)")
