"""From a row of the outbox to a complete command: rendered at the first attempt, the newest state.

Aliases of the advisors' group are resolved here, at the moment of sending; people's addresses are
not, they were frozen when the message was owed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection

from bot.domain.mailing import mail_of
from bot.domain.messages import POLICIES, Kind, MessageState
from bot.domain.outgoing import Command, Target
from bot.helpdesk import (
    confidential,
    guide_files,
    mail_files,
    mail_letters,
    mail_targets,
    practice_cards,
    practice_photos,
    proposal_cards,
    reach,
    receipt_views,
    relaying,
    standing,
    views,
)
from bot.helpdesk.desk import Desk, topic_view
from bot.helpdesk.redrawing import in_place
from bot.storage import receipts, records, staff, tickets
from bot.storage.outbox import Later, OutboxRow, Skip
from bot.storage.rows import Place, Receipt
from bot.templates import Message, Texts

RETRY_UNLINKED = timedelta(seconds=30)
RUSH_LASTS = timedelta(minutes=10)
RETRY_THREAD = timedelta(seconds=2)
Prepared = Command | Skip | Later


Maker = Callable[[Connection, Desk, Texts, OutboxRow, Target], Prepared]
_NOTHING_MORE: Mapping[str, Maker] = MappingProxyType({})


def prepare(
    conn: Connection,
    desk: Desk,
    texts: Texts,
    row: OutboxRow,
    more: Mapping[str, Maker] = _NOTHING_MORE,
) -> Prepared:
    """Return the command for a row, or why there is none now; `more` makes what others owe."""
    if confidential.is_astray(conn, row):
        return Skip("confidential")
    target = resolve(conn, row, desk)
    if not isinstance(target, Target):
        return target
    make = more.get(row.operation) or _MAKERS[row.operation]
    command = make(conn, desk, texts, row, target)
    if isinstance(command, Command) and target.email is not None:
        return mail_letters.letter(conn, desk, texts, row, target, command)
    if isinstance(command, Command) and row.doubtful and POLICIES[Kind(row.kind)].marked:
        return _marked(command, texts)
    return command


def resolve(conn: Connection, row: OutboxRow, desk: Desk) -> Target | Skip | Later:
    """Find the chat and thread that an address or alias means now."""
    if row.to.startswith("mail:"):
        return mail_targets.target(conn, desk, row)
    if row.to.startswith("chat:"):
        return _private(conn, row, int(row.to.removeprefix("chat:")))
    if row.to.startswith("paper:"):
        return Skip("paper")  # somebody calls, or hands it over
    group = staff.where(conn, "group")
    if group is None or records.get_fact(conn, standing.AWAY) == group.chat_id:
        return Later(desk.now + RETRY_UNLINKED)
    place = staff.where(conn, row.to) or group
    if group.forum and place is not group and place.thread_id is None:
        if row.operation != "thread":
            return Later(desk.now + RETRY_THREAD)
        return Target(group.chat_id, None, True)
    return _target(place, group)


def _private(conn: Connection, row: OutboxRow, chat_id: int) -> Target | Skip:
    """A person's chat; nothing goes to people who blocked us, but answers are kept for them."""
    if mail_of(chat_id) is not None:
        return Skip("not_by_mail")
    if reach.is_shut(conn, chat_id):
        kept = reach.is_kept(row)
        return Skip("blocked", MessageState.FAILED.value) if kept else Skip("blocked")
    return Target(chat_id, row.params.get("_thread"))


def _target(place: Place, group: Place) -> Target:
    """Where an alias is now; `NO_THREAD`, 0, is the general one."""
    if not group.forum or not place.thread_id:
        return Target(group.chat_id, None, group.forum)
    return Target(group.chat_id, place.thread_id, True, place.made_at)


def _marked(command: Command, texts: Texts) -> Command:
    """Say openly that a message may have come before."""
    mark = texts.plain("repeated", {}).html
    if command.operation == "send" and command.html is not None:
        return replace(command, html=f"{mark}\n{command.html}")
    return command


def _send(conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target) -> Prepared:
    params = relaying.newest(conn, desk, row)
    name = _by_mail(texts, row.template or "", target)
    message = texts.render(name, {"forum": target.forum, **params})
    reply_to = row.params.get("_reply_to") or _card_to_reply(conn, row, target)
    command = _command("send", target, message)
    return replace(command, reply_to=reply_to, protect=bool(row.params.get("_protect")))


def _by_mail(texts: Texts, name: str, target: Target) -> str:
    return name if target.email is None else texts.by_mail(name)


def _card_to_reply(conn: Connection, row: OutboxRow, target: Target) -> int | None:
    """Words relayed into a thread stand under their card."""
    told = row.role in ("relay", "nudge")
    return relaying.card_in(conn, row, target.chat_id) if told else None


def _command(operation: str, target: Target, message: Message) -> Command:
    return Command(
        operation,
        target.chat_id,
        target.thread_id,
        html=message.html,
        keyboard=message.keyboard or None,
        reply_keyboard=message.reply_keyboard,
        remove_keyboard=message.remove_keyboard,
        name=message.subject,
    )


