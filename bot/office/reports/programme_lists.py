"""The lists of the programme: workshops, grantees for article 18(5), volunteers' hours."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from bot.domain.small_cells import SMALLEST
from bot.domain.warsaw import local
from bot.helpdesk.desk import Desk
from bot.office.reports import wording
from bot.office.reports.ledger import Ledger
from bot.office.reports.table import Table
from bot.programme.workbooks import Cell, Chart
from bot.storage.figures import Held, Opinion, Present


def workshops(_desk: Desk, told: Ledger) -> Table:
    """List the meetings that took place: who was put down, who came, what they thought of it."""
    rows = [
        (
            one.title,
            "warsztat" if one.kind == "workshop" else "wydarzenie",
            wording.date_of(local(one.starts_at).date()),
            one.place,
            length(told, one) / 60,
            one.registered,
            one.seated,
            one.waiting,
            one.present,
            unique(told.present.get(one.id, ())),
            told.certified[one.id].count if one.id in told.certified else 0,
            *_tests(told, one.id),
            *_marks(told.opinions, one.id),
        )
        for one in told.meetings
    ]
    heads = (
        *("Tytuł", "Rodzaj", "Data", "Miejsce", "Godziny", "Zgłoszenia", "Z miejscem"),
        *("Lista rezerwowa", "Obecni (udziały)", "Osoby unikalne", "Zaświadczenia"),
        *("Testy przed i po", "Wiedza wzrosła"),
        *("Ankiety", "Przydatność", "Prowadzenie", "Organizacja"),
    )
    chart = Chart("Zapisani z miejscem i obecni", 0, (6, 8), len(rows))
    return Table("warsztaty", "Warsztaty", heads, rows, chart=chart)


def length(told: Ledger, one: Held) -> int:
    """Return how many minutes a meeting counts for: as its certificates say, else by the clock."""
    known = told.certified.get(one.id)
    if known is not None:
        return 60 * known.hours
    return round((one.ends_at - one.starts_at).total_seconds() / 60)


def unique(people: Sequence[Present]) -> int:
    """Return how many people these are; guests have no names, so each of them counts."""
    return len({one.whom for one in people}) + sum(one.guests for one in people)


def _tests(told: Ledger, ident: str) -> tuple[Cell, Cell]:
    known = told.learnt.get(ident)
    return (0, 0) if known is None else (known.both, known.more)


def _marks(opinions: Sequence[Opinion], ident: str) -> tuple[Cell, ...]:
    """Return how many answered, and the mean of each mark; from five answers up."""
    mine = [one for one in opinions if one.occasion_id == ident]
    answers = max((one.answers for one in mine), default=0)
    means = {one.question: round(one.total / one.answers, 2) for one in mine}
    shown = answers >= SMALLEST
    return answers, *(means.get(number, "") if shown else "" for number in range(3))


def places(_desk: Desk, told: Ledger) -> Table:
    """Count who came to meetings by commune: participations, and people."""
    by_place: dict[str, list[Present]] = defaultdict(list)
    for people in told.present.values():
        for one in people:
            by_place[one.commune or wording.NOBODY].append(one)
    rows = [
        (name, sum(1 + one.guests for one in people), unique(people))
        for name, people in sorted(by_place.items())
    ]
    heads = ("Gmina", "Udziały", "Osoby unikalne w gminie")
    chart = Chart("Udziały w spotkaniach według gmin", 0, (1,), len(rows))
    return Table("frekwencja-gminy", "Frekwencja – gminy", heads, rows, chart=chart)


def grantees(_desk: Desk, told: Ledger) -> Table:
    """List those who carried out initiatives, as article 18(5) of the act wants them."""
    rows = [
        (
            one.grantee,
            one.seat,
            one.commune,
            one.title,
            one.scope,
            one.agreement,
            wording.date_of(one.starts_on),
            wording.date_of(one.ends_on),
            wording.zloty(one.awarded),
            wording.zloty(one.paid),
            wording.zloty(one.settled),
            wording.zloty(one.returned),
            "" if one.participants is None else one.participants,
            "" if one.volunteers is None else one.volunteers,
            wording.INITIATIVES[one.state],
        )
        for one in told.initiatives
    ]
    heads = (
        *("Realizator", "Siedziba", "Gmina", "Tytuł", "Zakres rzeczowy", "Umowa", "Od", "Do"),
        *("Kwota przyznana", "Kwota przekazana", "Kwota wykorzystana", "Kwota zwrócona"),
        *("Uczestnicy", "Wolontariusze", "Stan"),
    )
    return Table("realizatorzy", "Realizatorzy (art. 18 ust. 5)", heads, rows)


def volunteers(desk: Desk, told: Ledger) -> Table:
    """List who worked on the days of employee volunteering: team, place, hours of the shift."""
    days = desk.base.organisation.indicators.volunteering_days
    rows = [
        (
            one.name,
            one.firm or one.organisation,
            one.team or "",
            one.site or "",
            one.shift or "",
            wording.date_of(local(one.present_at).date()),
            shift_hours(one.shift or ""),
            1 + one.guests,
        )
        for day in days
        for one in told.present.get(day, ())
    ]
    heads = (
        *("Imię i nazwisko", "Firma", "Drużyna", "Miejsce", "Zmiana", "Data", "Godziny zmiany"),
        "Osoby",
    )
    return Table("wolontariat", "Wolontariat – karta godzin", heads, rows)


def shift_hours(label: str) -> float:
    """Return how long a shift is, going by its name: "08:30-11:30"; 0 for another name."""
    ends = label.replace("–", "-").split("-")
    try:
        minutes = [60 * int(one[:2]) + int(one[3:5]) for one in ends]
    except ValueError:
        return 0.0
    return round((minutes[1] - minutes[0]) / 60, 2) if len(minutes) == 2 else 0.0


def firms(desk: Desk, told: Ledger) -> Table:
    """Count people and hours by firm."""
    days = desk.base.organisation.indicators.volunteering_days
    people: Counter[str] = Counter()
    worked: Counter[str] = Counter()
    for one in (one for day in days for one in told.present.get(day, ())):
        name = one.firm or one.organisation or wording.NOBODY
        people[name] += 1 + one.guests
        worked[name] += round(60 * shift_hours(one.shift or "")) * (1 + one.guests)
    rows = [(name, people[name], wording.hours(worked[name])) for name in sorted(people)]
    heads = ("Firma", "Osoby", "Godziny razem")
    return Table("wolontariat-firmy", "Wolontariat – firmy", heads, rows)


ALL = (workshops, places, grantees, volunteers, firms)
