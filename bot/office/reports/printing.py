"""Pages to print: the hours of each advisor to be signed, and the register with its cards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.warsaw import local
from bot.helpdesk.desk import Desk
from bot.knowledge.advice_rules import AdviceRules
from bot.office.reports import wording
from bot.office.reports.ledger import Hours, Ledger
from bot.programme.documents import Made
from bot.storage.card_sums import Card
from bot.templates.apart import printed_apart

_RULES = {"up": "w górę", "nearest": "do najbliższej"}


def hours(desk: Desk, told: Ledger) -> dict[str, Any]:
    """Return what stands on the pages of hours: none when nobody advised."""
    by_advisor: dict[tuple[str, str, int], list[Hours]] = defaultdict(list)
    for one in told.hours:
        by_advisor[one.month, one.advisor, one.advisor_id].append(one)
    pages = [_page(month, name, held) for (month, name, _), held in by_advisor.items()]
    return {**_head(desk, told), "rule": _rule(told.rules), "pages": pages}


def _page(month: str, name: str, held: Sequence[Hours]) -> dict[str, Any]:
    cards = [card for one in held for card in one.cards]
    return {
        "advisor": name,
        "of": month,
        "month": wording.named_month(month),
        "rows": [
            {
                "name": one.organisation,
                "cards": one.signs,
                "minutes": one.minutes,
                "hours": _decimal(one.accounted),
            }
            for one in held
        ],
        "count": len(cards),
        "minutes": sum(one.minutes for one in held),
        "hours": _decimal(sum(one.accounted for one in held)),
        "unsigned": [
            {
                "sign": card.sign,
                "day": wording.date_of(card.day),
                "whom": _whom(card),
                "minutes": card.minutes,
            }
            for card in sorted(cards, key=lambda card: (card.year, card.number))
            if card.unsigned
        ],
    }


def _head(desk: Desk, told: Ledger) -> dict[str, Any]:
    us = desk.base.organisation
    return {
        "programme": us.programme,
        "organisation": us.name,
        "agreement": told.rules.agreement or "",
        "made": wording.date_of(local(told.made).date()),
    }


def _rule(rules: AdviceRules) -> str:
    if rules.rounding == "none" or rules.unit_minutes <= 1:
        return "Godziny są sumą rzeczywistych minut z kart."
    how = _RULES[rules.rounding]
    return (
        "Godziny: suma rzeczywistych minut miesiąca dla jednego podmiotu, "
        f"zaokrąglona {how} po {rules.unit_minutes} minut."
    )


def _decimal(minutes: int) -> str:
    return f"{minutes / 60:.2f}".replace(".", ",")


def _whom(card: Card) -> str:
    return ", ".join(one for one in (card.person, card.organisation) if one) or wording.NOBODY


def register(desk: Desk, told: Ledger) -> dict[str, Any]:
    """Return what stands in the register and on its cards."""
    cards = [_card(desk, card) for card in told.cards]
    return {**_head(desk, told), "details": True, "cards": cards}


def _card(desk: Desk, card: Card) -> dict[str, Any]:
    span = (wording.hour(card.started_at), wording.hour(card.ended_at))
    return {
        "of": card.month,
        "counted": card.counted,
        "sign": card.sign,
        "cancelled": not card.in_force,
        "why": card.cancelled_why,
        "day": wording.date_of(card.day),
        "hours": "–".join(span) if all(span) else "",
        "minutes": card.minutes,
        "advisor": card.advisor,
        "topic": desk.topic(card.topic).name,
        "form": wording.form(card.form, card.form_words),
        "whom": _whom(card),
        "commune": card.commune,
        "concerns": wording.month(card.concerns or ""),
        "summary": card.summary,
        "advice": card.advice,
        "next": card.next_steps,
        "signed": not card.unsigned,
        "confirmed": wording.CONFIRMED[card.confirmed],
    }


def hours_files(told: Ledger, values: Mapping[str, Any]) -> list[Made]:
    """Make the pages of hours: a file for each month."""
    by_month: dict[str, list[Any]] = defaultdict(list)
    for page in values["pages"]:
        by_month[page["of"]].append(page)
    parts = [(month, {**values, "pages": pages}) for month, pages in by_month.items()]
    return _files(told, "godziny-doradcow", "advice_hours", parts)


def register_files(told: Ledger, values: Mapping[str, Any]) -> list[Made]:
    """Make the register with its cards: a file for each month."""
    by_month: dict[str, list[Any]] = defaultdict(list)
    for card in values["cards"]:
        by_month[card["of"]].append(card)
    parts = [
        (month, {**values, **_counted(cards), "period": wording.named_month(month)})
        for month, cards in by_month.items()
    ]
    return _files(told, "karty-porad", "advice_register", parts)


def _counted(cards: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    valid = [card for card in cards if not card["cancelled"]]
    return {
        "cards": cards,
        "count": len(cards),
        "cancelled": len(cards) - len(valid),
        "minutes": sum(card["counted"] for card in valid),
        "unsigned": sum(not card["signed"] for card in valid),
    }


def _files(told: Ledger, what: str, page: str, parts: Sequence[tuple[str, Any]]) -> list[Made]:
    names = [f"{what}_{month}_utworzono-{local(told.made):%Y-%m-%d}.pdf" for month, _ in parts]
    pages = printed_apart([(page, values) for _, values in parts])
    return [Made(name, content) for name, content in zip(names, pages, strict=True)]
