"""Markdown as the site shows it, and spaces that do not break."""

from __future__ import annotations

import pytest

from bot.website.prose import Heading, prose
from bot.website.typography import tied


def html(markdown: str) -> str:
    return str(prose(markdown, lambda entry: f"tu/{entry}.html").html).replace("\n", "")


def test_no_markup_of_the_text_survives() -> None:
    assert html("<script>x</script> & <b>") == (
        "<p>&lt;script&gt;x&lt;/script&gt; &amp; &lt;b&gt;</p>"
    )


def test_links_lead_to_pages_or_to_what_is_safe() -> None:
    assert html("[a](https://t.me/some_bot?start=a_plakat-1)") == (
        '<p><a href="tu/plakat-1.html">a</a></p>'
    )
    assert html("[a](tel:+48240000000)") == '<p><a href="tel:+48240000000">a</a></p>'
    assert html("[a](http://example.org)") == "<p><a>a</a></p>"
    assert "href" not in html("[a](javascript:alert(1))")


def test_headings_get_anchors_of_their_own() -> None:
    found = prose("## Co dalej?\n\n### Łódź\n\n## Co dalej?\n\n## ???", str).headings
    assert found == (
        Heading(2, "r-co-dalej", "Co dalej?"),
        Heading(3, "r-lodz", "Łódź"),
        Heading(2, "r-co-dalej-2", "Co dalej?"),
        Heading(2, "r-rozdzial", "???"),
    )


def test_box_stands_only_where_it_was_written() -> None:
    assert html("- [ ] raz\n- dwa [ ] trzy") == (
        '<ul><li class="todo">raz</li><li>dwa [ ] trzy</li></ul>'
    )


def test_text_to_copy_is_not_touched() -> None:
    assert html("```text\nz dnia 6000 zł <x>\n```") == "<pre>z dnia 6000 zł &lt;x&gt;</pre>"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Idź i zapytaj w gminie", "Idź i~zapytaj w~gminie"),
        ("grant 6000 zł", "grant 6000~zł"),
        ("do 1 000 000 zł rocznie", "do 1~000~000~zł rocznie"),
        ("25 % z kwoty", "25~% z~kwoty"),
        ("do 31 marca", "do 31~marca"),
        ("art. 16 ust. 2 ustawy", "art.~16 ust.~2 ustawy"),
        ("5 zł 3 osoby", "5~zł 3~osoby"),
        ("w 2026 roku", "w~2026 roku"),
        ("raz – dwa", "raz~– dwa"),
        ("09-400 Płock", "09-400~Płock"),
        ("rada", "rada"),
    ],
)
def test_what_belongs_together_stays_in_one_line(written: str, shown: str) -> None:
    assert tied(written).replace("\u00a0", "~") == shown
