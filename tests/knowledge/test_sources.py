"""The list of known sources: what is recognised, and what the author of an unknown one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.loading import KnowledgeError, load
from bot.knowledge.sources import KnownSource, named_in
from tests.knowledge.sample import base, copy_of_sample

PLAKAT = "faq/promotion/plakat.md"
SOURCE = "  - przykład do testów\n"
ACT = KnownSource(id="a", name="ustawa", called=("ustawa o rachunkowości", "ustawy o rachunkowoś"))
OTHER = KnownSource(id="b", name="zmiana", called=("Dz.U. 2024 poz. 176",))
LONG = KnownSource(id="c", name="inna zmiana", called=("Dz.U. 2024 poz. 1761",))


def spoilt(tmp_path: Path, file: str, old: str, new: str) -> Path:
    directory = copy_of_sample(tmp_path)
    text = (directory / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (directory / file).write_text(text.replace(old, new), encoding="utf-8")
    return directory


def told(directory: Path) -> list[str]:
    return [str(one) for one in load(directory).warnings if "sources.yaml" in one.what]


def refused(directory: Path) -> str:
    with pytest.raises(KnowledgeError) as wrong:
        load(directory)
    (complaint,) = wrong.value.complaints
    return str(complaint)


@pytest.mark.parametrize(
    ("source", "known"),
    [
        ("art. 52 i 53 ustawy o rachunkowości", [ACT]),
        ("USTAWA O RACHUNKOWOSCI", [ACT]),
        ("art. 4 ustawy o rachunkowościach", [ACT]),
        ("ustawa o rachunkach", []),
        ("niezłustawa o rachunkowości", []),
        ("ustawa (Dz. U. 2024, poz. 1761)", [LONG]),
        ("ustawa o rachunkowości (Dz.U. 2024 poz. 176), art. 1", [ACT, OTHER]),
        ("dobra praktyka", []),
    ],
)
def test_source_is_recognised_by_pieces_that_begin_where_a_word_begins(
    source: str, known: list[KnownSource]
) -> None:
    assert list(named_in(source, [ACT, OTHER, LONG])) == known


def test_base_keeps_the_list_for_others() -> None:
    assert [one.id for one in base().known_sources] == ["cit", "pit", "krs", "przyklad", "pozytek"]
    assert base().known_sources[0].where == "Dz.U. 2025 poz. 278"


def test_sources_that_all_lead_somewhere_need_no_look(tmp_path: Path) -> None:
    assert told(copy_of_sample(tmp_path)) == []


UNKNOWN = "źródła „zeszyt cioci” nie ma na liście w sources.yaml; dopisz je albo popraw nazwę"


def test_unknown_source_of_a_page_is_a_warning_with_its_line(tmp_path: Path) -> None:
    directory = spoilt(tmp_path, PLAKAT, SOURCE, SOURCE + "  - zeszyt cioci\n")
    assert told(directory) == [f"sample/{PLAKAT}:10: {UNKNOWN}"]


def test_unknown_source_of_a_statutory_day_is_a_warning_with_its_line(tmp_path: Path) -> None:
    calendar = "programme/calendar.yaml"
    directory = spoilt(tmp_path, calendar, "[art. 39 ustawy o PIT]", "[zeszyt cioci]")
    assert told(directory) == [f"sample/{calendar}:16: {UNKNOWN}"]


def test_unknown_source_of_a_value_is_a_warning_with_its_line(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    value = "a:\n  what: stawkę\n  text: 1 zł\n  valid_until: 2026-12-31\n"
    rest = "  sources:\n    - przykład\n    - zeszyt cioci\n  checked: 2026-11-22\n"
    (directory / "values.yaml").write_text(value + rest, encoding="utf-8")
    assert told(directory) == [f"sample/values.yaml:7: {UNKNOWN}"]


def test_base_without_a_list_is_not_asked(tmp_path: Path) -> None:
    directory = spoilt(tmp_path, PLAKAT, SOURCE, "  - zeszyt cioci\n")
    (directory / "sources.yaml").unlink()
    assert (load(directory).known_sources, told(directory)) == ((), [])


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("Dz.U. 2025 poz. 278", "Dz.U. 2025", 3, "wpisz „Dz.U. 2024 poz. 1061” albo adres"),
        ("https://prs.ms.gov.pl/", "http://prs.ms.gov.pl/", 10, "albo adres od https://"),
        ("https://prs.ms.gov.pl/", "https://prs", 10, "albo adres od https://"),
        ("[ustawy o PIT]", '["§"]', 7, "to za mało, żeby poznać źródło; wpisz dłuższy kawałek"),
        ("[ustawy o PIT]", "[]", 7, "za krótka lista (najmniej 1)"),
        ("[ustawy o PIT]", "[ustawy o PIT]\n  phones: ['112']", 8, "to nie telefon"),
        ("[ustawy o PIT]", "[ustawy o PIT]\n  adres: x", 8, "adres: nieznane pole"),
        ("pit:\n", "Pit ustawa:\n", 5, "nazwa „Pit ustawa”: tylko małe litery"),
    ],
)
def test_author_of_a_wrong_list_is_told_where_and_what(
    tmp_path: Path, old: str, new: str, line: int, what: str
) -> None:
    complaint = refused(spoilt(tmp_path, "sources.yaml", old, new))
    assert complaint.startswith(f"sample/sources.yaml:{line}: ")
    assert what in complaint
