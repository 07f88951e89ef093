"""What a button carries: `v1:<action>:<id in base 36>[:<revision>]`, and nothing secret.

A codec only. Whether the presser may do it, in this state and revision, is decided on press from
the row. The format is strict, one text for each value: what we did not write is refused.
Limits: the Bot API's 64 bytes, and a database's 64-bit integers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

VERSION = "v1"
LONGEST = 64  # bytes
LARGEST = 2**63 - 1

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_ACTION = re.compile(r"[a-z_]{1,24}")
_DATA = re.compile(
    rf"{VERSION}:(?P<action>[a-z_]{{1,24}}):(?P<ident>0|[1-9a-z][0-9a-z]{{0,18}})"
    r"(?::(?P<rev>0|[1-9][0-9]{0,18}))?"
)


class BadCallback(ValueError):
    """The data of a button is not one of ours."""


@dataclass(frozen=True, slots=True)
class Callback:
    """What was pressed: an action on a row, in the revision that the button was made for."""

    action: str
    ident: int
    rev: int | None = None


def encode(action: str, ident: int, rev: int | None = None) -> str:
    """Return a button's data; ValueError when the values do not fit the format."""
    if not _ACTION.fullmatch(action):
        raise ValueError(f"an action is 1 to 24 of a-z and _: {action!r}")
    if not 0 <= ident <= LARGEST or (rev is not None and not 0 <= rev <= LARGEST):
        raise ValueError(f"a number is from 0 to 2**63 - 1: {ident}, {rev}")
    data = f"{VERSION}:{action}:{_base36(ident)}" + (f":{rev}" if rev is not None else "")
    if len(data) > LONGEST:
        raise ValueError(f"longer than {LONGEST} bytes: {data}")
    return data


def decode(data: str) -> Callback:
    """Return what a button's data says; BadCallback when `encode` cannot have written it."""
    found = _DATA.fullmatch(data)
    if found is None or len(data) > LONGEST:
        raise BadCallback("not a button of ours")
    ident = int(found["ident"], 36)
    rev = int(found["rev"]) if found["rev"] else None
    if max(ident, rev or 0) > LARGEST:
        raise BadCallback("a number beyond 64 bits")
    return Callback(found["action"], ident, rev)


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits or "0"
