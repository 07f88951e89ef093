"""What stands in the coordinator's spreadsheets: the list of a meeting, its figures, the register.

Writing them as a file is left to `bot.programme.workbooks`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.domain.warsaw import local
from bot.programme.attendance import figures
from bot.programme.documents import Made
from bot.programme.workbooks import Cell, Leaf, leaves
from bot.storage.certificates import Certificate
from bot.storage.occasions import Occasion
from bot.storage.registrations import Registration

STATES = {
    "seated": "miejsce",
    "offered": "miejsce zaproponowane",
    "waiting": "lista rezerwowa",
    "left": "rezygnacja",
}
CHANNELS = {
    "telegram": "Telegram",
    "phone": "telefon",
    "email": "e-mail",
    "list": "lista",
    "walk_in": "z sali",
}
BY = {"list": "lista", "link": "kod", "walk_in": "z sali"}


def attendance(
    row: Occasion, people: Sequence[Registration], reasons: dict[int, str]
) -> list[Leaf]:
    """Return the list of a meeting and its figures by commune."""
    heads = (
        *("Lp.", "Imię i nazwisko", "Organizacja", "Gmina", "Status", "Osoby towarzyszące"),
        *("Obecność", "Godzina wejścia", "Jak potwierdzono", "Jak zapisano", "Nieobecność"),
    )
    lines = [(at, *_line(one, reasons)) for at, one in enumerate(people, 1)]
    places = [*figures.communes(people)]
    places.append(("razem", sum(one for _, one, _ in places), sum(one for _, _, one in places)))
    return [
        Leaf("Lista", heads, lines),
        Leaf("Gminy", ("Gmina", "Zapisani z miejscem", "Obecni"), places),
        Leaf("Spotkanie", ("Co", "Wartość"), _about(row)),
    ]


def _line(one: Registration, reasons: dict[int, str]) -> tuple[Cell, ...]:
    came = local(one.present_at) if one.present_at is not None else None
    return (
        one.name,
        one.organisation,
        one.commune,
        STATES[one.state],
        one.guests,
        "tak" if came else "nie",
        f"{came:%d.%m.%Y %H:%M}" if came else "",
        BY.get(one.present_by or "", ""),
        CHANNELS[one.channel],
        reasons.get(one.id, ""),
    )


def _about(row: Occasion) -> list[tuple[Cell, ...]]:
    return [
        ("Tytuł", row.title),
        ("Początek", f"{local(row.starts_at):%d.%m.%Y %H:%M}"),
        ("Koniec", f"{local(row.ends_at):%d.%m.%Y %H:%M}"),
        ("Miejsce", row.place),
    ]


def register(found: Sequence[Certificate]) -> list[Leaf]:
    """Return the register of certificates, cancelled ones too."""
    heads = ("Numer", "Imię i nazwisko", "Spotkanie", "Dzień", "Godziny", "Wydano", "Unieważniono")
    rows = [
        (
            one.sign,
            one.name,
            one.title,
            one.day,
            one.hours,
            f"{local(one.issued_at):%d.%m.%Y}",
            f"{local(one.cancelled_at):%d.%m.%Y}" if one.cancelled_at else "",
        )
        for one in found
    ]
    return [Leaf("Rejestr", heads, rows)]


def make(name: str) -> Callable[[Sequence[Leaf]], Made]:
    """Return what makes a file of this name from its sheets."""

    def made(given: Sequence[Leaf]) -> Made:
        return Made(name, leaves(given))

    return made
