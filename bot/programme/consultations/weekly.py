"""/dyzur: who is on duty this week, and weekly duties of one's own."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import Connection

from bot.domain.polish_words import fold
from bot.domain.spoken_duties import SpokenDuty, read_duty
from bot.domain.warsaw import utc
from bot.helpdesk import owing
from bot.helpdesk.desk import Desk, Incoming, Press, Toast, topic_view
from bot.programme import panels
from bot.programme.consultations import rota
from bot.programme.panels import Shown
from bot.storage import occasions, receipts, records, rosters, staff

STALE = Toast("stale")
WEEK, OWN = "dutyweek", "dutyown"
MOST = 14  # duties that one person may have in the chat


def words_after(text: str) -> str:
    """Return what stands after the first word of a command."""
    return text.strip().partition(" ")[2].strip()


def command(conn: Connection, desk: Desk, said: Incoming, to: str) -> None:
    """Answer /dyzur: the week, one's own duties, or a new one."""
    words = words_after(said.text)
    if not words:
        monday = desk.today - timedelta(days=desk.today.weekday())
        panels.show(conn, desk, to, f"{WEEK}:{monday.isoformat()}", anew=True)
    elif fold(words) in ("moje", "moj", "usun"):
        panels.show(conn, desk, to, f"{OWN}:{said.sender_id}", anew=True)
    else:
        _add(conn, desk, said, to, words)


def _add(conn: Connection, desk: Desk, said: Incoming, to: str, words: str) -> None:
    duty = read_duty(words)
    topics = _topics(desk, duty) if duty is not None else None
    known = rosters.patterns(conn, said.sender_id)
    if duty is None or topics is None:
        hint(conn, desk, said, to, "duty")
        return
    new = [day for day in duty.weekdays if not any(_same(one, day, duty, topics) for one in known)]
    if len(known) + len(new) > MOST:
        hint(conn, desk, said, to, "full")
        return
    for weekday in new:
        ident = rosters.add_pattern(
            conn,
            advisor_id=said.sender_id,
            weekday=weekday,
            starts=f"{duty.starts:%H:%M}",
            ends=f"{duty.ends:%H:%M}",
            place=duty.place,
            topics=topics,
            created_at=desk.now,
        )
        who = f"advisor:{said.sender_id}"
        records.note(conn, desk.now, who, "duty_added", duty=ident)
    panels.show(conn, desk, to, f"{OWN}:{said.sender_id}", anew=True)


def _same(known: rosters.Pattern, weekday: int, duty: SpokenDuty, topics: list[str]) -> bool:
    """Tell whether a duty is written down already: it may have been said twice."""
    there = (known.weekday, known.starts, known.ends, known.place, set(known.topics))
    said = (weekday, f"{duty.starts:%H:%M}", f"{duty.ends:%H:%M}", duty.place, set(topics))
    return there == said


def hint(conn: Connection, desk: Desk, said: Incoming, to: str, what: str) -> None:
    """Show how it is written."""
    values = {"what": what}
    owing.send_to(conn, desk, to, "duty_hint", values, reply_to=said.message_id, role="hint")


def _topics(desk: Desk, duty: SpokenDuty) -> list[str] | None:
    """Return the topics that are named by their hashtags; None when a word is none."""
    known = {fold(one.hashtag): one.id for one in desk.topics.values()}
    found = [known.get(word) for word in duty.rest]
    return None if None in found else [one for one in found if one is not None]


# What is shown


def draw_week(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Return who is on duty in the week of a Monday, by topic, and who is away."""
    monday = date.fromisoformat(rest)
    sunday = monday + timedelta(days=6)
    found = rota.shifts(conn, desk, monday, sunday)
    topics = []
    for topic in desk.topics.values():
        there = [_line(one) for one in found if one.serves(topic.id)]
        topics.append({**topic_view(topic), "shifts": there})
    everywhere = bool(found) and all(not one.topics for one in found)
    names = {one.telegram_id: one.name for one in staff.members(conn)}
    away = [
        {
            "name": names[one.advisor_id],
            "first": one.first_day,
            "last": one.last_day,
            "hours": f"{one.starts}–{one.ends}" if one.starts else None,
            "substitute": names.get(one.substitute_id or 0),
        }
        for one in rosters.absences(conn, monday, sunday)
        if one.advisor_id in names
    ]
    return Shown(
        "duty_week",
        {
            "monday": rest,
            "sunday": sunday.isoformat(),
            "topics": topics,
            "all_alike": everywhere,
            "shifts": [_line(one) for one in found],
            "mobile": _mobile(conn, monday, sunday),
            "away": away,
            "number": monday.toordinal(),
            "any": bool(found),
        },
    )


def _line(one: Any) -> dict[str, Any]:
    return {
        "name": one.name, "starts": one.starts.isoformat(), "ends": one.ends.isoformat(),
        "place": one.place, "where": one.where,
    }  # fmt: skip


def _mobile(conn: Connection, monday: date, sunday: date) -> list[dict[str, Any]]:
    after, before = utc(monday, time(0)), utc(sunday + timedelta(days=1), time(0))
    return [
        {
            "title": row.title, "place": row.place,
            "starts": row.starts_at.isoformat(), "ends": row.ends_at.isoformat(),
        }
        for row in occasions.open_between(conn, ("duty",), after, before)
    ]  # fmt: skip


def turn(conn: Connection, desk: Desk, press: Press) -> Toast:
    """Show another week ([Następny tydzień], [Poprzedni tydzień]) in the panel's place."""
    stands = receipts.find(conn, press.chat_id, press.message_id)
    if stands is None or not (stands.subject or "").startswith(f"{WEEK}:"):
        return STALE
    today = desk.today.toordinal()
    if abs(press.ident - today) > 100 or press.ident % 7 != 1:
        return STALE
    shown = draw_week(conn, desk, date.fromordinal(press.ident).isoformat())
    assert shown is not None
    owing.replace_text(conn, desk, press.chat_id, press.message_id, shown.template, shown.values)
    return Toast("")


def draw_own(conn: Connection, desk: Desk, rest: str) -> Shown | None:
    """Return one advisor's weekly duties, with a button to drop each."""
    known = staff.find(conn, int(rest))
    if known is None:
        return None
    items = [
        {
            "id": one.id, "weekday": one.weekday, "starts": one.starts, "ends": one.ends,
            "place": one.place, "topics": [desk.topic(topic).name for topic in one.topics],
        }
        for one in rosters.patterns(conn, known.telegram_id)
    ]  # fmt: skip
    return Shown("duty_own", {"name": known.name, "items": items})


def drop(conn: Connection, desk: Desk, press: Press) -> Toast:
    """End a weekly duty of one's own ([Usuń])."""
    found = rosters.pattern(conn, press.ident)
    stands = receipts.find(conn, press.chat_id, press.message_id)
    if found is None or stands is None or stands.subject != f"{OWN}:{found.advisor_id}":
        return STALE
    if found.advisor_id != press.presser_id:
        return Toast("not_yours")
    if not rosters.end_pattern(conn, found.id, desk.now):
        return STALE
    records.note(conn, desk.now, f"advisor:{press.presser_id}", "duty_ended", duty=found.id)
    owing.replace_text(conn, desk, press.chat_id, press.message_id, *_own_now(conn, desk, found))
    return Toast("saved")


def _own_now(conn: Connection, desk: Desk, found: rosters.Pattern) -> tuple[str, dict[str, Any]]:
    shown = draw_own(conn, desk, str(found.advisor_id))
    assert shown is not None
    return shown.template, dict(shown.values)
