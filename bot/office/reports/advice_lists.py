"""The lists of advice: the register, advisors' hours, what was advised on, and what is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.domain.advice import rounded
from bot.domain.small_cells import hidden, with_totals
from bot.helpdesk.desk import Desk
from bot.office.reports import wording
from bot.office.reports.checks import by_client
from bot.office.reports.ledger import Hours, Ledger, given, lasting
from bot.office.reports.table import HIDDEN, Table
from bot.programme.workbooks import Cell, Chart
from bot.storage.card_sums import Card

Kind = Callable[[Card], str]


REGISTER = (
    *("Nr karty", "Stan", "Miesiąc rozliczenia", "Dotyczy", "Data", "Od", "Do"),
    *("Minuty", "Liczone minuty"),
    *("Doradca", "Temat", "Forma", "Osoba", "Rola", "Organizacja", "Rodzaj", "Gmina"),
    *("Pytanie", "Porada", "Zalecenia", "Informacja ogólna", "Potwierdzenie", "Kiedy", "Jak"),
    *("Poprawia kartę", "Powód anulowania", "Sprawa"),
)


def register(desk: Desk, told: Ledger) -> Table:
    """List all cards that have a number, those cancelled too."""
    return Table("rejestr-kart", "Rejestr kart", REGISTER, [
        (
            card.sign,
            "ważna" if card.in_force else "anulowana",
            wording.month(card.month),
            wording.month(card.concerns or ""),
            wording.date_of(card.day),
            wording.hour(card.started_at),
            wording.hour(card.ended_at),
            card.minutes,
            card.counted,
            card.advisor,
            desk.topic(card.topic).name,
            wording.form(card.form, card.form_words),
            card.person,
            card.role,
            card.organisation,
            card.organisation_kind,
            card.commune,
            card.summary,
            card.advice,
            card.next_steps,
            "tak" if card.general else "",
            wording.CONFIRMED[card.confirmed],
            wording.moment(card.confirmed_at),
            wording.CONFIRMED_BY.get(card.confirmed_by, ""),
            card.corrects,
            card.cancelled_why,
            f"#{card.ticket_id}" if card.ticket_id else "",
        )
        for card in told.cards
    ])  # fmt: skip


def advisors(_desk: Desk, told: Ledger) -> Table:
    """List what each advisor gave each organisation in each month: the base of their bills."""
    heads = (
        *("Miesiąc", "Doradca", "Organizacja albo osoba", "Karty", "Bez potwierdzenia"),
        *("Minuty rzeczywiste", "Godziny rozliczone"),
    )
    rows = [
        (
            wording.month(one.month),
            one.advisor,
            one.organisation,
            len(one.cards),
            one.unsigned,
            one.minutes,
            wording.hours(one.accounted),
        )
        for one in told.hours
    ]
    return Table("godziny-doradcow", "Godziny doradców", heads, rows)


def months(_desk: Desk, told: Ledger) -> Table:
    """List the sums of each advisor in each month."""
    sums: dict[tuple[str, str], list[Hours]] = defaultdict(list)
    for one in told.hours:
        sums[one.month, one.advisor].append(one)
    rows = [
        (
            f"{wording.month(month)} {advisor}",
            sum(len(one.cards) for one in held),
            sum(one.minutes for one in held),
            wording.hours(sum(one.accounted for one in held)),
        )
        for (month, advisor), held in sums.items()
    ]
    heads = ("Miesiąc i doradca", "Karty", "Minuty rzeczywiste", "Godziny rozliczone")
    chart = Chart("Godziny rozliczone", 0, (3,), len(rows))
    return Table("godziny-miesiecznie", "Godziny miesięcznie", heads, rows, chart=chart)


def kinds(desk: Desk, told: Ledger) -> Table:
    """List advice by topic, form, commune and kind of organisation together."""
    cells: dict[tuple[str, ...], list[Card]] = defaultdict(list)
    for card in told.issued:
        cells[tuple(of(card) for _, of in _ways(desk))].append(card)
    heads = ("Temat", "Tryb", "Forma", "Gmina", "Rodzaj podmiotu", *_SUMS)
    rows = [(*key, *_sums(cells[key])) for key in sorted(cells)]
    return Table("doradztwo", "Doradztwo", heads, rows)


def totals(desk: Desk, told: Ledger) -> Table:
    """List advice by each of these alone, and all of it: unique people are counted anew in each.

    Their sum is no number of people, for somebody may have asked about two topics.
    """
    rows: list[tuple[Cell, ...]] = [("Razem", "razem", *_sums(told.issued))]
    for name, of in _ways(desk):
        rows += [(name, value, *_sums(held)) for value, held in _split(told.issued, of)]
    heads = ("Podział", "Wartość", *_SUMS)
    topics = sum(row[0] == "Temat" for row in rows)
    chart = Chart("Porady według tematu", 1, (2,), 1 + topics)
    return Table("doradztwo-podzialy", "Doradztwo – podziały", heads, rows, chart=chart)


def limits(_desk: Desk, told: Ledger) -> Table:
    """List how many hours each organisation has had by the end of the period, and its limit."""
    rules, held = told.rules, by_client(told.all_cards)
    most = rules.hours_per_organisation
    rows = []
    for shares in (held[client] for client in sorted(held)):
        minutes = sum(share.minutes for share in shares)
        cards = [share.card for share in shares if not share.takes_back]
        used = wording.hours(rounded(minutes, rules.unit_minutes, rules.rounding))
        left = "" if most is None else round(most - used, 2)
        over = "tak" if most is not None and used > most else ""
        name, place = shares[-1].name, cards[-1].commune if cards else ""
        rows.append((name, place, len(cards), minutes, used, most or "", left, over))
    rows.sort(key=lambda row: (-float(row[4]), str(row[0])))
    heads = (
        *("Organizacja albo osoba", "Gmina", "Karty", "Minuty", "Godziny", "Limit", "Zostało"),
        "Ponad limit",
    )
    return Table("limity-podmiotow", "Limity podmiotów", heads, rows)


def public(desk: Desk, told: Ledger) -> Table:
    """Count advice by topic and commune for everybody: nothing in it points at somebody."""
    cards = given(told.issued)
    places = sorted({_place(card) for card in cards})
    topics = list(desk.topics)
    grid = [
        [sum(c.topic == topic and _place(c) == place for c in cards) for topic in topics]
        for place in places
    ]
    table = with_totals(grid) if grid else []
    gone = hidden(table)
    names = [*places, "Razem"]
    rows: list[tuple[Cell, ...]] = [
        (names[at], *(HIDDEN if (at, n) in gone else count for n, count in enumerate(counts)))
        for at, counts in enumerate(table)
    ]
    heads = ("Gmina", *(desk.topic(one).name for one in topics), "Razem")
    return Table("doradztwo-publiczne", "Doradztwo – do publikacji", heads, rows, public=True)


_SUMS = (
    *("Porady (udziały)", "Osoby unikalne", "Podmioty unikalne", "Minuty rzeczywiste"),
    "Bez potwierdzenia",
)


def _sums(cards: Sequence[Card]) -> tuple[Cell, ...]:
    return (
        sum(card.advices for card in cards),
        len({card.whom for card in lasting(cards)}),
        len({card.client for card in lasting(cards)}),
        sum(card.counted for card in cards),
        sum(card.unsigned for card in cards),
    )


def _ways(desk: Desk) -> tuple[tuple[str, Kind], ...]:
    return (
        ("Temat", lambda card: desk.topic(card.topic).name),
        ("Tryb", lambda card: wording.mode(card.form)),
        ("Forma", lambda card: wording.form(card.form)),
        ("Gmina", _place),
        ("Rodzaj podmiotu", lambda card: card.organisation_kind or wording.NOBODY),
    )


def _place(card: Card) -> str:
    return card.commune or wording.NOBODY


def _split(cards: Iterable[Card], of: Kind) -> Iterator[tuple[str, list[Card]]]:
    found: dict[str, list[Card]] = defaultdict(list)
    for card in cards:
        found[of(card)].append(card)
    yield from sorted(found.items())


ALL = (register, advisors, months, kinds, totals, limits, public)
