"""A test before and after a meeting, and what people think of it: a question at a time, by taps.

Three questions stand in the meeting's own sheet; the four about the meeting are ours. What is
thought of it is kept without anybody's name. A question counts once: a tap on an older one, or a
second tap, shows the one that is next.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.tickets import DIALOGUE_ENDS_AFTER
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast
from bot.knowledge.decision import Decision
from bot.knowledge.rewards import TestQuestion
from bot.programme.attendance import boards
from bot.programme.attendance.authority import SHOWN, STALE
from bot.programme.occasions import meeting_of
from bot.storage import occasions, people, registrations, surveys
from bot.storage.occasions import Occasion
from bot.storage.registrations import Registration
from bot.storage.rows import Person

DIALOG = "att_opinion"
LETTERS = "abcde"
MARKS = 3  # questions of an opinion that are marked from 1 to 5; then one in words
LONGEST = 1000  # characters of an opinion that are kept
WANTED = timedelta(days=14)  # so long after the end answers still count
TESTS = ("before", "after")
PARTS = (*TESTS, "opinion")


def questions(row: Occasion) -> Sequence[TestQuestion]:
    """Return the questions of a meeting's test; none when it has no test."""
    return getattr(meeting_of(row), "test", ())


def length(row: Occasion, part: str) -> int:
    """Return how many questions a part has."""
    return len(questions(row)) if part in TESTS else MARKS + 1


def is_offered(conn: Connection, desk: Desk, row: Occasion, one: Registration, part: str) -> bool:
    """Tell whether somebody may still answer a part now."""
    left = surveys.answered(conn, one.id, part) < length(row, part)
    if one.state != "seated" or row.state != "open" or not left:
        return False
    if part == "before":
        return desk.now < row.ends_at
    return one.present_at is not None and row.ends_at <= desk.now <= row.ends_at + WANTED


def invite(
    conn: Connection, desk: Desk, row: Occasion, one: Registration, person: Person, part: str
) -> None:
    """Offer a part to somebody, once."""
    view = {**boards.occasion_view(row), "registration": one.id, "part": part}
    key = f"survey:{part}:{one.id}"
    owing.tell(conn, desk, person, "survey_start", view, key=key)


def _own(conn: Connection, desk: Desk, press: Press, part: str) -> Registration | None:
    """Return the presser's own registration, if they may answer this part now."""
    one = registrations.find(conn, press.ident)
    person = people.by_telegram(conn, press.presser_id)
    if one is None or person is None or one.person_id != person.id:
        return None
    row = occasions.get(conn, one.occasion_id)
    return one if is_offered(conn, desk, row, one, part) else None


def begin(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask the first question, or the one that is next."""
    part = press.action.removesuffix("_go")
    one = _own(conn, desk, press, part)
    if one is None:
        return STALE
    _ask(conn, desk, press, one, part)
    return SHOWN


def answer(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take an answer that was tapped, and ask the next question."""
    part, _, letter = press.action.rpartition("_")
    one = _own(conn, desk, press, part)
    if one is None or press.rev is None:
        return STALE
    row = occasions.get(conn, one.occasion_id)
    value = LETTERS.index(letter) + 1
    if value > _most(row, part, press.rev):
        return STALE
    if surveys.step(conn, one.id, part, press.rev):
        named = {} if part == "opinion" else {"registration_id": one.id, "at": desk.now}
        surveys.keep(conn, row.id, part, press.rev, value=value, **named)
    elif press.rev == surveys.answered(conn, one.id, part) - 1:
        return SHOWN  # the same tap again: the next question is on its way
    _ask(conn, desk, press, one, part)
    return SHOWN


def _most(row: Occasion, part: str, number: int) -> int:
    """Return the highest answer that a question has; 0 for one that is not tapped."""
    if part in TESTS:
        asked = questions(row)
        return len(asked[number].options) if number < len(asked) else 0
    return len(LETTERS) if number < MARKS else 0


def _ask(conn: Connection, desk: Desk, press: Press, one: Registration, part: str) -> None:
    """Put the next question in the place of the message that was pressed, or say thank you."""
    row = occasions.get(conn, one.occasion_id)
    number = surveys.answered(conn, one.id, part)
    if number >= length(row, part):
        _finish(conn, desk, press, row, one, part)
        return
    values: dict[str, Any] = {
        **boards.occasion_view(row),
        "registration": one.id,
        "part": part,
        "number": number,
        "total": length(row, part),
        "question": "",
        "options": [],
    }
    if part in TESTS:
        asked = questions(row)[number]
        values |= {"question": asked.question, "options": list(asked.options)}
    elif number == MARKS:
        _expect_words(conn, desk, one)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "survey_question", values)


