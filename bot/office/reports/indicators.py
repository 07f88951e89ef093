"""The indicators of the grant agreement: plan, done, source, and the rows behind each number.

The last column of an indicator's rows adds up to its number, so whoever checks it can count.
Another indicator is another function in `SOURCES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.periods import Period
from bot.domain.warsaw import local
from bot.helpdesk.desk import Desk
from bot.office.reports import programme_lists, wording
from bot.office.reports.ledger import Ledger
from bot.office.reports.table import Table
from bot.programme.workbooks import Cell
from bot.storage.card_sums import Card
from bot.storage.figures import Held, Present

Rows = list[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number, and the rows that it counts; `key` is its name in the plan."""

    key: str
    name: str
    source: str
    heads: tuple[str, ...]
    rows: Rows
    unit: str = ""

    @property
    def done(self) -> int | float:
        """Return the number: the sum of the last column."""
        total = sum(float(row[-1]) for row in self.rows)
        return round(total, 2) if self.unit else round(total)

    def table(self, number: int) -> Table:
        """Return its rows as a list of its own."""
        title = f"{number} {self.name}"[:31].strip()
        return Table(
            f"wskaznik-{number:02}-{self.key.replace('_', '-')}", title, self.heads, self.rows
        )


Source = Callable[[Desk, Ledger], Indicator]


def _initiatives(_desk: Desk, told: Ledger) -> Indicator:
    rows: Rows = [
        (one.grantee, one.title, one.commune, one.agreement, wording.INITIATIVES[one.state], 1)
        for one in told.initiatives
        if one.state != "resigned"
    ]
    heads = ("Realizator", "Tytuł", "Gmina", "Umowa", "Stan", "Liczy się")
    return Indicator(
        "initiatives",
        "Dofinansowane inicjatywy",
        "umowy z realizatorami, rejestr inicjatyw (bez rezygnacji)",
        heads,
        rows,
    )


def _people_in_initiatives(_desk: Desk, told: Ledger) -> Indicator:
    rows: Rows = [
        (one.grantee, one.title, people, helpers, people + helpers)
        for one in told.initiatives
        if one.state != "resigned"
        for people, helpers in [(one.participants or 0, one.volunteers or 0)]
    ]
    heads = ("Realizator", "Tytuł", "Uczestnicy", "Wolontariusze", "Razem")
    return Indicator(
        "people_in_initiatives",
        "Osoby zaangażowane w inicjatywy",
        "raporty końcowe realizatorów (uczestnicy i wolontariusze)",
        heads,
        rows,
    )


def _came(people: Iterable[Present], titles: Mapping[str, str]) -> Rows:
    return [
        (
            titles[one.occasion_id],
            one.name,
            one.firm or one.organisation,
            one.commune,
            1 + one.guests,
        )
        for one in people
    ]


_CAME = ("Spotkanie", "Imię i nazwisko", "Organizacja", "Gmina", "Osoby")


def _meetings(told: Ledger, idents: Iterable[str]) -> Rows:
    titles = {one.id: one.title for one in told.meetings}
    return _came((one for ident in idents for one in told.present.get(ident, ())), titles)


def _volunteering(desk: Desk, told: Ledger) -> Indicator:
    days = desk.base.organisation.indicators.volunteering_days
    return Indicator(
        "employee_volunteering",
        "Osoby w dniu wolontariatu pracowniczego",
        "listy drużyn i obecności",
        _CAME,
        _meetings(told, days),
    )


def _gala(desk: Desk, told: Ledger) -> Indicator:
    galas = desk.base.organisation.indicators.galas
    name = "Goście gali"
    return Indicator("gala_guests", name, "lista obecności", _CAME, _meetings(told, galas))


def _of_workshops(told: Ledger) -> list[Held]:
    return [one for one in told.meetings if one.kind == "workshop"]


def _workshops(_desk: Desk, told: Ledger) -> Indicator:
    rows: Rows = [(one.title, _on(one), one.place, 1) for one in _of_workshops(told)]
    heads = ("Warsztat", "Data", "Miejsce", "Liczy się")
    return Indicator("workshops", "Warsztaty", "listy obecności, program warsztatów", heads, rows)


def _on(one: Held) -> str:
    return wording.date_of(local(one.starts_at).date())


