"""QR codes for posters: what a telephone opens, and the same in words beneath."""

from __future__ import annotations

from dataclasses import dataclass

import segno
from markupsafe import Markup

from bot.website.occasions import Meeting
from bot.website.site import Site


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code as a drawing, and its address as people type it."""

    drawing: Markup
    words: str


def code(site: Site, meeting: Meeting) -> Code:
    """Return the code that opens the bot at the meeting's own card."""
    address = site.bot(f"w_{meeting.sheet.id}")
    drawn = segno.make(address, error="m", micro=False)
    svg = drawn.svg_inline(border=2, omitsize=True, dark="#000", light="#fff")
    return Code(Markup(svg), address.removeprefix("https://"))  # noqa: S704 - drawn by us
