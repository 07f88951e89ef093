"""Polish dates, numbers and names for templates. Dates come from Babel; Warsaw time throughout.

CLDR has no genitive of the days of the week ("do środy"), so those seven words stand here.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time

from bot.domain.names import NOBODY, clean_name, cut, isolated

POLISH = Locale("pl")
WARSAW = ZoneInfo("Europe/Warsaw")
_UNTIL = ("poniedziałku", "wtorku", "środy", "czwartku", "piątku", "soboty", "niedzieli")


def _local(moment: datetime | str) -> datetime:
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return moment.astimezone(WARSAW)


def _date(day: date | str) -> date:
    return date.fromisoformat(day) if isinstance(day, str) else day


def day(value: date | str) -> str:
    """Return "środa, 2 grudnia"."""
    return str(format_date(_date(value), "EEEE, d\u00a0MMMM", POLISH))


def day_until(value: date | str) -> str:
    """Return "środy, 2 grudnia", as it stands after "do"."""
    given = _date(value)
    words = format_date(given, "d\u00a0MMMM", POLISH)
    return f"{_UNTIL[given.weekday()]}, {words}"


def until(moment: datetime | str) -> str:
    """Return "środy, 2 grudnia, 16:00", as it stands after "do"."""
    given = _local(moment)
    return f"{day_until(given.date())}, {hour(given)}"


def moment(value: datetime | str) -> str:
    """Return "środa, 2 grudnia, 16:00"."""
    given = _local(value)
    return f"{day(given.date())}, {hour(given)}"


def hour(moment: datetime | str) -> str:
    """Return "16:00"."""
    return str(format_time(_local(moment).time(), "HH:mm", locale=POLISH))


def short_day(moment: datetime | str) -> str:
    """Return "śr. 2.12, 16:00", for cards and lists."""
    return str(
        format_datetime(_local(moment).replace(tzinfo=None), "EEE d.MM, HH:mm", locale="pl")
    )


def short_date(value: date | str) -> str:
    """Return "2.12.2026"."""
    return str(format_date(_date(value), "d.MM.yyyy", POLISH))


def month(value: str) -> str:
    """Return "luty 2027" for "2027-02"."""
    return str(format_date(_date(f"{value}-01"), "LLLL yyyy", POLISH))


def named_date(value: date | str) -> str:
    """Return "śr. 2.12.2026", for lists of days."""
    return str(format_date(_date(value), "EEE d.MM.yyyy", POLISH))


def plural(number: int, one: str, few: str, many: str) -> str:
    """Return "1 sprawa", "3 sprawy" or "5 spraw"."""
    form = {"one": one, "few": few}.get(str(POLISH.plural_form(number)), many)
    return f"{number}\u00a0{form}"


def shorten(text: str, length: int) -> str:
    """Return at most `length` characters, cut at a word, with an ellipsis."""
    if len(text) <= length:
        return text
    kept = cut(text, length - 1)
    at_word = kept.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > length // 2 else kept).rstrip() + "…"


def name(text: str) -> str:
    """Return a name that cannot disturb the words around it, or a kind stand-in for one."""
    cleaned = clean_name(text)
    return isolated(cleaned) if cleaned not in ("", NOBODY) else "(bez imienia)"


def one_line(text: str) -> str:
    """Return people's words as they may stand in a line of ours: nothing hidden, no new line."""
    return isolated(clean_name(text)) or "…"
