"""What single fields may be: a text, a day, hours, a name; and what their author is told if not.

Strict: nothing is converted that a person would have to guess.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from bot.knowledge.complaints import quoted

AUDIENCES = (
    "stowarzyszenie",
    "stowarzyszenie-zwykle",
    "fundacja",
    "kgw",
    "osp",
    "grupa-nieformalna",
    "szkola",
    "wolontariusz",
    "firma",
)
LONGEST_LINE = 300
LONGEST_ID = 62
#: With `a_`, `w_` or `c_` before it an id is the payload of a start link: 64 letters at most.
START_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,61}")

_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOURS = re.compile(r"([0-9]{2}:[0-9]{2})\s*[-–]\s*([0-9]{2}:[0-9]{2})")
_YEARS = range(2000, 2101)  # others are typing mistakes
_USERNAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{4,31}")


def read_day(value: object) -> object:
    """Read an ISO day; leave anything but a text for the strict type to refuse."""
    if not isinstance(value, str):
        return value
    if not _ISO_DAY.fullmatch(value):
        what = f"{quoted(value)} nie jest datą; napisz RRRR-MM-DD, na przykład 2026-11-22"
        raise ValueError(what)
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"nie ma takiego dnia: {value}; popraw datę") from None
    if day.year not in _YEARS:
        raise ValueError(f"rok {value[:4]} to chyba pomyłka; popraw datę")
    return day


def _known_audience(tag: str) -> str:
    if tag not in AUDIENCES:
        raise ValueError(f"nie ma grupy {quoted(tag)}; wybierz z: {', '.join(AUDIENCES)}")
    return tag


def _written(text: str) -> str:
    if not text.strip():
        raise ValueError("puste; wpisz tekst albo usuń to pole")
    return text.strip()


def _short(text: str) -> str:
    if len(text) > LONGEST_LINE:
        raise ValueError(f"ma {len(text)} znaków, a może mieć {LONGEST_LINE}; skróć")
    return text


def _username(name: str) -> str:
    if not _USERNAME.fullmatch(name):
        raise ValueError("to nazwa bota bez @ i bez adresu: litery łacińskie, cyfry i _ (5-32)")
    return name


def _hashtag(word: str) -> str:
    if not re.fullmatch(r"\w+", word):
        raise ValueError("to jedno słowo bez kratki i spacji; popraw")
    return word


def _email(address: str) -> str:
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", address):
        raise ValueError(f"{quoted(address)} to nie adres e-mail; popraw")
    return address


def _address(url: str) -> str:
    if not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~/-]*)?", url):
        raise ValueError(f"{quoted(url)} to nie adres; napisz na przykład https://bot.example.org")
    return url.rstrip("/")


def _start_id(ident: str) -> str:
    if not START_ID.fullmatch(ident):
        raise ValueError(
            f"{quoted(ident)}: ma być do {LONGEST_ID} małych liter bez polskich znaków, cyfr "
            "i myślników; zmień"
        )
    return ident


def _picture(name: str) -> str:
    if not re.fullmatch(r"pictures/[a-z0-9][a-z0-9-]*\.(svg|jpg|png|webp)", name):
        raise ValueError(
            f"{quoted(name)} to nie obrazek; wpisz pictures/nazwa.svg (albo .jpg, .png, .webp)"
        )
    return name


def _span(value: object) -> object:
    """Read `08:00-16:00` as two times."""
    if not isinstance(value, str):
        return value
    found = _HOURS.fullmatch(value)
    try:
        begins, ends = (
            (time.fromisoformat(part) for part in found.groups()) if found else (None,) * 2
        )
    except ValueError:
        begins = ends = None
    if begins is None or ends is None or begins >= ends:
        raise ValueError(f'{quoted(value)} to nie godziny; napisz na przykład "08:00-16:00"')
    return begins, ends


Text = Annotated[str, AfterValidator(_written)]
Line = Annotated[Text, AfterValidator(_short)]
Day = Annotated[date, BeforeValidator(read_day)]
StartId = Annotated[str, AfterValidator(_start_id)]
PictureName = Annotated[str, AfterValidator(_picture)]
Span = Annotated[tuple[time, time], BeforeValidator(_span)]
Audience = Annotated[str, AfterValidator(_known_audience)]
Username = Annotated[str, AfterValidator(_username)]
Hashtag = Annotated[str, AfterValidator(_hashtag)]
Address = Annotated[str, AfterValidator(_address)]
Email = Annotated[Text, AfterValidator(_email)]
