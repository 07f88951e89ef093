"""An entry written from plain words obeys the rules of all entries, whatever the words are."""

from __future__ import annotations

from datetime import date

import pytest

from bot.knowledge.entry_pages import Written, answer_markdown, name_of, page, with_answer
from bot.knowledge.loading import load
from bot.knowledge.markdown import to_telegram_html
from bot.knowledge.models import Entry
from bot.knowledge.values import START_ID
from tests.knowledge.sample import SAMPLE

ON = date(2026, 11, 24)


def read(written: Written) -> Entry:
    return load(SAMPLE, {"faq/legal/nowe.md": page(written, ON)}).entries["nowe"]


def test_an_entry_with_a_source_is_right_for_a_year() -> None:
    entry = read(Written("Czy wolno?", ["a można tak"], "Wolno.", "art. 5 ustawy"))
    assert (entry.question, entry.also_asked, entry.answer) == (
        "Czy wolno?",
        ("a można tak",),
        "Wolno.",
    )
    assert (entry.sources, entry.confirm) == (("art. 5 ustawy",), False)
    assert (entry.checked, entry.valid_until) == (ON, date(2027, 11, 24))


def test_an_entry_without_a_source_is_confirmed_each_time() -> None:
    entry = read(Written("Czy wolno?", [], "Wolno.", " "))
    assert (entry.confirm, entry.valid_until) == (True, date(2027, 2, 24))
    assert entry.sources == ("odpowiedź doradcy programu",)


@pytest.mark.parametrize(
    "words",
    [
        'a: b # c "d" \\ e',
        "- lista\n- druga\n\n# nagłówek\n1. raz",
        "<b>tak</b> [tu](https://x.pl) *nie* `kod` {{ nazwa }} {% x %}",
        "---\nquestion: inne\n---",
        "| a | b |\n|---|---|",
        "x" * 400,
    ],
)
def test_any_words_make_a_page_that_is_read(words: str) -> None:
    entry = read(Written(f"Pytanie {words}", [words], f"Odpowiedź {words}", words))
    assert len(entry.question) <= 300


def test_another_answer_leaves_the_fields_but_for_the_dates() -> None:
    text = (SAMPLE / "faq/accounting/cit-8-termin.md").read_text(encoding="utf-8")
    fields = text.split("\n---\n")[0]
    dates = ("2026-11-22", "2026-12-01"), ("2027-03-31", "2027-06-30")
    for old, new in dates:
        assert old in fields
        fields = fields.replace(old, new)
    changed = with_answer(text, "Do końca maja.", date(2026, 12, 1), date(2027, 6, 30))
    assert changed == f"{fields}\n---\nDo końca maja.\n"


def test_lists_stay_lists_and_lines_paragraphs() -> None:
    said = "Trzeba:\n- statut,\n• lista *członków*\n\nA potem:\n1) wniosek\n2. opłata\nI tyle."
    assert answer_markdown(said) == (
        "Trzeba:\n\n- statut,\n- lista \\*członków\\*\n\nA potem:\n\n"
        "1. wniosek\n2. opłata\n\nI tyle."
    )
    assert to_telegram_html(answer_markdown(said)).count("•") == 2


def test_a_line_that_only_begins_with_a_number_is_no_list() -> None:
    assert answer_markdown("24. grudnia nie pracujemy.") == "24\\. grudnia nie pracujemy."


def test_signs_that_nobody_sees_are_left_out() -> None:
    entry = read(
        Written("Czy\u200b wolno?", ["a\u00ad można"], "Wol\u200bno\tzawsze.", "ustawa\u200e")
    )
    assert (entry.question, entry.answer) == ("Czy wolno?", "Wolno zawsze.")


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Czy stary traktor może jechać?", "czy-stary-traktor-moze-jechac"),
        ("???", "haslo"),
        ("Ile " + "bardzo " * 20, "ile-bardzo-bardzo-bardzo-bardzo-bardzo-bardzo"),
        ("x" * 99, "x" * 50),
    ],
)
def test_a_name_is_made_of_the_question(question: str, name: str) -> None:
    assert name_of(question) == name
    assert START_ID.fullmatch(name)
