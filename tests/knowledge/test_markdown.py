"""Whatever the Markdown, what comes out is text with Telegram's few tags, well nested."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.markdown import plain_words, to_telegram_html

TAG = re.compile(r"</?[a-z]+(?: href=\"[^\"<>]*\")?>")
ALLOWED = re.compile(r'<b>|</b>|<i>|</i>|<a href="(?:https:|mailto:|tel:)[^"<>]*">|</a>', re.I)
MARKDOWN = st.text(
    st.sampled_from(list("ab *_[]()<>&\"'`#-1.\n|!\\:/ ")) | st.characters(codec="utf-8"),
    max_size=120,
)
LINKS = st.builds(
    "[{}]({}{})".format, MARKDOWN, st.sampled_from(["https://", "tg://", "JaVaScript:"]), MARKDOWN
)


def unclosed(html: str) -> list[str]:
    open_tags: list[str] = []
    for tag in TAG.findall(html):
        name = tag.strip("</>").split(" ")[0]
        if not tag.startswith("</"):
            open_tags.append(name)
        elif not open_tags or open_tags.pop() != name:
            return [tag]
    return open_tags


@given(MARKDOWN | LINKS)
def test_only_telegram_tags_come_out_and_all_are_closed(markdown: str) -> None:
    html = to_telegram_html(markdown)
    assert unclosed(html) == []
    bare = ALLOWED.sub("", html)
    assert "<" not in bare
    assert ">" not in bare
    assert re.search(r"&(?!amp;|lt;|gt;|quot;|#x27;)", bare) is None


@given(MARKDOWN)
def test_no_more_than_one_empty_line_comes_between(markdown: str) -> None:
    html = to_telegram_html(markdown)
    assert html == html.strip()


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Ala **ma** *kota*", "Ala <b>ma</b> <i>kota</i>"),
        ("pierwszy\nakapit\n\ndrugi", "pierwszy akapit\n\ndrugi"),
        ("- a\n- b **c**", "• a\n• b <b>c</b>"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("Kroki:\n\n1. a\n   - x\n   - y\n2. b", "Kroki:\n\n1. a\n   • x\n   • y\n2. b"),
        ("[gov](https://a.pl/?b=1&c=2)", '<a href="https://a.pl/?b=1&amp;c=2">gov</a>'),
        ("[poczta](mailto:a@b.pl)", '<a href="mailto:a@b.pl">poczta</a>'),
        ("[zły](javascript:alert)", "zły"),
        ("<b>x</b> & 5 < 6", "&lt;b&gt;x&lt;/b&gt; &amp; 5 &lt; 6"),
        ("5\u00a0000\u00a0zł", "5\u00a0000\u00a0zł"),
    ],
)
def test_simple_markdown_becomes_telegram_html(markdown: str, html: str) -> None:
    assert to_telegram_html(markdown) == html


def test_words_are_those_a_reader_sees() -> None:
    assert plain_words("Ala **ma** [kota](https://x.pl/a-b)\n- i 1,5\u00a0psa") == [
        "Ala", "ma", "kota", "i", "1,5", "psa",
    ]  # fmt: skip
