"""What a text claims in figures: provisions, days, and other numbers.

Not taken for claims: addresses of links, values of `values.yaml` (they have sources of their own),
names of forms such as CIT-8, and the 1,5% of a tax, as it is called. In an answer nor are numbers
of a list, and what stands in quotes, being an example of what one may write. Numbers written as
words are not read.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MONTHS = {
    "stycznia": 1,
    "lutego": 2,
    "marca": 3,
    "kwietnia": 4,
    "maja": 5,
    "czerwca": 6,
    "lipca": 7,
    "sierpnia": 8,
    "września": 9,
    "października": 10,
    "listopada": 11,
    "grudnia": 12,
}
_SPACE = "[ \u00a0\u202f]"
_ITEM = r"\d+[a-z]{0,3}(?:\(\d+\))?(?![\w(])"
_JOIN = r"\s*(?:,|–|-|\bi|\boraz|\blub|\balbo)\s*"
_PROVISION = re.compile(
    r"(?:\b(?:art|ust|pkt|poz|nr|zał)\b|§)\.?\s*" rf"({_ITEM}(?:{_JOIN}{_ITEM})*)", re.IGNORECASE
)
_RANGE = re.compile(r"(\d+)[a-z]*\s*[–-]\s*(\d+)")
_LONGEST_RANGE = 60
_DAY_IN_WORDS = re.compile(rf"\b(\d{{1,2}})\.?\s+({'|'.join(MONTHS)})(?:\s+(\d{{4}}))?")
_DAY_IN_DIGITS = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{2})(?:\.(\d{4}))?(?![\d.])")
_NUMBER = re.compile(
    rf"(?<![\w,.])\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)(?:,\d+)?|(?<!\w)\d+(?:,\d+)?(?!\w)"
)
_SCALES = {"tys": 1_000, "mln": 1_000_000, "milion": 1_000_000}
_SCALE = re.compile(rf"\s*({'|'.join(_SCALES)})")
_NO_CLAIMS = re.compile(
    r"\]\([^)]*\)|https?://\S+"
    r"|\{\{ [a-z0-9-]+ \}\}"
    rf"|\b1,5{_SPACE}?%"
    r"|\b(?:CIT|PIT|NIP|DN|KRS-W|KRS)-\d+\w*|\bA[1-5]\b"
)
_LIST_NUMBERS_AND_EXAMPLES = re.compile(r"^\s*(?:\*\*)?\d+[.)]\s|„[^”]*”", re.MULTILINE)


class Claim(NamedTuple):
    """One figure, in the kind of place where it stands."""

    kind: str
    figure: str


def claims_of_answer(answer: str) -> set[Claim]:
    """Return every figure that an answer claims to be so."""
    return claims(_LIST_NUMBERS_AND_EXAMPLES.sub(" ", answer))


def claims(text: str) -> set[Claim]:
    """Return every figure in a text."""
    found: set[Claim] = set()

    def provision(match: re.Match[str]) -> str:
        found.update(Claim("przepis", item) for item in re.findall(_ITEM, match[1]))
        for first, last in _RANGE.findall(match[1]):
            between = range(int(first), min(int(last), int(first) + _LONGEST_RANGE) + 1)
            found.update(Claim("przepis", str(number)) for number in between)
        return " "

    def day(number: str, month: int, year: str | None) -> str:
        found.add(Claim("dzień", f"{int(number)}.{month:02}"))
        if year:
            found.add(Claim("liczba", year))
        return " "

    rest = _PROVISION.sub(provision, _NO_CLAIMS.sub(" ", text))
    rest = _DAY_IN_WORDS.sub(lambda match: day(match[1], MONTHS[match[2]], match[3]), rest)
    rest = _DAY_IN_DIGITS.sub(lambda match: day(match[1], int(match[2]), match[3]), rest)
    for match in _NUMBER.finditer(rest):
        value = float(re.sub(_SPACE, "", match[0]).replace(",", "."))
        scale = _SCALE.match(rest, match.end())
        value *= _SCALES[scale[1]] if scale else 1
        found.add(Claim("liczba", f"{value:.15g}"))
    return found
