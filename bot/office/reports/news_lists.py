"""The lists of what was sent, published, answered by itself, agreed to and changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from bot.domain.percentiles import percentile
from bot.helpdesk.desk import Desk
from bot.office.reports import wording
from bot.office.reports.ledger import Ledger
from bot.office.reports.table import Table
from bot.programme.workbooks import Cell
from bot.storage.figures import Asked, Case


def reminders(_desk: Desk, told: Ledger) -> Table:
    """List reminders that went out: what about, when, and to how many people."""
    rows = [
        (wording.moment(one.due_at), one.kind, one.subject, one.people) for one in told.reminders
    ]
    heads = ("Kiedy", "Rodzaj przypomnienia", "Czego dotyczy", "Liczba odbiorców")
    return Table("przypomnienia", "Przypomnienia", heads, rows)


def announcements(_desk: Desk, told: Ledger) -> Table:
    """List what was announced: words, day, who approved it, how many it reached."""
    heads = (
        *("Kiedy", "Temat", "Treść", "Rodzaj", "Autor", "Zatwierdził(a)", "Odbiorcy"),
        *("Dostarczone", "Rezygnacje z ogłoszeń"),
    )
    kinds = {"message": "ogłoszenie", "fix": "poprawka", "recall": "wycofanie"}
    rows = [
        (
            wording.moment(one.started_at),
            wording.SUBJECTS.get(one.subject or "", ""),
            one.text,
            kinds[one.what],
            one.author,
            one.approver or ("bez drugiej osoby" if one.alone else ""),
            one.recipients,
            one.delivered,
            one.opted_out,
        )
        for one in told.announcements
    ]
    return Table("ogloszenia", "Ogłoszenia", heads, rows)


def answers(desk: Desk, told: Ledger) -> Table:
    """List questions about contests with the answers that everybody may read."""
    contests = desk.base.programme.contests
    rows = [
        (
            contests[one.contest].title if one.contest in contests else one.contest,
            one.number,
            one.question,
            one.answer,
            wording.day(one.published_at),
        )
        for one in told.answers
    ]
    heads = ("Konkurs", "Nr", "Pytanie", "Odpowiedź", "Opublikowano")
    return Table("pytania-konkursowe", "Pytania konkursowe", heads, rows, public=True)


_CLASSES = ("helped", "not_helped", "human", "unknown")
_TALLY = (
    *("Pytania", "Odpowiedzi informacyjne (bot)", "Pomogło", "Nie pomogło"),
    *("Poszło do doradcy", "Bez odpowiedzi, czy pomogło"),
)


def _tally(asked: Sequence[Asked]) -> tuple[Cell, ...]:
    outcomes = [one.outcome for one in asked]
    return (
        len(asked),
        sum(one.by_itself for one in asked),
        *(outcomes.count(one) for one in _CLASSES),
    )


def entries(desk: Desk, told: Ledger) -> Table:
    """Count for each entry how often it answered, and what people said: silence is no help."""
    by_entry = _by((one for one in told.questions if one.entry), lambda one: one.entry or "")
    known = desk.base.entries
    rows = [
        (name, known[name].question if name in known else "(wpis wycofany)", *_tally(asked))
        for name, asked in sorted(by_entry.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    return Table("faq-wpisy", "FAQ – wpisy", ("Wpis", "Pytanie w bazie", *_TALLY), rows)


def questions(desk: Desk, told: Ledger) -> Table:
    """Count questions and tickets by topic, with the working time until a first answer."""
    by_topic = _by(told.questions, lambda one: one.topic or "")
    cases: dict[str, list[Case]] = defaultdict(list)
    for case in told.cases:
        cases[case.topic].append(case)
    rows = []
    for topic in (*desk.topics, ""):
        waits = working(desk, cases[topic])
        name = desk.topic(topic).name if topic else wording.NOBODY
        rows.append((
            name, *_tally(by_topic.get(topic, ())), len(cases[topic]), len(waits),
            _hours(percentile(waits, 0.5)), _hours(percentile(waits, 0.9)),
        ))  # fmt: skip
    heads = (
        *("Temat", *_TALLY, "Sprawy u doradców", "Z odpowiedzią"),
        *("Mediana (godziny pracy)", "90% (godziny pracy)"),
    )
    return Table("faq-tematy", "FAQ – tematy", heads, rows)


def working(desk: Desk, cases: Iterable[Case]) -> list[timedelta]:
    """Return how much working time passed until the first answer of those that have one."""
    return [
        desk.hours.between(case.opened_at, case.first_answer)
        for case in cases
        if case.first_answer is not None
    ]


def _hours(one: timedelta | None) -> Cell:
    return "" if one is None else round(one.total_seconds() / 3600, 2)


def _by(asked: Iterable[Asked], of: Callable[[Asked], str]) -> dict[str, list[Asked]]:
    found: dict[str, list[Asked]] = defaultdict(list)
    for one in asked:
        found[of(one)].append(one)
    return found


def consents(_desk: Desk, told: Ledger) -> Table:
    """List what people agreed to and refused, by their number, and whose data were erased."""
    rows: list[tuple[Cell, ...]] = [
        (
            wording.moment(one.at),
            f"osoba {one.person_id}",
            wording.SUBJECTS.get(one.subject, one.subject),
            "zgoda" if one.given else "odmowa albo wycofanie",
            one.method,
        )
        for one in told.consents
    ]
    rows += [
        (wording.moment(at), f"osoba {ident}", "dane osobowe", "usunięcie danych", "")
        for ident, at in told.erased
    ]
    heads = ("Kiedy", "Kto", "Czego dotyczy", "Co", "Sposób")
    return Table("zgody", "Zgody i usunięcia danych", heads, rows)


def changes(_desk: Desk, told: Ledger) -> Table:
    """List who changed or saw what: numbers and our own words only."""
    rows = [
        (
            wording.moment(one.at),
            told.advisors.get(one.actor, one.actor),
            one.action,
            f"#{one.ticket_id}" if one.ticket_id else "",
            ", ".join(f"{name}: {value}" for name, value in sorted(one.data.items())),
        )
        for one in told.changes
    ]
    heads = ("Kiedy", "Kto", "Co", "Sprawa", "Szczegóły")
    return Table("dziennik-zmian", "Dziennik zmian", heads, rows)


ALL = (reminders, announcements, answers, entries, questions, consents, changes)
