"""Rules of signing up: how long an offered seat waits, what is urgent, what plain words mean.

Who stands where is rows; what is said about it is left to the use cases and the templates.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from difflib import get_close_matches
from urllib.parse import quote_plus

from bot.domain.polish_words import fold
from bot.domain.quiet_hours import QUIET_FROM, QUIET_UNTIL, is_quiet, next_allowed
from bot.domain.reminders import evening_before
from bot.domain.warsaw import local, utc

#: An offered seat waits so long at most, and never longer than this share of the time left.
OFFER_LASTS = timedelta(hours=24)
OFFER_SHARE = 4
#: A shorter offer would be none: the seat stays free for whoever comes.
OFFER_AT_LEAST = timedelta(minutes=10)
#: People are up for a while before an offer of the evening before ends.
AFTER_QUIET = timedelta(hours=1)
#: What changes so shortly before the start is told at once, at any hour.
URGENT_WITHIN = timedelta(hours=36)
#: Who waited for a seat in vain knows so long before the start.
TO_PLAN_BY = timedelta(hours=2)
#: So long after the start somebody may still be on the way.
THERE_FOR = timedelta(hours=12)
#: Characters that people may write about what they need.
LONGEST_NEEDS = 300

_WORD = re.compile(r"[^\W\d_]+")
_LONGEST_WISH = 9  # words
_SIGNING = frozenset(["zapisz", "zapiszcie", "zapisac", "zapisuje", "zapisujemy", "zapisze"])
_BESIDE = frozenset(
    ["mnie", "nas", "sie", "na", "do", "warsztat", "warsztaty", "warsztatow", "szkolenie",
     "szkolenia", "spotkanie", "spotkania", "wydarzenie", "chce", "chcemy", "chcialbym",
     "chcialabym", "chciala", "chcial", "bym", "chcielibysmy", "prosze", "o", "dzien",
     "dobry", "ten", "to", "jakis", "i",
     "poprosze", "moge", "mozna", "dobrze", "tak"]
)  # fmt: skip
_LONGEST_NAMED = 14  # words, with the subject of the workshop and its place
_MEETINGS = ("warsztat", "warsztaty", "warsztatow", "warsztatach", "szkolenie", "szkolenia")
ALIKE = 0.8  # the share of letters that two words have in common
_ASKING = frozenset(
    ["jak", "czy", "co", "ile", "kiedy", "gdzie", "kto", "kogo", "kim", "komu", "ktore", "ktory",
     "dlaczego", "czemu", "nie", "prowadze", "organizuje", "organizujemy", "rozliczyc"]
)  # fmt: skip
_LIST = frozenset(
    ["warsztaty", "lista warsztatow", "pokaz warsztaty", "zapisy", "zapisy na warsztaty"]
)
_LEAVING = frozenset(["rezygnuje", "wypisz mnie", "wypisuje sie", "chce zrezygnowac",
                      "chce sie wypisac", "rezygnuje z warsztatu", "rezygnuje z miejsca",
                      "rezygnuje ze spotkania", "prosze mnie wypisac"])  # fmt: skip


def offer_until(now: datetime, starts: datetime) -> datetime | None:
    """Return until when a seat offered now waits; None when none may be offered now.

    At most 24 hours and a quarter of the time left. It neither begins nor ends in quiet hours: an
    end in the night moves to nine in the morning, or to the evening if that is too late.
    """
    if is_quiet(now):
        return None
    end = now + min(OFFER_LASTS, (starts - now) / OFFER_SHARE)
    if is_quiet(end):
        end = _by_day(end, starts)
    end = end.replace(second=0, microsecond=0)
    return end if end - now >= OFFER_AT_LEAST else None


def _by_day(end: datetime, starts: datetime) -> datetime:
    morning = next_allowed(end) + AFTER_QUIET
    if morning < starts:
        return morning
    shown = local(end)
    evening = shown.date() - timedelta(days=shown.time() < QUIET_FROM)
    return utc(evening, QUIET_FROM) - timedelta(minutes=1)


def is_urgent(now: datetime, *starts: datetime) -> bool:
    """Tell whether a change is to be known at once: people go there soon, or are there now."""
    return any(-THERE_FOR <= start - now <= URGENT_WITHIN for start in starts)


def no_seat_at(starts: datetime) -> datetime:
    """Return when those who still wait hear that no seat came free: early enough to plan the day.

    At eight of the same morning; of a meeting that begins before ten, on the evening before.
    """
    morning = utc(local(starts).date(), QUIET_UNTIL)
    return morning if starts - morning >= TO_PLAN_BY else evening_before(starts)


def same_organisation(one: str, other: str) -> bool:
    """Tell whether two people wrote the name of one organisation."""
    return bool(_plain(one)) and _plain(one) == _plain(other)


def _plain(name: str) -> str:
    return " ".join(re.findall(r"\w+", fold(name)))


def wants_list(text: str) -> bool:
    """Tell whether words say "zapisz mnie na warsztat", and nothing else but which one."""
    words = _WORD.findall(fold(text[:200]))
    if " ".join(words) in _LIST:
        return True
    signing = [word for word in words if word in _SIGNING]
    rest = [word for word in words if word not in _SIGNING and word not in _BESIDE]
    alone = len(words) < 2 and "?" in text
    if len(signing) == 1 and not rest and len(words) <= _LONGEST_WISH and not alone:
        return True
    return bool(signing) and _is_for_a_meeting(words)


def _is_for_a_meeting(words: Sequence[str]) -> bool:
    """Tell whether words name a workshop, perhaps misspelt, with its subject or place and no more.

    Whoever asks how, when or whether wants an answer instead.
    """
    if len(words) > _LONGEST_NAMED or not _ASKING.isdisjoint(words):
        return False
    named = [at for at, word in enumerate(words) if get_close_matches(word, _MEETINGS, 1, ALIKE)]
    return any("na" in words[max(0, at - 2) : at] for at in named)


def wants_to_leave(text: str) -> bool:
    """Tell whether words say "rezygnuję", and nothing else of weight."""
    return " ".join(_WORD.findall(fold(text[:100]))) in _LEAVING


def map_search(place: str) -> str:
    """Return an address that looks a place up on a map, for one without a point."""
    return f"https://www.google.com/maps/search/?api=1&query={quote_plus(place)}"
