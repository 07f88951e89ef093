"""A month at a glance: one picture for the coordinator's chat, with no number too small.

It may be passed on, so counts from 1 to 4 are not in it, nor what would tell them; the spreadsheet
has those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.percentiles import percentile
from bot.domain.periods import Period
from bot.domain.small_cells import SMALLEST, shown_list, total_shown
from bot.domain.warsaw import local
from bot.helpdesk.desk import Desk
from bot.office.reports import building, indicators, news_lists, wording
from bot.office.reports.ledger import Ledger
from bot.programme.documents import Made
from bot.storage import gaps
from bot.storage.figures import Case
from bot.storage.gaps import Gap
from bot.templates.printed import printed

MOST_COMMUNES, MOST_GAPS = 8, 3


def lacking(conn: Connection, period: Period) -> list[Gap]:
    """Return what many asked in these weeks and the base did not answer: five people and more."""
    weeks = gaps.between(conn, f"{period.first_day}", f"{period.last_day}")
    open_ = [one for one in weeks if one.state == "open" and one.text and one.people >= SMALLEST]
    return sorted(open_, key=lambda one: -one.people)[:MOST_GAPS]


def values(desk: Desk, told: Ledger, lacks: Sequence[Gap]) -> dict[str, Any]:
    """Return what stands in the picture."""
    names = (desk.topic(one.topic).name if one.topic else "bez tematu" for one in told.questions)
    topics = Counter(names)
    outcomes = Counter(one.outcome for one in told.questions)
    said = {name: outcomes[one] for one, name in wording.OUTCOMES.items()}
    return {
        "programme": desk.base.organisation.programme,
        "title": wording.period(told.period).capitalize(),
        "made": wording.date_of(local(told.made).date()),
        "total": total_shown(said),
        "topics": _bars(dict(topics.most_common())),
        "communes": _bars(_fewer(case.commune for case in told.cases)),
        "outcomes": _bars(said, marked=wording.OUTCOMES["unknown"]),
        "times": _times(desk, told),
        "hours": _hours(desk, told),
        "gaps": [f"{one.text[:80]} ({one.people} osób)" for one in lacks],
    }


def _bars(counts: Mapping[str, int], marked: str = "") -> list[dict[str, Any]]:
    shown = shown_list(counts)
    return [
        {"name": name, "count": shown[name], "mark": name == marked}
        for name, count in counts.items()
        if count
    ]


def _fewer(communes: Iterable[str | None]) -> dict[str, int]:
    """Return the communes with most tickets, and the others together."""
    counts = Counter(one or wording.NOBODY for one in communes).most_common()
    head, rest = counts[:MOST_COMMUNES], counts[MOST_COMMUNES:]
    others = sum(count for _, count in rest)
    return dict(head) | ({"pozostałe": others} if others else {})


def _times(desk: Desk, told: Ledger) -> list[dict[str, str]]:
    waits = news_lists.working(desk, told.cases)
    enough = len(waits) >= SMALLEST
    middle, most = (percentile(waits, share) if enough else None for share in (0.5, 0.9))
    late = sum(one.promised_at < told.made for one in told.promises)
    return [
        _pair("Połowa spraw w czasie do", _working(middle)),
        _pair("Dziewięć na dziesięć do", _working(most)),
        _pair("Dotrzymane terminy", kept(told.cases, told)),
        _pair("Czeka na odpowiedź", few(len(told.promises))),
        _pair("w tym po terminie", few(late)),
    ]


def _working(of: timedelta | None) -> str:
    return "za mało spraw" if of is None else f"{wording.span(of)} pracy"


def kept(cases: Iterable[Case], told: Ledger) -> str:
    """Return the share of promises that were kept, of those whose moment has come."""
    due = [
        one
        for one in cases
        if one.promised_at is not None and (one.first_answer or one.promised_at < told.made)
    ]
    if len(due) < SMALLEST:
        return "za mało spraw"
    good = sum(
        one.first_answer is not None and one.first_answer <= one.promised_at
        for one in due
        if one.promised_at is not None
    )
    return f"{round(100 * good / len(due))}%"


def few(count: int) -> str:
    """Return a count as it may be shown: none, or five and more."""
    return str(count) if count == 0 or count >= SMALLEST else "mniej niż 5"


def _hours(desk: Desk, told: Ledger) -> list[dict[str, str]]:
    minutes = sum(one.accounted for one in told.hours)
    planned = indicators.plan(desk, "advice_hours")
    said = f"{minutes / 60:.2f}".replace(".", ",") + " h"
    cards = [card for card in told.issued if card.first]
    whole = [] if planned is None else [_pair("Plan na cały projekt", f"{planned} h")]
    people, clients = {card.whom for card in cards}, {card.client for card in cards}
    return [
        _pair("Rozliczone", said if len(people) >= SMALLEST else "za mało porad"),
        *whole,
        _pair("Porady", few(len(cards))),
        _pair("Osoby", few(len(people))),
        _pair("Organizacje i osoby bez organizacji", few(len(clients))),
    ]


def _pair(name: str, said: str) -> dict[str, str]:
    return {"name": name, "said": said}


def file(told: Ledger, shown: Mapping[str, Any]) -> Made:
    """Make the picture."""
    return Made(building.name(told, "rzut-oka", "png"), printed("glance", shown, form="png"))
