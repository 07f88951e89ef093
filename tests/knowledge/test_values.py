"""Yearly values and further ways of asking: read from files of their own, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.expiry import Ageing, ageing
from bot.knowledge.loading import KnowledgeError, load, warnings
from tests.knowledge.sample import copy_of_sample

PLAKAT = "faq/promotion/plakat.md"
VALUES = """\
stawka:
  what: stawkę
  text: 1,15 zł
  valid_until: 2026-12-31
  sources: [rozporządzenie]
  checked: 2026-11-22
"""
LAST, AFTER = date(2026, 12, 31), date(2027, 1, 1)


def _base(
    tmp_path: Path, *, values: str = VALUES, answer: str = "Stawka: {{ stawka }}.", **wordings: str
) -> KnowledgeBase:
    directory = copy_of_sample(tmp_path)
    (directory / "values.yaml").write_text(values, encoding="utf-8")
    page = directory / PLAKAT
    text = page.read_text(encoding="utf-8")
    page.write_text(text + f"\n{answer}\n", encoding="utf-8")
    (directory / "wordings").mkdir()
    for topic, content in wordings.items():
        (directory / f"wordings/{topic}.yaml").write_text(content, encoding="utf-8")
    return load(directory)


def _complaints(tmp_path: Path, **parts: str) -> list[str]:
    with pytest.raises(KnowledgeError) as refused:
        _base(tmp_path, **parts)
    return [str(one) for one in refused.value.complaints]


def test_a_value_stands_in_the_answer_until_its_last_day(tmp_path: Path) -> None:
    base = _base(tmp_path)
    answer = base.entries["plakat"].answer
    assert base.said(answer, LAST).endswith("Stawka: 1,15 zł.")
    assert base.said(answer, AFTER).endswith("Stawka: stawkę na 2027 potwierdzi doradca.")


def test_an_answer_whose_value_has_aged_goes_to_an_advisor_as_well(tmp_path: Path) -> None:
    base = _base(tmp_path)
    entry = base.entries["plakat"]
    assert (base.needs_advisor(entry, LAST), base.needs_advisor(entry, AFTER)) == (False, True)
    assert entry.is_valid_on(AFTER)


def test_an_aged_value_is_warned_about(tmp_path: Path) -> None:
    base = _base(tmp_path)
    aged = set(warnings(base, AFTER)) - set(warnings(base, LAST))
    assert [one.what for one in aged if one.file == "values.yaml"] == [
        "„stawka” było ważne do 2026-12-31; wpisz nową wartość (teraz potwierdza ją doradca)"
    ]


def test_what_ages_soon_is_listed_for_the_coordinator(tmp_path: Path) -> None:
    base = _base(tmp_path)
    assert ageing(base, LAST - timedelta(days=61)) == ()
    assert ageing(base, LAST - timedelta(days=60)) == (
        Ageing("value", "stawka", "1,15 zł (stawka)", LAST),
    )
    assert "cit-8-termin" in [one.id for one in ageing(base, date(2027, 6, 1))]


def test_an_answer_with_a_value_may_be_volatile_without_a_day(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    page = directory / PLAKAT
    text = page.read_text(encoding="utf-8").replace("checked:", "volatile: true\nchecked:", 1)
    page.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="volatile: true wymaga valid_until albo wartości"):
        load(directory)
    page.write_text(text + "\nStawka: {{ stawka }}.\n", encoding="utf-8")
    (directory / "values.yaml").write_text(VALUES, encoding="utf-8")
    assert load(directory).entries["plakat"].values == ("stawka",)


def test_an_unknown_value_and_a_wrong_one_are_refused(tmp_path: Path) -> None:
    (unknown,) = _complaints(tmp_path / "a", answer="Stawka: {{ inna }}.")
    assert "values.yaml nie ma wartości „inna”" in unknown
    (malformed,) = _complaints(tmp_path / "b", answer="Stawka: {{inna}}.")
    assert "znaki {{ są zastrzeżone" in malformed
    (undated,) = _complaints(tmp_path / "c", values=VALUES.replace("2026-12-31", "wkrótce"))
    assert "sample/values.yaml:4" in undated
    (named,) = _complaints(
        tmp_path / "d", values=VALUES.replace("stawka:", "Stawka ą:"), answer=""
    )
    assert "tylko małe litery" in named


def test_an_unused_value_is_warned_about(tmp_path: Path) -> None:
    base = _base(tmp_path, answer="")
    assert [one.what for one in base.warnings if one.file == "values.yaml"] == [
        "nikt nie używa wartości „stawka”; usuń ją"
    ]


def test_further_ways_of_asking_are_learned_and_not_shown(tmp_path: Path) -> None:
    base = _base(tmp_path, promotion="plakat:\n  - afisz na tablicę\n")
    entry = base.entries["plakat"]
    assert entry.rehearsed == ("afisz na tablicę",)
    assert entry.wordings[-1] == "afisz na tablicę"
    assert "afisz na tablicę" not in entry.also_asked


def test_ways_of_asking_for_nothing_or_in_the_wrong_file_are_refused(tmp_path: Path) -> None:
    (nothing,) = _complaints(tmp_path / "a", promotion="brak:\n  - afisz\n")
    assert nothing.startswith("sample/wordings/promotion.yaml:1: nie ma hasła „brak”")
    (elsewhere,) = _complaints(tmp_path / "b", legal="plakat:\n  - afisz\n")
    assert "to hasło jest w temacie promotion" in elsewhere
    (number,) = _complaints(tmp_path / "c", promotion="plakat:\n  - afisz\n  - 5\n")
    assert number.startswith("sample/wordings/promotion.yaml:3: 2. pozycja: tu ma być tekst")
    twice = _complaints(tmp_path / "d", legal="plakat:\n  - a b\n", promotion="plakat:\n  - c d\n")
    assert any("ma już sample/wordings/legal.yaml" in one for one in twice)


def test_a_way_of_asking_that_another_entry_has_is_warned_about(tmp_path: Path) -> None:
    base = _base(tmp_path, promotion="plakat:\n  - nowy zarząd, zgłoszenie do sądu!\n")
    assert "sample/wordings/promotion.yaml:2: tak samo pyta hasło zarzad-zmiana" in "\n".join(
        str(one) for one in base.warnings
    )


def test_long_sentences_are_warned_about(tmp_path: Path) -> None:
    words = " ".join(["słowo"] * 21)
    base = _base(tmp_path, answer=f"Zob. art. 5 ustawy. Oto {words} {{{{ stawka }}}}.")
    told = [one.what for one in base.warnings if "zdanie" in one.what]
    assert told == ["zdanie „Oto słowo słowo słowo…” ma 23 słów; podziel je (20)"]
