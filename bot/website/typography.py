"""Keeps together what must not part at the end of a line: amounts, dates, one-letter words."""

from __future__ import annotations

import re

_UNITS = (
    "zł|gr|dni|dnia|lat|lata|r\\.|min|godz|tys|mln|osób|osoby|m|km|cm|stycznia|lutego|marca"
    "|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia"
)
_TIES = (
    re.compile(r"(?<!\w)([aiouwzAIOUWZ]) (?=\S)"),
    re.compile(rf"(\d) (?=\d{{3}}(?!\d)|%|(?:{_UNITS})(?!\w))"),
    re.compile(r"(\S) (?=–)"),
    re.compile(r"(\d{2}-\d{3}) (?=\w)"),
    re.compile(r"(?<!\w)(art\.|ust\.|pkt|poz\.|nr|lit\.|ul\.|godz\.|§) (?=\w)"),
)


def tied(text: str) -> str:
    """Return the text with non-breaking spaces where a line must not end."""
    for tie in _TIES:
        text = tie.sub("\\1\u00a0", text)
    return text
