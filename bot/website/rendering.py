"""Fills the site's templates: every value is escaped, and one that is missing is an error."""

from __future__ import annotations

from datetime import time
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import get_day_names
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.knowledge.models import Hours
from bot.templates import polish
from bot.website import addresses, dates
from bot.website.site import Site
from bot.website.typography import tied

HERE = Path(__file__).parent / "templates"


@cache
def _environment() -> Environment:
    rules = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    rules.filters.update(
        tied=tied,
        day=dates.day,
        weekday=dates.weekday,
        clock=dates.clock,
        called=called,
        hours=hours,
    )
    rules.globals.update(
        plural=polish.plural, at=addresses, when=dates.when, quoted_json=quoted_json
    )
    return rules


def render(site: Site, template: str, page: str, **more: Any) -> str:
    """Return the page that lies at `page`, as HTML."""
    root = site.path if page == addresses.NOT_FOUND and site.path else addresses.up(page)
    return (
        _environment()
        .get_template(template)
        .render(
            site=site,
            base=site.base,
            organisation=site.base.organisation,
            page=page,
            root=root,
            **more,
        )
    )


def called(phone: str) -> str:
    """Return a telephone number as links take it."""
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


def hours(office: Hours) -> list[tuple[str, str]]:
    """Return each day of the week with the hours of the office, as people read them."""
    names = get_day_names("wide", locale=polish.POLISH)
    return [
        (names[day], ", ".join(_span(*span) for span in spans) or "nieczynne")
        for day, spans in office.by_weekday.items()
        if spans or day < 5
    ]


def _span(begins: time, ends: time) -> str:
    return f"{begins:%H:%M}–{ends:%H:%M}"


def quoted_json(text: str) -> Markup:
    """Return JSON that cannot end the element it stands in."""
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))  # noqa: S704
