"""How a report calls what rows call by short words: forms of advice, states, moments, hours."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from babel.dates import format_date

from bot.domain.periods import Period
from bot.domain.warsaw import local
from bot.templates.polish import POLISH

FORMS = {
    "bot": "na czacie",
    "email": "e-mail",
    "phone": "telefon",
    "video": "wideo",
    "office": "w biurze",
    "visit": "u organizacji",
    "messenger": "inny komunikator",
    "training": "na szkoleniu",
}
ON_THE_SPOT = frozenset({"office", "visit", "training"})
CONFIRMED = {
    "helped": "potwierdzona, pomogło",
    "not_helped": "potwierdzona, nie pomogło",
    "disputed": "nie zgadza się",
    None: "bez potwierdzenia",
}
CONFIRMED_BY = {"button": "przycisk", "mail": "e-mail", "paper": "podpis", None: ""}
OUTCOMES = {
    "helped": "pomogło",
    "not_helped": "nie pomogło",
    "human": "poszło do doradcy",
    "unknown": "bez odpowiedzi",
}
INITIATIVES = {
    "awarded": "przyznane",
    "agreed": "umowa podpisana",
    "running": "w realizacji",
    "reported": "raport złożony",
    "settled": "rozliczone",
    "resigned": "rezygnacja",
}
SUBMISSIONS = {
    "sent": "zgłoszone",
    "returned": "do poprawy",
    "accepted": "przyjęte",
    "rejected": "odrzucone",
}
SUBJECTS = {
    "announcements": "wszystkie ogłoszenia",
    "workshops": "warsztaty",
    "contests": "konkursy",
    "deadlines": "terminy",
    "news": "aktualności",
}
NOBODY = "nie podano"


def form(one: str, words: str = "") -> str:
    """Return how advice was given."""
    return f"{FORMS[one]}: {words}" if words else FORMS[one]


def mode(one: str) -> str:
    """Return whether people met for it."""
    return "na miejscu" if one in ON_THE_SPOT else "zdalnie"


def day(moment: datetime | None) -> str:
    """Return "2.03.2027", or nothing."""
    return "" if moment is None else date_of(local(moment).date())


def date_of(one: date | str | None) -> str:
    """Return "2.03.2027" of a day, or nothing."""
    if not one:
        return ""
    given = date.fromisoformat(one) if isinstance(one, str) else one
    return f"{given.day}.{given:%m.%Y}"


def moment(one: datetime | None) -> str:
    """Return "2.03.2027 14:05", or nothing."""
    return "" if one is None else f"{day(one)} {local(one):%H:%M}"


def hour(one: datetime | None) -> str:
    """Return "14:05", or nothing."""
    return "" if one is None else f"{local(one):%H:%M}"


def hours(minutes: int) -> float:
    """Return minutes as hours."""
    return round(minutes / 60, 2)


def zloty(grosze: int) -> float:
    """Return grosze as złoty."""
    return round(grosze / 100, 2)


def span(of: timedelta | None) -> str:
    """Return "1 h 20 min" of working time, or a dash."""
    if of is None:
        return "–"
    whole, rest = divmod(round(of.total_seconds() / 60), 60)
    parts = (f"{whole} h" if whole else "", f"{rest} min" if rest or not whole else "")
    return " ".join(part for part in parts if part)


def month(name: str) -> str:
    """Return "03.2027" of "2027-03"."""
    return f"{name[5:]}.{name[:4]}" if name else ""


def named_month(name: str) -> str:
    """Return "marzec 2027" of "2027-03"."""
    return str(format_date(date.fromisoformat(f"{name}-01"), "LLLL yyyy", POLISH))


def period(one: Period) -> str:
    """Return how people call a period: "marzec 2027", "rok 2027"."""
    if one.month:
        return named_month(one.month)
    if len(one.name) == len("2027"):
        return f"rok {one.name}"
    return f"{named_month(one.first)} – {named_month(one.last)}"


def number(value: str | float) -> str:
    """Return a number as people write it ("12,25", "300"), and words as they are."""
    if isinstance(value, str):
        return value
    shown = f"{value:.2f}" if isinstance(value, float) else str(value)
    return shown.removesuffix(".00").replace(".", ",")