def _finish(
    conn: Connection, desk: Desk, press: Press, row: Occasion, one: Registration, part: str
) -> None:
    right = 0
    if part in TESTS:
        right = _right(conn, row, one, part)
        reward = getattr(meeting_of(row), "certificate", None)
        enough = None if reward is None else right >= reward.needed
        surveys.finish(conn, one.id, part, desk.now, enough)
    values = _done(row, part, right)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "survey_done", values)


def _done(row: Occasion, part: str, right: int = 0) -> dict[str, Any]:
    total = length(row, part)
    return {**boards.occasion_view(row), "part": part, "right": right, "total": total}


def _right(conn: Connection, row: Occasion, one: Registration, part: str) -> int:
    """Return how many of somebody's answers are right."""
    asked = questions(row)
    given = surveys.of_registration(conn, one.id, part)
    return sum(asked[each.question].right == each.value for each in given)


# The one question that is answered in words


def _expect_words(conn: Connection, desk: Desk, one: Registration) -> None:
    assert one.person_id is not None
    data = {"registration": one.id}
    people.start_dialog(conn, one.person_id, DIALOG, data, desk.now, DIALOGUE_ENDS_AFTER)


def take_words(
    conn: Connection, desk: Desk, person: Person, incoming: Incoming, decision: Decision
) -> bool:
    """Keep what somebody writes of a meeting, without their name."""
    one = registrations.find(conn, (person.dialog_data or {}).get("registration", 0))
    people.end_dialog(conn, person.id)
    if one is None or incoming.media or decision.zone == "answer":
        return False
    if surveys.step(conn, one.id, "opinion", MARKS):
        text = incoming.text.strip()[:LONGEST]
        surveys.keep(conn, one.occasion_id, "opinion", MARKS, text=text)
    row = occasions.get(conn, one.occasion_id)
    owing.tell(conn, desk, person, "survey_done", _done(row, "opinion"))
    return True


def skip_words(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Be content with the marks."""
    one = _own(conn, desk, press, "opinion")
    if one is None or one.person_id is None:
        return STALE
    person = people.by_id(conn, one.person_id)
    if person.dialog == DIALOG:
        people.end_dialog(conn, person.id)
    surveys.step(conn, one.id, "opinion", MARKS)
    _ask(conn, desk, press, one, "opinion")
    return SHOWN


# What somebody who did not come says of it

REASONS = "abcd"  # something came up; the day did not suit; forgot; was here after all


def missed(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Keep why somebody did not come; nothing follows from it, but the coordinator sees it."""
    one = registrations.find(conn, press.ident)
    person = people.by_telegram(conn, press.presser_id)
    if one is None or person is None or one.person_id != person.id:
        return STALE
    if one.state != "seated" or one.present_at is not None:
        return STALE
    value = REASONS.index(press.action.removeprefix("absent_")) + 1
    if surveys.step(conn, one.id, "absent", 0):
        named = {"registration_id": one.id, "at": desk.now}
        surveys.keep(conn, one.occasion_id, "absent", 0, value=value, **named)
    row = occasions.get(conn, one.occasion_id)
    values = {**boards.occasion_view(row), "was_here": value == len(REASONS)}
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "absent_thanks", values)
    return SHOWN
