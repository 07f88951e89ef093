"""[Czy mogę?] and [Sprawdź wniosek]: gone through by taps, and kept nowhere.

All that was answered stands in the buttons of the message itself: each carries the answers so far
as one number, and the mark of the questions, so that a button from before they changed does
nothing. A row comes into being only by [Zapisz wynik].
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection

from bot.domain.page_numbers import number_of
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Press, Toast
from bot.knowledge.contest_quizzes import MOST_ANSWERS, Meaning
from bot.knowledge.contests import Contest
from bot.programme.contests import cards, known
from bot.programme.contests.known import Known
from bot.storage import follows, people
from bot.storage.rows import Person

Part = Literal["quiz", "check"]
BASE = MOST_ANSWERS + 1  # an answer is one digit; 0 is none
ANSWERS = {f"contest_tap_{letter}": place for place, letter in enumerate("abcde", 1)}
YES, NO, UNSURE = 1, 2, 3  # the answers of a check


@dataclass(frozen=True, slots=True)
class Step:
    """Where somebody is: the question that comes, or, without one, the result."""

    taken: tuple[int, ...]
    at: int | None = None
    means: Meaning = "fits"
    notes: tuple[tuple[str, str], ...] = ()  # what to know, and the entry that explains it


def number(sheet: Contest, part: Part) -> int:
    """Return the number by which buttons call a quiz as it is written now."""
    asked = sheet.quiz if part == "quiz" else sheet.self_check
    return number_of(part, f"{sheet.id}:{asked!r}")


def packed(taken: Sequence[int]) -> int:
    """Return answers as one number, the first in the highest digit."""
    found = 1
    for one in taken:
        found = found * BASE + one
    return found


def unpacked(given: int) -> tuple[int, ...]:
    """Return the answers that a number stands for."""
    taken: list[int] = []
    while given > 1:
        given, one = divmod(given, BASE)
        taken.insert(0, one)
    return tuple(taken)


def follow(sheet: Contest, part: Part, taken: tuple[int, ...]) -> Step | None:
    """Return where answers lead; None when nobody can have answered so."""
    return _quiz(sheet, taken) if part == "quiz" else _check(sheet, taken)


def _quiz(sheet: Contest, taken: tuple[int, ...]) -> Step | None:
    places = {one.id: place for place, one in enumerate(sheet.quiz)}
    at, notes = 0, []
    for number_taken, chosen in enumerate(taken, 1):
        if at >= len(sheet.quiz) or not 1 <= chosen <= len(sheet.quiz[at].answers):
            return None
        answer = sheet.quiz[at].answers[chosen - 1]
        if answer.means == "fails":
            end = number_taken == len(taken)
            return Step(taken, None, "fails", ((answer.because or "", ""),)) if end else None
        if answer.means == "ask":
            notes.append((answer.because or "", ""))
        at = places[answer.then] if answer.then else at + 1
    if at < len(sheet.quiz):
        return Step(taken, at)
    return Step(taken, None, "ask" if notes else "fits", tuple(notes))


def _check(sheet: Contest, taken: tuple[int, ...]) -> Step | None:
    if len(taken) > len(sheet.self_check) or any(one not in (YES, NO, UNSURE) for one in taken):
        return None
    if len(taken) < len(sheet.self_check):
        return Step(taken, len(taken))
    gaps = [
        (point.gap, point.entry or "")
        for point, one in zip(sheet.self_check, taken, strict=True)
        if one != YES
    ]
    means: Meaning = "fails" if NO in taken else "ask" if UNSURE in taken else "fits"
    return Step(taken, None, means, tuple(gaps))


# Presses


def begin(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Ask the first question, in a message of its own."""
    given = cards.pressed(conn, press)
    part: Part = "quiz" if press.action == "contest_quiz" else "check"
    step = follow(given[1].sheet, part, ()) if given is not None else None
    if given is None or step is None or step.at is None or not given[1].is_open:
        return cards.STALE
    person, found = given
    values = _view(conn, desk, person, found, part, step)
    owing.tell(conn, desk, person, "contest_quiz", values, role="quiz")
    return Toast("")


def tap(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take an answer, and show the next question or the result in the same message."""
    given = _asked(conn, press)
    if given is None:
        return cards.STALE
    person, found, part, taken = given
    step = follow(found.sheet, part, (*taken, ANSWERS[press.action]))
    return _shown(conn, desk, press, person, found, part, step)


def back(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Take the last answer back ([Wróć])."""
    given = _asked(conn, press)
    if given is None:
        return cards.STALE
    person, found, part, taken = given
    return _shown(conn, desk, press, person, found, part, follow(found.sheet, part, taken[:-1]))


def keep(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Keep the result for the presser, who asked for that ([Zapisz wynik])."""
    given = _asked(conn, press)
    step = follow(given[1].sheet, given[2], given[3]) if given is not None else None
    if given is None or step is None or step.at is not None:
        return cards.STALE
    person, found, part, _taken = given
    values = {"means": step.means, "notes": [one for one, _ in step.notes], "at": desk.now}
    follows.keep_result(conn, person.id, found.row.id, part, **values)
    _shown(conn, desk, press, person, found, part, step)
    return Toast("saved")


def forget(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Forget what was kept ([Usuń wynik])."""
    given = _asked(conn, press)
    if given is None:
        return cards.STALE
    person, found, part, taken = given
    follows.forget_result(conn, person.id, found.row.id, part)
    _shown(conn, desk, press, person, found, part, follow(found.sheet, part, taken))
    return Toast("saved")


def _asked(conn: Connection, press: Press) -> tuple[Person, Known, Part, tuple[int, ...]] | None:
    """Return who pressed, and which questions the button is of; None when they have changed."""
    person = people.by_telegram(conn, press.presser_id)
    for found in known.in_force(conn):
        for part in ("quiz", "check"):
            if person is not None and number(found.sheet, part) == press.ident:
                return person, found, part, unpacked(press.rev or 1)
    return None


def _shown(
    conn: Connection,
    desk: Desk,
    press: Press,
    person: Person,
    found: Known,
    part: Part,
    step: Step | None,
) -> Toast:
    if step is None:
        return cards.STALE
    values = _view(conn, desk, person, found, part, step)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, "contest_quiz", values)
    return Toast("")


def _view(
    conn: Connection, desk: Desk, person: Person, found: Known, part: Part, step: Step
) -> dict[str, Any]:
    sheet = found.sheet
    kept = follows.result(conn, person.id, found.row.id, part)
    return {
        "part": part,
        "title": sheet.title,
        "contest": found.number,
        "number": number(sheet, part),
        "rev": packed(step.taken),
        "place": (step.at or 0) + 1,
        "count": len(sheet.quiz if part == "quiz" else sheet.self_check),
        "question": _question(sheet, part, step.at) if step.at is not None else None,
        "means": step.means,
        "notes": [{"text": text, "entry": entry} for text, entry in step.notes],
        "bot": desk.base.organisation.bot_username,
        "unconfirmed": sheet.unconfirmed or "",
        "kept": kept.at.isoformat() if kept is not None else None,
        "first": not step.taken,
    }


def _question(sheet: Contest, part: Part, at: int) -> dict[str, Any]:
    if part == "check":
        point = sheet.self_check[at]
        return {"text": point.point, "hint": "", "answers": ["Tak", "Nie", "Nie wiem"]}
    asked = sheet.quiz[at]
    return {
        "text": asked.question,
        "hint": asked.hint or "",
        "answers": [one.say for one in asked.answers],
    }