def _workshop_hours(_desk: Desk, told: Ledger) -> Indicator:
    rows: Rows = [
        (one.title, _on(one), programme_lists.length(told, one) / 60)
        for one in _of_workshops(told)
    ]
    heads = ("Warsztat", "Data", "Godziny")
    source = "zaświadczenia, a bez nich program warsztatu"
    return Indicator("workshop_hours", "Godziny warsztatów", source, heads, rows, "godz.")


def _workshop_participants(_desk: Desk, told: Ledger) -> Indicator:
    return Indicator(
        "workshop_participants",
        "Uczestnicy warsztatów (udziały)",
        "listy obecności",
        _CAME,
        _meetings(told, [one.id for one in _of_workshops(told)]),
    )


def _workshop_people(_desk: Desk, told: Ledger) -> Indicator:
    found: dict[str, Present] = {}
    for one in (one for held in _of_workshops(told) for one in told.present.get(held.id, ())):
        found.setdefault(one.whom, one)
    rows: Rows = [(one.name, one.organisation, one.commune, 1) for one in found.values()]
    heads = ("Imię i nazwisko", "Organizacja", "Gmina", "Liczy się")
    return Indicator(
        "workshop_people", "Uczestnicy warsztatów (osoby unikalne)", "listy obecności", heads, rows
    )


def _certificates(_desk: Desk, told: Ledger) -> Indicator:
    rows: Rows = [
        (one.title, _on(one), told.certified[one.id].count)
        for one in told.meetings
        if one.id in told.certified
    ]
    heads = ("Spotkanie", "Data", "Zaświadczenia")
    return Indicator("certificates", "Zaświadczenia", "rejestr zaświadczeń", heads, rows)


def _advice_hours(_desk: Desk, told: Ledger) -> Indicator:
    rows: Rows = [
        (wording.month(one.month), one.advisor, one.organisation,
         one.signs, one.minutes, wording.hours(one.accounted))
        for one in told.hours
    ]  # fmt: skip
    heads = ("Miesiąc", "Doradca", "Organizacja albo osoba", "Karty", "Minuty", "Godziny")
    source = "karty porady; suma miesiąca dla podmiotu i doradcy zaokrąglona"
    return Indicator("advice_hours", "Godziny doradztwa", source, heads, rows, "godz.")


def _advice(_desk: Desk, told: Ledger) -> Indicator:
    rows: Rows = [
        (card.sign, wording.date_of(card.day), card.advisor, card.name, card.advices)
        for card in told.issued
        if card.advices
    ]
    heads = ("Nr karty", "Data", "Doradca", "Organizacja albo osoba", "Liczy się")
    return Indicator("advice", "Udzielone porady (udziały)", "karty porady", heads, rows)


def _unique(cards: Sequence[Card], of: Callable[[Card], str]) -> list[Card]:
    found: dict[str, Card] = {}
    for card in cards:
        found.setdefault(of(card), card)
    return list(found.values())


def _advised_people(_desk: Desk, told: Ledger) -> Indicator:
    cards = _unique(told.lasting, lambda card: card.whom)
    rows: Rows = [(one.person, one.organisation, one.commune, one.sign, 1) for one in cards]
    heads = ("Osoba", "Organizacja", "Gmina", "Pierwsza karta", "Liczy się")
    name = "Osoby, którym doradzono (unikalne)"
    return Indicator("advised_people", name, "karty porady", heads, rows)


def _advised_organisations(_desk: Desk, told: Ledger) -> Indicator:
    with_one = [card for card in told.lasting if card.organisation or card.organisation_id]
    cards = _unique(with_one, lambda card: card.client)
    rows: Rows = [
        (one.organisation, one.organisation_kind, one.commune, one.sign, 1) for one in cards
    ]
    heads = ("Organizacja", "Rodzaj", "Gmina", "Pierwsza karta", "Liczy się")
    return Indicator(
        "advised_organisations", "Podmioty objęte doradztwem", "karty porady", heads, rows
    )


def _automatic(desk: Desk, told: Ledger) -> Indicator:
    rows: Rows = [
        (one.id, wording.day(one.asked_at), desk.topic(one.topic).name if one.topic else "",
         one.entry or "", wording.OUTCOMES[one.outcome], 1)
        for one in told.questions
        if one.by_itself
    ]  # fmt: skip
    heads = ("Nr pytania", "Data", "Temat", "Wpis", "Czy pomogło", "Liczy się")
    name = "Odpowiedzi informacyjne bota (to nie doradztwo)"
    return Indicator("automatic", name, "dziennik pytań; nigdy nie są godzinami", heads, rows)