def _card(conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target) -> Prepared:
    """Cards, receipts and digests: sent the first time, edited in place afterwards."""
    if row.ticket_id is None:
        return Skip("no_ticket")
    ticket = tickets.get(conn, row.ticket_id)
    known = receipts.latest(conn, row.ticket_id, row.role or "card")
    if row.role == "receipt":
        view: dict[str, Any] = receipt_views.receipt(conn, desk, ticket, row.params.get("menu"))
    elif row.role == "digest":
        return _digest(conn, desk, texts, row, target)
    else:
        if ticket.topic != row.params["topic"]:
            return Skip("moved")  # another row, for the other thread, is owed
        drawn = views.secret_card if ticket.confidential else views.card
        view = drawn(conn, desk, ticket) | {"forum": target.thread_id is not None}
    secret = row.role == "card" and ticket.confidential
    template = "card_secret" if secret else row.role or "card"
    command = _command("card", target, texts.render(_by_mail(texts, template, target), view))
    if (
        known is None
        or known.chat_id != target.chat_id
        or not _same_thread(conn, known, row, target)
        or (target.email is not None and is_written_anew(conn, row))
    ):
        return command
    return in_place(command, known)


def is_written_anew(conn: Connection, row: OutboxRow) -> bool:
    """Tell whether a receipt goes by e-mail once more: letters are not edited."""
    if row.ticket_id is None or receipts.latest(conn, row.ticket_id, "receipt") is None:
        return True
    return tickets.get(conn, row.ticket_id).state == "withdrawn"


def _same_thread(conn: Connection, known: Receipt, row: OutboxRow, target: Target) -> bool:
    """A card is posted anew where its ticket went to another topic, or its thread is younger."""
    if row.role != "card":
        return True
    if target.made_at is not None and known.at < target.made_at:
        return False
    return relaying.thread_of_card(conn, known) == row.to


def _digest(
    conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target
) -> Prepared:
    """One list a rush and topic: sent once, then edited while the rush lasts."""
    items = views.digest(conn, desk, row.params["topic"])
    command = _command("card", target, texts.render("digest", {"items": items}))
    before = records.get_fact(conn, f"digest:{row.params['topic']}")
    known = before is not None and before["chat"] == target.chat_id
    if not known or (items and _is_over(desk, before["at"])):
        return command if items else Skip("nothing_waiting")
    if before["digest"] == command.digest():
        return Skip("unchanged")
    return replace(command, message_id=before["message"], keyboard=command.keyboard or ())


def _is_over(desk: Desk, since: str) -> bool:
    return desk.now - datetime.fromisoformat(since) > RUSH_LASTS


def _edit(conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target) -> Prepared:
    message_id = row.params["_message"]
    if row.template is None:
        return Command("edit", target.chat_id, message_id=message_id, keyboard=())
    params = relaying.newest(conn, desk, row)
    message = texts.render(row.template, {**params, "forum": target.forum})
    return Command(
        "edit",
        target.chat_id,
        html=message.html,
        message_id=message_id,
        keyboard=message.keyboard,
    )


def _plain_operation(
    conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target
) -> Prepared:
    """Deletions and reactions: all that is needed stands in the row."""
    return Command(
        row.operation,
        target.chat_id,
        target.thread_id,
        message_id=row.params.get("_message"),
        emoji=row.params.get("emoji"),
    )


def _menu(conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target) -> Prepared:
    commands = texts.plain(row.template or "", {}).commands
    return Command("menu", target.chat_id, commands=commands, scope=row.params["scope"])


def _reopen(
    conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target
) -> Prepared:
    if target.thread_id is None:
        return Skip("not_needed")
    return Command("reopen", target.chat_id, target.thread_id)


def _leave(conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target) -> Prepared:
    if standing.stays(conn, target.chat_id):
        return Skip("welcome")
    return Command("leave", target.chat_id)


def _thread(
    conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target
) -> Prepared:
    place = staff.where(conn, row.to)
    if place is None or place.thread_id is not None or not target.forum:
        return Skip("not_needed")
    topic = desk.topics.get(row.to.removeprefix("group/"))
    name = texts.plain("thread_name", {"topic": topic_view(topic) if topic else None})
    return Command("thread", target.chat_id, name=name.html)


def _file(conn: Connection, desk: Desk, texts: Texts, row: OutboxRow, target: Target) -> Prepared:
    make = practice_photos.prepare if row.operation == "photo" else guide_files.prepare
    return make(conn, desk, texts, row, target.chat_id)


_MAKERS: dict[str, Maker] = {
    "send": _send,
    "card": _card,
    "edit": _edit,
    "text": relaying.words_or_media,
    "copy": relaying.words_or_media,
    "album": relaying.words_or_media,
    "mail_file": mail_files.prepare,
    "document": _file,
    "photo": _file,
    "edit_text": relaying.words_or_media,
    "edit_caption": relaying.words_or_media,
    "delete": _plain_operation,
    "reaction": _plain_operation,
    "menu": _menu,
    "thread": _thread,
    "reopen": _reopen,
    "leave": _leave,
    **dict.fromkeys(practice_cards.OPERATIONS, practice_cards.command),
    proposal_cards.OPERATION: proposal_cards.command,
}
