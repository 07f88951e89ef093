"""Turns the Markdown of longer pages into HTML for a browser or a printer.

Parsing and rendering are markdown-it's. HTML in the text and links of other kinds stay text.
"""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt

from bot.knowledge.markdown import SCHEMES

_READER = MarkdownIt("commonmark", {"html": False}).enable("table")
_READER.validateLink = lambda url: url.lower().startswith(SCHEMES)  # type: ignore[method-assign]
_BOXES = (
    ("<li>[ ] ", '<li class="box">'),
    ("<li>\n<p>[ ] ", '<li class="box">\n<p>'),
    ("<li>[x] ", '<li class="box done">'),
    ("<li>\n<p>[x] ", '<li class="box done">\n<p>'),
)


@lru_cache(maxsize=32)
def to_page_html(markdown: str) -> str:
    """Return the text as HTML without a frame; `- [ ]` is an item of class `box`."""
    html = str(_READER.render(markdown))
    for sign, box in _BOXES:
        html = html.replace(sign, box)
    return html
