"""Hides numbers and addresses that lead to somebody; sums of money, dates and articles stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.domain.personal_numbers import found_in

PLACE, ADDRESS = "[miejscowość]", "[adres]"
EMAIL, LINK, ACCOUNT_NAME = "[e-mail]", "[link]", "[konto w sieci]"
PHONE, PESEL, BANK, NUMBER = "[telefon]", "[PESEL]", "[numer konta]", "[numer]"
NUMBER_MARKS = (PLACE, ADDRESS, EMAIL, LINK, ACCOUNT_NAME, PHONE, PESEL, BANK, NUMBER)
_FOUND = {"account": BANK, "pesel": PESEL, "phone": PHONE}

_UPPER = "A-ZĄĆĘŁŃÓŚŹŻ"
_PATTERNS = (
    (EMAIL, re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")),
    (LINK, re.compile(r"(?:https?://|www\.)[^\s<>\"\]]{1,500}", re.IGNORECASE)),
    (ACCOUNT_NAME, re.compile(r"(?<![\w/@])@\w{3,32}")),
    (
        ADDRESS,
        re.compile(
            rf"\b(?:[Uu]l\.|[Uu]lic[aąęy]|[Aa]l\.|[Aa]lej[aeię]{{1,2}}|[Oo]s\.|[Oo]siedl[eau]) ?"
            rf"(?:[{_UPPER}]\w{{0,30}}[ -]?){{1,3}}"
            rf"(?:\d{{1,4}}[a-zA-Z]?(?:[/ m.]{{1,3}}\d{{1,4}})?)?"
        ),
    ),
    (PLACE, re.compile(rf"(?<![\d-])\d\d-\d{{3}}(?: [{_UPPER}]\w{{1,30}}){{0,2}}(?![\d-])")),
)
_AFTER_REGISTER = re.compile(
    r"\b(?:krs|nip|regon|pesel|dowodu?|legitymacj[aiię])(?: (?:nr|numer))?\W{0,3}"
    r"(\d(?:[ /-]?\d){3,25})|\bdziałk\w{1,3}(?: (?:nr|numer))?\W{0,3}(\d{1,5}(?:/\d{1,4})?)",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<!\w)[A-Z]{3} ?(\d{6})(?!\w)")
_LONG = re.compile(r"(?<![\w.,])\+?\d(?:[ \u00a0-]?\d){6,33}(?!\w|[.,]\d)")
#: What seven digits or more may be without leading to anybody: days, years, thousands.
_PLAIN = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}-\d{1,2}-\d{4}|\d{4} ?- ?\d{4}|\d{1,2}(?:[ \u00a0]\d{3}){2}"
)
_MONEY = re.compile(r"[ \u00a0]?(?:zł|pln|tys|mln|euro|eur)", re.IGNORECASE)


def numbers_hidden(text: str) -> str:
    """Return the text with marks in the place of numbers, addresses and names in networks."""
    for mark, pattern in _PATTERNS:
        text = pattern.sub(lambda found, mark=mark: _kept_space(found[0], mark), text)  # type: ignore[misc]
    spans = [(start, end, _FOUND[kind]) for kind, start, end in found_in(text)]
    for pattern in (_AFTER_REGISTER, _CODE):
        spans += [(*found.span(found.lastindex or 0), NUMBER) for found in pattern.finditer(text)]
    text = _spliced(text, spans)
    return _spliced(text, list(_long(text)))


def _long(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _LONG.finditer(text):
        if not _PLAIN.fullmatch(found[0]) and not _MONEY.match(text, found.end()):
            yield (*found.span(), NUMBER)


def _kept_space(found: str, mark: str) -> str:
    return mark + found[len(found.rstrip(" .,;")) :]


def _spliced(text: str, spans: list[tuple[int, int, str]]) -> str:
    """Put marks in the place of spans; of two that overlap the one named first stays."""
    taken: list[tuple[int, int, str]] = []
    for start, end, mark in spans:
        if all(end <= other[0] or start >= other[1] for other in taken):
            taken.append((_with_prefix(text, start), end, mark))
    for start, end, mark in sorted(taken, reverse=True):
        text = text[:start] + mark + text[end:]
    return text


def _with_prefix(text: str, start: int) -> int:
    """Return where a number begins with the country before it ("PL61 1090 ...")."""
    return start - 2 if text[max(0, start - 2) : start].upper() == "PL" else start
