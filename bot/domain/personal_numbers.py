"""Finding PESEL numbers and Polish bank accounts in what people write, and hiding them.

Telephones are hidden only where words are published: advisors need them.

NIP, REGON and KRS stay: they are public and advisors need them. What is hidden keeps its length,
so formatting that Telegram counts in characters stays right. Patterns are bounded: one look at
each character, whatever the text.
Sources: art. 15 of the Act on population records (PESEL), ISO 13616 and ISO 7064 (IBAN).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

Number = Literal["account", "pesel", "phone"]
_GAP = "[ \u00a0-]"
# Written in one piece, as date and rest, or as the date's three pairs and the rest. A plus before
# it means a telephone.
_PESEL = re.compile(rf"(?<![\d+])(?:\d{{6}}{_GAP}?|(?:\d\d{_GAP}){{3}})\d{{5}}(?!\d)")
_ACCOUNT = re.compile(rf"(?<!\d)\d(?:{_GAP}?\d){{25}}(?!\d)")
# Nine digits as people group them, with or without the country. Longer numbers are registers.
_PHONE = re.compile(
    rf"(?<![\d+])(?:(?:\+|00)48{_GAP}?)?"
    rf"(?:\d{{3}}(?:{_GAP}?\d{{3}}){{2}}|\(?\d\d\)?{_GAP}\d{{3}}{_GAP}\d\d{_GAP}\d\d)(?!{_GAP}?\d)"
)
_REGISTER = re.compile(r"\bregon\W{0,3}$", re.IGNORECASE)
_MONEY = re.compile(rf"{_GAP}?(?:zł|pln|tys|euro)", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)
#: Century by the tens of the month: 19xx as it is, 20xx plus 20. Older people do not write to us.
_CENTURIES = {0: 1900, 1: 1900, 2: 2000, 3: 2000}
#: Nobody is born later; keeps telephones such as 48 24 ... from looking like a date of 2048.
_LAST_YEAR = 2040
_PL = "2521"  # the letters P and L in the arithmetic of ISO 7064
_HIDDEN = "•"


def contains_pesel(text: str) -> bool:
    """Tell whether some number in the text can be a PESEL."""
    return next(_pesels(text), None) is not None


def contains_account(text: str) -> bool:
    """Tell whether some number in the text can be a Polish bank account."""
    return next(_accounts(text), None) is not None


def mask(text: str) -> str:
    """Return the text with the digits of PESEL numbers and bank accounts hidden by dots."""
    hidden = list(text)
    for start, end in (*_pesels(text), *_accounts(text)):
        for at in range(start, end):
            hidden[at] = _DIGIT.sub(_dots, text[at])
    return "".join(hidden)


def mask_phones(text: str) -> str:
    """Return the text with the digits of telephone numbers hidden by dots."""
    hidden = list(text)
    for start, end in _phones(text):
        for at in range(start, end):
            hidden[at] = _DIGIT.sub(_dots, text[at])
    return "".join(hidden)


def found_in(text: str) -> Iterator[tuple[Number, int, int]]:
    """Yield what is found and where: accounts first, then PESEL numbers, then telephones."""
    yield from (("account", *span) for span in _accounts(text))
    yield from (("pesel", *span) for span in _pesels(text))
    yield from (("phone", *span) for span in _phones(text))


def _dots(digit: re.Match[str]) -> str:
    """Cover a digit in as many UTF-16 units as it takes, which is how Telegram counts."""
    return _HIDDEN * (1 + (ord(digit[0]) > 0xFFFF))


def _pesels(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _PESEL.finditer(text) if _is_pesel(_digits(found[0])))


def _phones(text: str) -> Iterator[tuple[int, int]]:
    """Yield telephones; nine digits of a register, or of a sum of money, are none."""
    for found in _PHONE.finditer(text):
        before = text[max(0, found.start() - 12) : found.start()]
        if not _REGISTER.search(before) and not _MONEY.match(text, found.end()):
            yield found.span()


def _accounts(text: str) -> Iterator[tuple[int, int]]:
    """Yield accounts, looking again one character on when 26 digits are none."""
    at = 0
    while (found := _ACCOUNT.search(text, at)) is not None:
        valid = _is_account(_digits(found[0]))
        if valid:
            yield found.span()
        at = found.end() if valid else found.start() + 1


def _digits(text: str) -> list[int]:
    return [int(digit) for digit in _DIGIT.findall(text)]


def _is_pesel(digits: list[int]) -> bool:
    weighted = sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return weighted % 10 == 0 and _is_birthday(digits)


def _is_birthday(digits: list[int]) -> bool:
    tens, ones = digits[2], digits[3]
    if tens not in _CENTURIES:
        return False
    year = _CENTURIES[tens] + 10 * digits[0] + digits[1]
    try:
        date(year, 10 * (tens % 2) + ones, 10 * digits[4] + digits[5])
    except ValueError:
        return False
    return year <= _LAST_YEAR


def _is_account(digits: list[int]) -> bool:
    text = "".join(map(str, digits))
    return int(text[2:] + _PL + text[:2]) % 97 == 1
