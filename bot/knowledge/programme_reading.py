"""Reads the files of the programme, and compares them with each other and with the FAQ.

What a workshop or a contest may be is said in `programme`, `contests` and `statutory`. A base
without these files has an empty programme.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from bot.knowledge.complaints import Complaint, quoted
from bot.knowledge.contests import Contest, objections
from bot.knowledge.files import Shelf
from bot.knowledge.handover import HandoverTask
from bot.knowledge.programme import Duty, Event, Municipalities, Programme, Workshop
from bot.knowledge.rosters import Roster
from bot.knowledge.statutory import StatutoryDate, Trait
from bot.knowledge.validation import fit
from bot.knowledge.values import LONGEST_ID, START_ID
from bot.knowledge.yaml_reading import Document, Place

Kind = TypeVar("Kind", Workshop, Contest, Event, Duty, StatutoryDate, Trait, HandoverTask, Roster)

FOLDER = "programme"
ORGANISATION = f"{FOLDER}/organisation.yaml"
MUNICIPALITIES = f"{FOLDER}/municipalities.yaml"
#: Logos for the head of a list to be signed, in the order of their names.
LOGOS = f"{FOLDER}/logos"
LOGO_KINDS = (".png", ".svg")
_TABLES = (
    "workshops", "contests", "events", "duties", "calendar", "traits", "handover", "rosters",
)  # fmt: skip
_KNOWN = ("organisation.yaml", "municipalities.yaml", *(f"{name}.yaml" for name in _TABLES))


@dataclass(frozen=True, slots=True)
class _Item(Generic[Kind]):
    """One occasion, and where it stands."""

    sheet: Kind
    file: str
    document: Document

    def complaint(self, what: str, *place: str | int) -> Complaint:
        """Complain about the occasion, or about a place in its fields."""
        at: Place = (self.sheet.id, *place)
        return Complaint(self.file, self.document.line_of(at), what)


@dataclass(frozen=True, slots=True)
class _Table(Generic[Kind]):
    """What one file holds, and all its ids, those of wrong occasions too."""

    items: list[_Item[Kind]]
    named: frozenset[str] = frozenset()

    @property
    def by_id(self) -> Mapping[str, Kind]:
        """Return the occasions under their ids."""
        return MappingProxyType({item.sheet.id: item.sheet for item in self.items})


def read_programme(shelf: Shelf, entries: Collection[str]) -> Programme:
    """Return the occasions of the programme; note what is wrong with them."""
    shelf.strays(FOLDER, _KNOWN)
    shelf.pictures(LOGOS, LOGO_KINDS)
    places = _municipalities(shelf)
    workshops = _table(shelf, "workshops", Workshop)
    contests = _table(shelf, "contests", Contest)
    events = _table(shelf, "events", Event)
    duties = _table(shelf, "duties", Duty)
    calendar = _table(shelf, "calendar", StatutoryDate)
    traits = _table(shelf, "traits", Trait)
    handover = _table(shelf, "handover", HandoverTask)
    rosters = _table(shelf, "rosters", Roster)
    items: list[_Item[Any]] = [
        *workshops.items, *contests.items, *events.items, *duties.items, *calendar.items,
        *handover.items,
    ]  # fmt: skip
    shelf.complaints += _twins(items)
    shelf.complaints += _dead_references(items, entries, contests.named)
    if places is not None:
        shelf.complaints += _unknown_places(
            [*workshops.items, *events.items, *duties.items], places
        )
    shelf.complaints += _traits_apart(calendar, traits)
    shelf.complaints += _unknown_laws(handover, calendar, traits)
    for contest in contests.items:
        shelf.complaints += [
            contest.complaint(what, *place) for place, what in objections(contest.sheet)
        ]
    return Programme(
        workshops=workshops.by_id,
        contests=contests.by_id,
        events=events.by_id,
        duties=duties.by_id,
        calendar=calendar.by_id,
        traits=traits.by_id,
        handover=handover.by_id,
        municipalities=places or (),
        rosters=rosters.by_id,
    )


def _municipalities(shelf: Shelf) -> tuple[str, ...] | None:
    """Return the names; None when the file is wrong, so that nobody is blamed for it twice."""
    if not shelf.has(MUNICIPALITIES):
        return ()
    document = shelf.document(MUNICIPALITIES)
    if document is None:
        return None
    sheet = fit(Municipalities, document, shelf.named(shelf.root / MUNICIPALITIES))
    if isinstance(sheet, list):
        shelf.complaints += sheet
        return None
    return sheet.names


def _table(shelf: Shelf, name: str, model: type[Kind]) -> _Table[Kind]:
    """Return what stands in one file under its ids; note what is wrong with it."""
    path = f"{FOLDER}/{name}.yaml"
    document = shelf.document(path) if shelf.has(path) else None
    if document is None:
        return _Table([])
    file = shelf.named(shelf.root / path)
    items: list[_Item[Kind]] = []
    for ident in document.value:
        if not START_ID.fullmatch(ident):
            what = f"id {quoted(ident)}: do {LONGEST_ID} małych liter bez polskich znaków"
            shelf.complain(file, document.line_of((ident,)), f"{what}, cyfr i myślników; zmień je")
            continue
        sheet = fit(model, document, file, (ident,), {"id": ident}, shelf.topics)
        if isinstance(sheet, list):
            shelf.complaints += sheet
        else:
            items.append(_Item(sheet, file, document))
            if isinstance(sheet, StatutoryDate):
                shelf.cite(sheet.sources, file, document, (ident, "sources"))
    return _Table(items, frozenset(document.value))


def _twins(items: list[_Item[Any]]) -> Iterator[Complaint]:
    seen: dict[str, _Item[Any]] = {}
    for item in items:
        first = seen.setdefault(item.sheet.id, item)
        if first is not item:
            what = f"takie samo id jest już w {first.file}; zmień jedno z nich"
            yield item.complaint(what)


def _dead_references(
    items: list[_Item[Any]], entries: Collection[str], contests: Collection[str]
) -> Iterator[Complaint]:
    for item in items:
        for number, target in enumerate(item.sheet.related):
            if target not in entries:
                what = f"nie ma hasła {quoted(target)}; popraw id albo usuń tę pozycję"
                yield item.complaint(what, "related", number)
        for number, point in enumerate(getattr(item.sheet, "self_check", ())):
            if point.entry is not None and point.entry not in entries:
                what = f"nie ma hasła {quoted(point.entry)}; popraw id albo usuń to pole"
                yield item.complaint(what, "self_check", number, "entry")
        contest = getattr(item.sheet, "contest", None)
        if contest is not None and contest not in contests:
            what = f"nie ma konkursu {quoted(contest)}; popraw id albo usuń to pole"
            yield item.complaint(what, "contest")


def _unknown_places(items: list[_Item[Any]], names: Collection[str]) -> Iterator[Complaint]:
    advice = (
        f"wybierz z: {', '.join(names)}"
        if names
        else f"utwórz {MUNICIPALITIES} z listą gmin, jak w knowledge/README.md"
    )
    for item in items:
        sites = getattr(item.sheet, "sites", ())
        places: list[tuple[str | None, Place]] = [(item.sheet.municipality, ("municipality",))]
        places += [
            (site.municipality, ("sites", number, "municipality"))
            for number, site in enumerate(sites)
        ]
        for name, place in places:
            if name is not None and name not in names:
                yield item.complaint(f"nie ma gminy {quoted(name)}; {advice}", *place)


def _unknown_laws(
    handover: _Table[HandoverTask], calendar: _Table[StatutoryDate], traits: _Table[Trait]
) -> Iterator[Complaint]:
    """Yield tasks that name a rule, or a trait, that there is not, or one that counts nothing."""
    for item in handover.items:
        law = item.sheet.law
        rule = calendar.by_id.get(law) if law is not None else None
        if law is not None and law not in calendar.named:
            what = f"nie ma terminu {quoted(law)} w {FOLDER}/calendar.yaml; popraw id"
            yield item.complaint(what, "law")
        elif rule is not None and rule.after is None:
            what = f"termin {quoted(law or '')} nie liczy się od zdarzenia (after); wybierz inny"
            yield item.complaint(what, "law")
        for name in item.sheet.when:
            if name not in traits.named:
                what = f"nie ma cechy {quoted(name)}; wybierz z {FOLDER}/traits.yaml"
                yield item.complaint(what, "when", name)


def _traits_apart(calendar: _Table[StatutoryDate], traits: _Table[Trait]) -> Iterator[Complaint]:
    """Yield traits that a day asks for and nobody described, and those that no day asks for."""
    asked = {name for item in calendar.items for name in item.sheet.when}
    for item in calendar.items:
        for name in item.sheet.when:
            if name not in traits.named:
                what = f"nie ma cechy {quoted(name)}; dopisz ją w {FOLDER}/traits.yaml albo usuń"
                yield item.complaint(what, "when", name)
    if len(calendar.items) < len(calendar.named):
        return  # what a wrong day asks for is not known
    for trait in traits.items:
        if trait.sheet.id not in asked:
            what = "o tę cechę nie pyta żaden termin; dopisz ją w when: w calendar.yaml albo usuń"
            yield trait.complaint(what)
