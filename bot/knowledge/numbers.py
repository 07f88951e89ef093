"""Numbers of people that must not stand in pages: PESEL, bank accounts, private telephones.

NIP, REGON and KRS are public, and amounts are no telephones.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

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


def _lines(texts: Mapping[str, str]) -> Iterator[tuple[str, int, str]]:
    """Yield the file, the number and the text of each line that may hold such a number."""
    for file, text in texts.items():
        last = 0
        for found in _MANY_DIGITS.finditer(text):
            number = text.count("\n", 0, found.start()) + 1
            if number != last:
                last = number
                yield file, number, text.split("\n")[number - 1]


def private_numbers(texts: Mapping[str, str]) -> Iterator[Complaint]:
    """Complain about PESEL numbers and bank accounts; the number itself is not repeated."""
    for file, number, line in _lines(texts):
        if contains_pesel(line):
            what = "ten numer wygląda jak PESEL; usuń go albo zastąp kreskami"
            yield Complaint(file, number, what)
        if contains_account(line):
            what = "ten numer wygląda jak numer konta; usuń go albo zastąp kreskami"
            yield Complaint(file, number, what)


def phones(texts: Mapping[str, str], public: Collection[str]) -> Iterator[Complaint]:
    """Return a warning for each telephone that is not public."""
    known = {digits_of(phone) for phone in public}
    for file, number, line in _lines(texts):
        for found in _PHONE.finditer(line):
            if _UNIT.match(line, found.end()) or _REGISTER.search(line, 0, found.start()):
                continue
            if digits_of(found[0]) not in known:
                what = "to wygląda jak numer telefonu; usuń go, a telefon instytucji wpisz"
                yield Complaint(file, number, f"{what} do sources.yaml (phones)")
