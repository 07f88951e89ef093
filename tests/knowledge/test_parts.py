"""Guides cut into messages: whole, each within Telegram's limit, nothing unescaped."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.blocks import blocks_of
from bot.knowledge.page_html import to_page_html
from bot.knowledge.parts import LONGEST_PART, sections, story
from bot.simulator.tags import read_html, units

GUIDE = """\
Na początek.

## Pierwsza

Akapit.

### Pod nagłówkiem

1. jeden
2. dwa

## Druga

- [ ] do zrobienia
- [x] zrobione
"""


def html(markdown: str) -> list[str]:
    return [block.html for block in blocks_of(markdown)]


def test_a_guide_is_cut_at_its_sections() -> None:
    assert [(part.title, part.html) for part in sections(GUIDE)] == [
        ("", "Na początek."),
        ("Pierwsza", "Akapit.\n\n<b>Pod nagłówkiem</b>\n\n1. jeden\n2. dwa"),
        ("Druga", "☐ do zrobienia\n☑ zrobione"),
    ]


def test_a_story_is_not_cut_while_it_fits() -> None:
    (whole,) = story(GUIDE)
    assert "<b>Pierwsza</b>" in whole.html
    assert whole.html.endswith("☑ zrobione")


def test_a_section_without_words_is_still_a_part() -> None:
    parts = sections("## Pusta\n\n## Pełna\n\nsłowa")
    assert [(part.title, part.html) for part in parts] == [("Pusta", ""), ("Pełna", "słowa")]


def test_a_long_section_goes_on_in_further_parts() -> None:
    paragraphs = "\n\n".join(f"Akapit {n}. " + "słowo " * 100 for n in range(12))
    parts = sections(f"## Długa\n\n{paragraphs}\n\n## Krótka\n\nkoniec")
    assert [part.continued for part in parts] == [False, True, True, False]
    assert len({part.name for part in parts}) == 4
    assert sum(part.html.count("Akapit") for part in parts) == 12


def test_sections_of_one_name_are_told_apart() -> None:
    parts = sections("## Wzór\n\npierwszy\n\n## Wzór\n\ndrugi")
    assert [part.name for part in parts] == ["Wzór#0", "Wzór#1"]


def test_a_text_to_copy_is_a_frame() -> None:
    assert html("```text\nUMOWA <nr>\n  strony:\n```") == [
        "<pre>UMOWA &lt;nr&gt;\n  strony:</pre>"
    ]


def test_a_table_is_a_list_of_its_rows() -> None:
    table = "| Kto | Co | Kiedy |\n|---|---|---|\n| koło | pierogi | w maju |\n| OSP | | zawsze |"
    assert html(table) == [
        "• <b>koło</b> – Co: pierogi; Kiedy: w maju\n• <b>OSP</b> – Kiedy: zawsze"
    ]


def test_a_frame_that_is_too_long_stays_a_frame() -> None:
    lines = "\n".join(f"{n}. ....................." for n in range(400))
    parts = story(f"```\n{lines}\n```")
    assert len(parts) > 1
    assert all(part.html.startswith("<pre>") for part in parts)
    assert all(part.html.endswith("</pre>") for part in parts)


MARKDOWN = st.text(alphabet="ab #*-|[]()`<>&\n1._💚ż", max_size=400)


@given(MARKDOWN, st.integers(1, 60))
@settings(max_examples=60, deadline=None)
def test_any_text_fits_and_can_be_read(text: str, times: int) -> None:
    for part in (*sections(text * times), *story(text * times)):
        shown, _entities = read_html(part.html)
        assert units(shown) <= LONGEST_PART


@given(st.lists(st.text(alphabet="abcż.,! ", min_size=1, max_size=3000), max_size=4))
@settings(max_examples=40, deadline=None)
def test_no_word_is_lost(paragraphs: list[str]) -> None:
    text = "\n\n".join(f"a{one.strip()}" for one in paragraphs)
    seen = "".join(unescape(part.html) for part in story(text))
    assert "".join(seen.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("markdown", "page"),
    [
        ("<script>x</script>", "&lt;script&gt;x&lt;/script&gt;"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](https://ngo.pl)", '<a href="https://ngo.pl">x</a>'),
        ("- [ ] klucz", '<li class="box">klucz</li>'),
        ("- [x] klucz", '<li class="box done">klucz</li>'),
    ],
)
def test_a_page_for_a_browser_holds_only_what_markdown_may_say(markdown: str, page: str) -> None:
    assert page in to_page_html(markdown)
