"""What an advisor writes as a reply to a card's panel: figures, hours, names, a few sentences."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Connection

from bot.domain import advice
from bot.domain.advice_words import read_day, read_minutes, read_span
from bot.domain.names import clean_name, cut, proper_name
from bot.domain.personal_numbers import mask
from bot.domain.polish_words import fold
from bot.domain.warsaw import utc
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Incoming
from bot.office.register import cards, choosing, correcting, panel, rules, taps
from bot.storage import advice_cards, advice_people, records
from bot.storage.advice_cards import AdviceCard

LONGEST = 900  # characters of the question, the advice, the next steps: a few sentences
MOST_FOUND = len(choosing.PICKS)

Said = dict[str, Any]
#: Takes words for a draft: the columns they fill, or None when they are not understood.
Read = Callable[[AdviceCard, str, date], Said | None]


def take(conn: Connection, desk: Desk, said: Incoming, rest: str) -> None:
    """Take a reply to a panel from whoever may fill the card."""
    card = advice_cards.find(conn, int(rest))
    text = said.text.strip()
    if card is None or said.media or not text:
        return
    if card.state == "issued":
        if correcting.may(conn, desk, card, said.sender_id):
            correcting.taken(conn, desk, card, said.sender_id, text)
        return
    if card.state != "draft" or not cards.may_write(conn, desk, card, said.sender_id):
        return
    _take(conn, desk, card, text, said.sender_id)
    owing.react(conn, desk, said.chat_id, said.message_id, "✍")


def _take(conn: Connection, desk: Desk, card: AdviceCard, text: str, by: int) -> None:
    asks = panel.asked(card) or _meant(card, text)
    if asks == "who":
        _search(conn, desk, card, text, by)
    elif asks == "why":
        taps.drop(conn, desk, card, clean_name(text, 200) or "inny powód", by)
    else:
        read = _READERS.get(asks or "")
        values = read(card, text, desk.today) if read is not None else None
        if values is None:
            cards.change(conn, desk, card, at={"asks": asks, "hint": asks or "tap"})
        else:
            _taken(conn, desk, card, values)


def _meant(card: AdviceCard, text: str) -> str | None:
    """Return what words are that nothing asked for: hours of a meeting, or minutes."""
    if card.form in advice.WITH_HOURS and read_span(text) is not None:
        return "hours"
    return "minutes" if read_minutes(text) is not None else None


def _taken(conn: Connection, desk: Desk, card: AdviceCard, values: Said) -> None:
    """Store what was read; hours that another card tells of are shown at once."""
    cards.change(conn, desk, card, **values)
    changed = advice_cards.get(conn, card.id)
    other = rules.in_the_way(conn, changed)
    if other is not None:
        at = {"hint": "overlap", "other": other.id, "asks": "hours"}
        cards.change(conn, desk, changed, at=at)


def _minutes(card: AdviceCard, text: str, today: date) -> Said | None:
    found = read_minutes(text)
    return {"minutes": found} if found is not None else None


def _hours(card: AdviceCard, text: str, today: date) -> Said | None:
    """Hours tell the minutes too, until somebody says that fewer were of advice."""
    span = read_span(text)
    if span is None:
        return None
    day = date.fromisoformat(card.day)
    starts, ends = (utc(day, one) for one in span)
    between = int((ends - starts).total_seconds()) // 60
    if not 0 < between <= advice.MOST_MINUTES:
        return None
    minutes = card.minutes if 0 < card.minutes <= between else between
    return {"started_at": starts, "ended_at": ends, "minutes": minutes}


def _day(card: AdviceCard, text: str, today: date) -> Said | None:
    found = read_day(text, today)
    return choosing.on_day(card, found) if found is not None else None


def _messenger(card: AdviceCard, text: str, today: date) -> Said | None:
    name = clean_name(text, 60)
    return {"form_words": name} if name else None


def _name(card: AdviceCard, text: str, today: date) -> Said | None:
    """Somebody new: "Jan Kowalski, KGW Zalesie, Zalesie", the last two may be left out."""
    parts = [clean_name(one, 120) for one in mask(text).split(",")]
    if not parts[0] or any(map(str.isdigit, parts[0])) or len(parts) > 3:
        return None
    name, organisation, commune = (*parts, "", "")[:3]
    fresh = {"person_id": None, "organisation_id": None, "organisation_kind": "", "role": ""}
    told = {"person": proper_name(name), "organisation": organisation, "commune": commune[:80]}
    return {**fresh, **told}


def _organisation(card: AdviceCard, text: str, today: date) -> Said | None:
    name = clean_name(mask(text), 120)
    if not name:
        return None
    none = {"organisation_id": None, "organisation_kind": ""}
    return {**none, "organisation": "" if fold(name) in ("brak", "nie", "-") else name}


def _sentences(column: str) -> Read:
    def read(card: AdviceCard, text: str, today: date) -> Said | None:
        return {column: mask(cut(text, LONGEST))}

    return read


_READERS: dict[str, Read] = {
    "minutes": _minutes,
    "hours": _hours,
    "day": _day,
    "messenger": _messenger,
    "name": _name,
    "organisation": _organisation,
    **{column: _sentences(column) for column in ("summary", "advice", "next_steps")},
}


def _search(conn: Connection, desk: Desk, card: AdviceCard, text: str, by: int) -> None:
    """Look people up; none found, or not the right one: [Nowa osoba]."""
    if card.ticket_id is not None:
        return
    words = fold(clean_name(text, 80)).split()
    found = advice_people.matching(conn, words, MOST_FOUND) if words else []
    idents = [one.id for one in found]
    records.note(conn, desk.now, f"advisor:{by}", "people_looked_up", people=idents)
    at = {"asks": "who", "found": idents, "said": clean_name(text, 80)}
    cards.change(conn, desk, card, at=at)
