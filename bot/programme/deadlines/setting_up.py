"""Setting up: the kind of organisation, its traits, and which days of the calendar it follows.

Each is asked once and may be changed later. Only traits that make a difference are asked.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from bot.domain.page_numbers import number_of
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.knowledge.statutory import StatutoryDate, asked_of
from bot.knowledge.values import AUDIENCES
from bot.programme.deadlines import following, owners, rules, views
from bot.storage import organisations, people
from bot.storage.organisations import Organisation
from bot.storage.rows import Person

PAGE = 8
_NO_ORGANISATIONS = ("wolontariusz", "firma")
_LARGEST_COUNT = 100  # what a kind's button tells apart: it counts the organisations there are

STALE, SHOWN = Toast("stale"), Toast("")


def kinds(desk: Desk) -> list[str]:
    """Return the kinds of organisations that the calendar knows, in their order."""
    known = {kind for sheet in desk.base.programme.calendar.values() for kind in sheet.audience}
    return [kind for kind in AUDIENCES if kind in known and kind not in _NO_ORGANISATIONS]


def ask_kind(conn: Connection, desk: Desk, person: Person) -> None:
    """Ask for the kind of organisation."""
    owing.tell(conn, desk, person, "deadline_kind", _kinds(conn, desk, person))


def _kinds(conn: Connection, desk: Desk, person: Person) -> dict[str, Any]:
    """Return the choice; each button tells how many organisations there were when it was made."""
    count = len(organisations.of_person(conn, person.id))
    return {
        "person": person.id,
        "first": count == 0,
        "kinds": [
            {"kind": kind, "rev": count * _LARGEST_COUNT + place}
            for place, kind in enumerate(kinds(desk))
        ],
    }


def another(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for the kind of one more organisation."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None or person.id != press.ident:
        return STALE
    view = _kinds(conn, desk, person)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "deadline_kind", view)
    return SHOWN


def kind(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take an organisation of this kind into account; a late second press founds no other."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None or person.id != press.ident or press.rev is None:
        return STALE
    count, place = divmod(press.rev, _LARGEST_COUNT)
    known, there = kinds(desk), organisations.of_person(conn, person.id)
    if count != len(there) or place >= len(known):
        return STALE
    name = "" if there else (person.organisation or "")
    made = organisations.found(conn, person.id, name, known[place], desk.now)
    _traits(conn, desk, press, made)
    return SHOWN


def alone(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Let a person without an organisation keep deadlines of their own."""
    person = people.by_telegram(conn, press.presser_id)
    if person is None or person.id != press.ident:
        return STALE
    views.put_near(conn, desk, press, person)
    return SHOWN


# -- traits


def traits(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show the traits again, to change them."""
    found = owners.pressed_organisation(conn, press)
    if found is None:
        return STALE
    _traits(conn, desk, press, found[1])
    return SHOWN


def trait(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Turn one trait round."""
    found = owners.pressed_organisation(conn, press)
    asked = found and _asked(desk, found[1])
    name = next((one for one in asked or () if number_of("trait", one) == press.rev), None)
    if found is None or name is None:
        return STALE
    has = set(found[1].traits) ^ {name}
    organisations.set_fields(conn, found[1].id, desk.now, traits=sorted(has))
    _traits(conn, desk, press, organisations.get(conn, found[1].id))
    return SHOWN


def _asked(desk: Desk, known: Organisation) -> list[str]:
    programme = desk.base.programme
    found = asked_of(known.kind, known.traits, programme.calendar.values())
    return [name for name in programme.traits if name in found]


def _traits(conn: Connection, desk: Desk, press: Press, known: Organisation) -> None:
    asked = _asked(desk, known)
    if not asked:
        _choice(conn, desk, press, known)
        return
    labels = desk.base.programme.traits
    view = {
        **owners.of_organisation(known).view,
        "traits": [
            {
                "label": labels[name].label,
                "number": number_of("trait", name),
                "has": name in known.traits,
            }
            for name in asked
        ],
    }
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "deadline_traits", view)


# -- what is followed


def choice(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show what the calendar proposes to the organisation, at the page that is asked for."""
    found = owners.pressed_organisation(conn, press)
    if found is None:
        return STALE
    _choice(conn, desk, press, found[1], press.rev or 0)
    return SHOWN


def tick(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Follow one day of the calendar, or follow it no longer."""
    found = owners.pressed_organisation(conn, press)
    sheets = _offered(desk, found[1]) if found else []
    at = next((n for n, one in enumerate(sheets) if number_of("law", one.id) == press.rev), None)
    if found is None or at is None:
        return STALE
    person, known = found
    names = set(known.follows or ()) ^ {sheets[at].id}
    following.choose(conn, desk, known, _existing(desk, names), person.id)
    _choice(conn, desk, press, organisations.get(conn, known.id), at // PAGE)
    return SHOWN


def follow_all(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Follow all that is proposed, and show what is near."""
    found = owners.pressed_organisation(conn, press)
    if found is None:
        return STALE
    person, known = found
    names = {one.id for one in _offered(desk, known)} | set(known.follows or ())
    following.choose(conn, desk, known, _existing(desk, names), person.id)
    views.put_near(conn, desk, press, person)
    return Toast("saved")


def _existing(desk: Desk, names: set[str]) -> set[str]:
    return names & desk.base.programme.calendar.keys()


def _offered(desk: Desk, known: Organisation) -> list[StatutoryDate]:
    """Return what is proposed, and what is followed though it is proposed no longer."""
    found = following.proposed(desk, known)
    there = {one.id for one in found}
    calendar = desk.base.programme.calendar
    kept = [name for name in known.follows or () if name not in there and name in calendar]
    return [*found, *(calendar[name] for name in kept)]


def _choice(
    conn: Connection, desk: Desk, press: Press, known: Organisation, wanted: int = 0
) -> None:
    sheets = _offered(desk, known)
    last = max(0, (len(sheets) - 1) // PAGE)
    page = min(wanted, last)
    shown = sheets[page * PAGE : (page + 1) * PAGE]
    person = people.by_telegram(conn, press.presser_id)
    assert person is not None  # has just been found acting for the organisation
    view = {
        **owners.of_organisation(known).view,
        "person": person.id,
        "items": [_line(desk, known, one, page * PAGE + n) for n, one in enumerate(shown, 1)],
        "count": len(sheets),
        "page": page,
        "last": last,
        "asks": bool(_asked(desk, known)),
    }
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "deadline_choice", view)


def _line(desk: Desk, known: Organisation, sheet: StatutoryDate, place: int) -> dict[str, Any]:
    day = rules.next_day(sheet, desk.today)
    return {
        "place": place,
        "number": number_of("law", sheet.id),
        "title": sheet.title,
        "day": day.isoformat() if day else None,
        "monthly": sheet.monthly,
        "event": sheet.after.event if sheet.after else None,
        "basis": "; ".join(sheet.sources),
        "condition": sheet.condition,
        "sure": not sheet.needs_advisor(day or desk.today),
        "follows": sheet.id in (known.follows or ()),
    }
