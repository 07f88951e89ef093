"""Days counted from an event: the leader says when it was, or will be, and the calendar counts.

The day that comes of it is confirmed like one's own words (`drafts`), and stands in the place of
the last possible day of that year, where the calendar knows one.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from bot.domain.asking import asks
from bot.domain.coming_days import nearest, read_coming
from bot.domain.page_numbers import number_of
from bot.domain.spoken_dates import read_date
from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.knowledge.statutory import StatutoryDate
from bot.programme.deadlines import drafts, following, owners, rules
from bot.programme.deadlines.owners import Owner
from bot.storage import deadlines, people
from bot.storage.deadlines import Deadline
from bot.storage.rows import Person

DIALOG = "deadline_event"
LONG = 60  # characters: longer words are not an answer to "which day?"
#: What people without an organisation may have to do with: a collection, a fair.
_ALONE = "grupa-nieformalna"

STALE, SHOWN = Toast("stale"), Toast("")


def counted(desk: Desk, owner: Owner) -> list[StatutoryDate]:
    """Return the rules that count from an event and concern this owner."""
    known = owner.organisation
    kind, traits = (known.kind, known.traits) if known else (_ALONE, [])
    return [
        sheet
        for sheet in desk.base.programme.calendar.values()
        if (sheet.after or sheet.before) and sheet.concerns(kind, traits)
    ]


def choose(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show which days can be counted."""
    found = owners.pressed(conn, press)
    if found is None:
        return STALE
    person, owner = found
    view = {
        **owner.view,
        "person": person.id,
        "items": [
            {
                "number": number_of("law", sheet.id),
                "title": sheet.title,
                "event": _event(sheet),
                "days": (sheet.after or sheet.before).days,  # type: ignore[union-attr]
                "before": sheet.before is not None,
            }
            for sheet in counted(desk, owner)
        ],
    }
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "deadline_events", view)
    return SHOWN


def _event(sheet: StatutoryDate) -> str:
    distance = sheet.after or sheet.before
    return distance.event if distance else ""


def pick(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask for the day of the event."""
    found = owners.pressed(conn, press)
    sheets = counted(desk, found[1]) if found else []
    name = next((one.id for one in sheets if number_of("law", one.id) == press.rev), None)
    if found is None or name is None:
        return STALE
    person, owner = found
    running = person.dialog_until is not None and desk.now < person.dialog_until
    asked = (DIALOG, {"owner": owner.key, "law": name})
    if not running or (person.dialog, person.dialog_data) != asked:
        ask(conn, desk, person, owner.key, name)
    return SHOWN


def ask(
    conn: Connection, desk: Desk, person: Person, owner: str, law: str, *, again: bool = False
) -> None:
    """Expect the day of an event."""
    sheet = desk.base.programme.calendar.get(law)
    if sheet is None:
        return
    data = {"owner": owner, "law": law}
    people.start_dialog(conn, person.id, DIALOG, data, desk.now, DIALOGUE_ENDS_AFTER)
    values = {
        "title": sheet.title,
        "event": _event(sheet),
        "again": again,
        "person": person.id,
    }
    owing.tell(conn, desk, person, "deadline_event", values)


def take(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Read the day of the event and offer the day counted from it; False for a question."""
    data = person.dialog_data or {}
    sheet = desk.base.programme.calendar.get(str(data.get("law")))
    if incoming.media or len(incoming.text) > LONG or sheet is None:
        return False
    owner = str(data["owner"])
    if not (sheet.after or sheet.before) or not owners.keeps(conn, owner, person.id):
        return False
    event = day_of(incoming.text, desk.today)
    if event is None and (decision.zone == "answer" or asks(incoming.text)):
        return False
    if event is None:
        ask(conn, desk, person, owner, sheet.id, again=True)
        return True
    values = rules.values_of(sheet, sheet.counted_from(event))
    drafts.offer(conn, desk, person, owner, rules.event_source(sheet.id, event), values)
    return True


def day_of(text: str, today: date) -> date | None:
    """Return the day that a text names, past or to come; of two the nearer one."""
    return nearest(text, today) or read_coming(text, today).day or read_date(text, today)


def instead_of_the_last_day(conn: Connection, desk: Desk, row: Deadline) -> None:
    """Drop the last possible day of that year, now that the day itself is known."""
    if not row.source.startswith(f"{rules.EVENT}:"):
        return
    source = rules.law_source(rules.rule_of(row.source))
    for one in deadlines.of_owners(conn, [row.owner]):
        if one.source == source and one.day[:4] == row.day[:4]:
            following.drop(conn, desk, one)
