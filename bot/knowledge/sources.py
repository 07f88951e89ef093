"""The acts and institutions on which answers rest, and how they are told in what people write.

A source is free Polish ("art. 52 i 53 ustawy o rachunkowości"); here stands what it leads to.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field

from bot.knowledge.complaints import Complaint, quoted
from bot.knowledge.models import Sheet
from bot.knowledge.text import asked
from bot.knowledge.values import Line
from bot.knowledge.yaml_reading import Document, Place

_JOURNAL = re.compile(r"Dz\.U\. (?:19|20)[0-9]{2} poz\. [1-9][0-9]*")
_ADDRESS = re.compile(r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/\S*)?")
_DIGITS_OF_A_PHONE = 9


def _where(written: str) -> str:
    if not (_JOURNAL.fullmatch(written) or _ADDRESS.fullmatch(written)):
        raise ValueError(f"{quoted(written)}: wpisz „Dz.U. 2024 poz. 1061” albo adres od https://")
    return written


def _fragment(written: str) -> str:
    if len(asked(written)) < 3:
        raise ValueError(
            f"{quoted(written)} to za mało, żeby poznać źródło; wpisz dłuższy kawałek"
        )
    return written


def _phone(written: str) -> str:
    if len(digits_of(written)) < _DIGITS_OF_A_PHONE:
        raise ValueError(f"{quoted(written)} to nie telefon; wpisz go w cudzysłowie z kierunkowym")
    return written


def digits_of(written: str) -> str:
    """Return the digits by which a telephone is known: the last nine."""
    return re.sub(r"\D", "", written)[-_DIGITS_OF_A_PHONE:]


Where = Annotated[Line, AfterValidator(_where)]
Fragment = Annotated[Line, AfterValidator(_fragment)]
Phone = Annotated[Line, AfterValidator(_phone)]


class KnownSource(Sheet):
    """An act, an institution or a kind of document that pages name as their source."""

    id: str
    name: Line
    #: Its place in the Journal of Laws, or the address of its page.
    where: Where | None = None
    #: Pieces of text by which it is recognised, each beginning where a word begins.
    called: tuple[Fragment, ...] = Field(min_length=1)
    #: Its public telephones, which pages may give.
    phones: tuple[Phone, ...] = ()

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """Return the pieces folded; a number at the end has to end there."""
        folded = (asked(piece) for piece in self.called)
        return tuple(f" {piece} " if piece[-1].isdigit() else f" {piece}" for piece in folded)


def named_in(source: str, known: Iterable[KnownSource]) -> tuple[KnownSource, ...]:
    """Return the known sources that a line names, in the order of the list."""
    folded = f" {asked(source)} "
    return tuple(one for one in known if any(piece in folded for piece in one.pieces))


class Citation(NamedTuple):
    """A source as a page names it, and where that stands."""

    source: str
    file: str
    document: Document
    place: Place


def unknown_sources(
    citations: Collection[Citation], known: Collection[KnownSource]
) -> Iterator[Complaint]:
    """Return a warning for each source that leads nowhere; a base without a list is not asked."""
    pieces = [piece for one in known for piece in one.pieces]
    unknown: set[str] = set()
    for source in {one.source for one in citations if pieces}:
        folded = f" {asked(source)} "
        if not any(piece in folded for piece in pieces):
            unknown.add(source)
    for one in citations:
        if one.source in unknown:
            what = f"źródła {quoted(one.source)} nie ma na liście w sources.yaml"
            line = one.document.line_of(one.place)
            yield Complaint(one.file, line, f"{what}; dopisz je albo popraw nazwę")
