"""The page of a practice that a leader told fits the knowledge once it has been completed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.written import clean
from bot.knowledge.articles import Practice
from bot.knowledge.loading import KnowledgeError, load
from bot.knowledge.markdown import plain_text
from bot.knowledge.practice_pages import LONGEST_SUMMARY, Photo, Told, page, summary
from tests.knowledge.sample import copy_of_sample

TOLD = Told(
    name="lawka",
    title="Ławka przy świetlicy",
    story="Zebraliśmy deski. Druhowie zrobili ławkę.\nDzieci ją pomalowały.",
    place="gmina Bodzanów, koło gospodyń",
    extra="300 zł, 12 osób",
    organisation=None,
    commune=None,
    topics=("volunteering",),
    photos=(Photo("AgACAgQ", "przed\nmalowaniem"),),
)
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'
HOSTILE = [
    "# nagłówek\n---\ntitle: inny\n---",
    "{{ stawka }} {% if %} <b>x</b> <script>",
    "- a\n- b\n1. c\n```\nkod\n```",
    '"cudzysłów" i \\ ukośnik: [link](javascript:x) ![](x)',
    "*" * 50 + "_" * 50 + "|" * 9,
    "&lt;b&gt; ~~nie~~ http://example.org",
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = copy_of_sample(tmp_path_factory.mktemp("pages"))
    pictures = directory / "practices" / "pictures"
    pictures.mkdir(parents=True)
    (pictures / "lawka.svg").write_text(PICTURE, encoding="utf-8")
    return directory


def completed(text: str) -> str:
    """Fill in what the coordinator is to add."""
    for old, new in (
        ("# topics:", "topics:"),
        ("# cost:", "cost:"),
        ("# volunteers: 0", "volunteers: 12"),
        ("# hours: 0", "hours: 60"),
        ('# lessons:\n#   - "czego', 'lessons:\n  - "czego'),
        ("# picture: pictures/lawka.jpg", "picture: pictures/lawka.svg"),
        ("# picture_alt:", "picture_alt:"),
    ):
        text = text.replace(f"\n{old}", f"\n{new}", 1)
    return text


def read(library: Path, told: Told) -> Practice:
    (library / "practices" / "lawka.md").write_text(completed(page(told)), encoding="utf-8")
    return load(library).practices["lawka"]


def test_a_completed_page_is_read_as_it_was_told(library: Path) -> None:
    found = read(library, TOLD)
    assert (found.title, found.illustrative, found.cost) == (TOLD.title, False, TOLD.extra)
    assert (found.municipality, found.who) == (TOLD.place, TOLD.place)
    assert found.text == ("Zebraliśmy deski. Druhowie zrobili ławkę.\n\nDzieci ją pomalowały.")


def test_known_commune_and_organisation_stand_in_their_fields(library: Path) -> None:
    found = read(library, replace(TOLD, organisation="KGW Łagiewniki", commune="Bodzanów"))
    assert (found.municipality, found.who) == ("Bodzanów", "KGW Łagiewniki")


def test_what_is_missing_is_named_by_the_check(library: Path, tmp_path: Path) -> None:
    directory = Path(shutil.copytree(library, tmp_path / "raw"))
    (directory / "practices" / "lawka.md").write_text(page(TOLD), encoding="utf-8")
    with pytest.raises(KnowledgeError) as refused:
        load(directory)
    missing = {one.what.split(":")[0] for one in refused.value.complaints}
    assert missing == {"volunteers", "hours", "lessons", "picture", "picture_alt"}


def test_photos_are_noted_and_are_no_field() -> None:
    assert "\n# AgACAgQ (przed malowaniem)\n" in page(TOLD)
    assert "file_id" not in page(replace(TOLD, photos=()))


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_stay_words(library: Path, words: str) -> None:
    found = read(
        library, replace(TOLD, title=words, story=words, place=words, extra=words, topics=())
    )
    shown = plain_text(found.text)
    assert [sign for sign in shown if sign.isalnum()] == [s for s in words if s.isalnum()]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Co", "Cn"]), min_size=1))
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_words_make_a_page_that_can_be_read(library: Path, words: str) -> None:
    told = f"ławka {clean(words)}"
    assert read(library, replace(TOLD, story=told, title=told)).illustrative is False


def test_a_summary_ends_with_a_sentence_where_it_can() -> None:
    assert summary("Raz. Dwa.") == "Raz. Dwa."
    assert summary("Raz. " + "dwa " * 90) == "Raz."
    cut = summary("dwa " * 90)
    assert (len(cut) <= LONGEST_SUMMARY, cut[-1]) == (True, "…")
