"""What stands in the advisors' group about one person: what the bot can take away, and what not.

Telegram lets a bot delete what it sent in the last 48 hours, and edit its own words and exchange
most of its own files at any time. Old recordings, and what advisors wrote themselves, only people
can delete: they are listed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from bot.domain.tickets import DELETE_WITHIN
from bot.helpdesk import gap_writing, owing, practice_cards
from bot.helpdesk.desk import Desk
from bot.office.privacy import placeholder
from bot.programme import panels
from bot.programme.attendance import boards
from bot.programme.signups import calls
from bot.programme.volunteering import rain
from bot.storage import boards as standing_boards
from bot.storage import erasing_group, receipts, records, registrations, teams, tickets
from bot.storage.erasing_group import Stands
from bot.storage.owned import Somebody
from bot.storage.rows import Receipt

SAFELY = timedelta(hours=1)  # what is owed now may go a little later
LINKS_AT_ONCE = 40
EVER = datetime(2000, 1, 1, tzinfo=UTC)
_MEDIA = ("copy", "album", "photo", "document", "made", "form_files", practice_cards.PHOTOS)


@dataclass(frozen=True, slots=True)
class InGroup:
    """What becomes of the messages about somebody."""

    deleted: list[Stands]
    overwritten: list[Stands]
    replaced: list[Stands]  # the file is, by one that says nothing
    left: list[Stands]  # people have to delete them


def found(conn: Connection, whose: Somebody, now: datetime) -> InGroup:
    """Sort what stands in the group by what can be done about it."""
    fresh = now - DELETE_WITHIN + SAFELY
    ours = erasing_group.of_the_bot(conn, whose)
    new = [one for one in ours if one.at is not None and one.at > fresh]
    old = [one for one in ours if one not in new]
    return InGroup(
        new,
        [one for one in old if one.operation not in _MEDIA],
        [one for one in old if _can_be_replaced(one)],
        [one for one in old if _stays(one)] + erasing_group.of_advisors(conn, whose),
    )


def _stays(one: Stands) -> bool:
    """Tell whether people have to delete it; nobody else sees an advisor's own chat."""
    return one.operation in _MEDIA and not _can_be_replaced(one) and one.chat_id < 0


def _can_be_replaced(one: Stands) -> bool:
    return one.operation in _MEDIA and one.media in placeholder.INSTEAD


def clear(conn: Connection, desk: Desk, whose: Somebody) -> None:
    """Owe the removal of what can be removed, and tell coordination what it has to delete."""
    stands = found(conn, whose, desk.now)
    erasing_group.stop_panels(conn, whose, desk.now)
    for one in stands.deleted:
        owing.delete_message(conn, desk, one.chat_id, one.message_id)
        receipts.retire(conn, one.chat_id, one.message_id)
    for one in stands.overwritten:
        values = {"number": one.ticket_id}
        chat, message = one.chat_id, one.message_id
        owing.replace_text(conn, desk, chat, message, "privacy_overwritten", values)
        receipts.retire(conn, chat, message)
    for one in stands.replaced:
        assert one.media is not None
        placeholder.put_instead(conn, desk, one.chat_id, one.message_id, one.media, one.ticket_id)
    _list(conn, desk, whose, stands.left)


def redraw(conn: Connection, desk: Desk, whose: Somebody) -> None:
    """Let lists that show other things, too, show nothing of what is erased now."""
    for week in erasing_group.weeks_of(conn, whose):
        gap_writing.show_anew(conn, desk, week)
    for ticket in tickets.of_person(conn, whose.person.id):
        if records.get_fact(conn, f"digest:{ticket.topic}") is not None:
            owing.refresh_digest(conn, desk, ticket)
    for card in erasing_group.redrawn(conn, whose):
        _show_anew(conn, desk, card)
    for one in _lists_of(conn, whose):
        _show_anew(conn, desk, one)


def _lists_of(conn: Connection, whose: Somebody) -> list[Receipt]:
    """Return the panels that show the lists on which somebody stood, however old they are."""
    signed_up = {one.occasion_id for one in registrations.all_of_person(conn, whose.person.id)}
    lists = [f"{word}:{one}" for one in signed_up for word in (*boards.OF_ALL, calls.PANEL)]
    led = [rain.subject_of(conn, one) for one in teams.of_person(conn, whose.person.id)]
    lists += [one for one in led if one is not None]
    return standing_boards.standing(conn, lists, EVER) if lists else []


def _show_anew(conn: Connection, desk: Desk, card: Receipt) -> None:
    """Owe a panel as it is now; an older one of the same chat is overwritten."""
    assert card.subject is not None
    newest = receipts.of_subject(conn, card.subject, card.chat_id)
    if newest == card:
        panels.show(conn, desk, boards.address(conn, card), card.subject)
        return
    owing.replace_text(
        conn, desk, card.chat_id, card.message_id, "privacy_overwritten", {"number": None}
    )
    receipts.retire(conn, card.chat_id, card.message_id)


def _list(conn: Connection, desk: Desk, whose: Somebody, left: list[Stands]) -> None:
    for start in range(0, len(left), LINKS_AT_ONCE):
        page = left[start : start + LINKS_AT_ONCE]
        owing.send_to(
            conn,
            desk,
            owing.COORDINATION,
            "privacy_left",
            {"items": [_item(one) for one in page], "page": start // LINKS_AT_ONCE + 1},
            role="alarm",
            key=f"privacy_left:{whose.person.id}:{start}:{desk.cause}",
        )


def _item(one: Stands) -> dict[str, str | int | None]:
    return {"number": one.ticket_id, "url": link(one), "own": one.operation == "said"}


def link(one: Stands) -> str | None:
    """Return the address of a message in a supergroup; other groups have none."""
    inner = str(one.chat_id)
    return f"https://t.me/c/{inner[4:]}/{one.message_id}" if inner.startswith("-100") else None
