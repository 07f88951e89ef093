"""What `check --wordings` shows a coordinator: which ways of asking go astray, and a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.knowledge.own_first import Astray, Figures

_HEADS = (
    "Temat",
    "Hasła",
    "Słowa odpowiedzi (mediana)",
    "Sposoby pytania (mediana)",
    "Najmniej sposobów",
    "Tylko na pamięć",
    "Nie trafia",
)


def report(gone: Sequence[Astray], figures: Sequence[Figures], asked: int) -> Iterator[str]:
    """Yield the lines of the report: what goes astray, and the figures of each topic."""
    lost = [one for one in gone if not one.by_heart]
    known = [one for one in gone if one.by_heart]
    right = asked - len(gone)
    yield f"Sposobów pytania: {asked}. Własne hasło jest pierwsze przy {right}."
    if known:
        yield ""
        yield f"Trafiają tylko dlatego, że bot zna je na pamięć: {len(known)}."
        yield "Podobne słowa zaprowadzą do innego hasła. Dopisz sposobów albo rozdziel hasła."
        yield from _list(known)
    if lost:
        yield ""
        yield f"Nie trafiają w swoje hasło: {len(lost)}. Zmień je albo usuń."
        yield from _list(lost)
    yield ""
    yield from _table([_HEADS, *map(_row, figures)])


def _list(gone: Iterable[Astray]) -> Iterator[str]:
    for one in gone:
        first = one.first or "nic (to nie wygląda na pytanie)"
        yield f"  {one.file}: „{one.wording}” ({one.entry}); pierwsze jest: {first}"


def _row(of: Figures) -> tuple[str, ...]:
    numbers = (of.entries, of.words, of.ways, of.fewest, of.by_heart, of.lost)
    return (of.name, *(f"{number:g}".replace(".", ",") for number in numbers))


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for name, *numbers in rows:
        cells = [number.rjust(width) for number, width in zip(numbers, widths[1:], strict=True)]
        yield "  ".join([name.ljust(widths[0]), *cells])