def _good_practices(desk: Desk, told: Ledger) -> Indicator:
    files = desk.base.practices
    rows: Rows = [(one.title, ident, "na stronie", 1) for ident, one in sorted(files.items())]
    rows += [
        (one.title or "", one.slug or "", "przyjęta, jeszcze bez pliku", 1)
        for one in told.practices
        if one.slug not in files
    ]
    heads = ("Tytuł", "Adres strony", "Skąd", "Liczy się")
    source = "strona programu i praktyki przyjęte przez koordynację, stan na koniec okresu"
    return Indicator("good_practices", "Dobre praktyki w bazie", source, heads, rows)


def _submissions(desk: Desk, told: Ledger) -> Indicator:
    contests = desk.base.programme.contests
    rows: Rows = [
        (
            contests[one.about].title if one.about in contests else one.about,
            one.number,
            wording.day(one.sent_at),
            wording.SUBMISSIONS[one.state],
            1,
        )
        for one in told.submissions
    ]
    heads = ("Konkurs", "Nr zgłoszenia", "Data", "Stan", "Liczy się")
    source = "rejestr zgłoszeń (bez wycofanych)"
    return Indicator("contest_submissions", "Zgłoszenia w konkursie", source, heads, rows)


SOURCES: tuple[Source, ...] = (
    _initiatives,
    _people_in_initiatives,
    _volunteering,
    _workshops,
    _workshop_hours,
    _workshop_participants,
    _workshop_people,
    _certificates,
    _advice_hours,
    _advice,
    _advised_people,
    _advised_organisations,
    _automatic,
    _submissions,
    _good_practices,
    _gala,
)


def sources(desk: Desk) -> list[Source]:
    """Return the indicators of this programme: days of work and galas are not everybody's."""
    us = desk.base.organisation.indicators
    rare: dict[Source, tuple[str, tuple[str, ...]]] = {
        _volunteering: ("employee_volunteering", us.volunteering_days),
        _gala: ("gala_guests", us.galas),
    }
    absent = [
        source
        for source, (key, meetings) in rare.items()
        if not meetings and plan(desk, key) is None
    ]
    return [source for source in SOURCES if source not in absent]


def of(desk: Desk, told: Ledger) -> list[Indicator]:
    """Return all indicators of a period."""
    return [source(desk, told) for source in sources(desk)]


def plan(desk: Desk, key: str) -> int | None:
    """Return the planned level of an indicator; None where none was promised."""
    return desk.base.organisation.promised(key)


#: Indicators that grow evenly, so that a month can be held against the time that has passed.
EVEN = frozenset(
    (
        "workshops",
        "workshop_hours",
        "workshop_participants",
        "advice_hours",
        "advised_organisations",
    )
)
_SHORT = 0.9


def is_behind(desk: Desk, whole: Period, one: Indicator, month: str) -> bool:
    """Tell whether an indicator is a tenth and more below its plan by the end of a month."""
    planned = plan(desk, one.key)
    if one.key not in EVEN or not planned or not whole.first <= month <= whole.last:
        return False
    passed = len(Period(whole.first, month).months) / len(whole.months)
    return one.done < _SHORT * planned * passed


def summary(
    desk: Desk, now: Sequence[Indicator], ever: Sequence[Indicator], told: Ledger
) -> Table:
    """Return plan, done and source of all: of the period, and from the project's beginning."""
    then = told.closed[0].figures if told.period.month and told.closed else {}
    rows = [
        (
            f"{at}. {one.name}",
            "" if planned is None else planned,
            one.done,
            so_far.done,
            "" if not planned else round(100 * so_far.done / planned),
            then.get(one.key, ""),
            one.unit,
            one.source,
        )
        for at, (one, so_far) in enumerate(zip(now, ever, strict=True), 1)
        for planned in [plan(desk, one.key)]
    ]
    heads = (
        *("Wskaźnik", "Plan", "Wykonanie w okresie", "Wykonanie od początku", "Procent planu"),
        *("Przy zamknięciu miesiąca", "Jednostka", "Źródło"),
    )
    return Table("wskazniki", "Wskaźniki", heads, rows)
