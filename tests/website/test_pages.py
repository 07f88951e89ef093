"""Every page of the sample's site: well written, whole in its links, and safe whatever is said."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.loading import load
from bot.website.building import build
from bot.website.site import Site
from tests.knowledge.sample import SAMPLE
from tests.website import rules
from tests.website.conftest import DAY, HOME, Built
from tests.website.reading import Page, read


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_pages_keep(rule: rules.Rule, files: dict[str, bytes], pages: dict[str, Page]) -> None:
    assert list(rule(pages, files)) == []


def test_every_entry_guide_practice_and_topic_has_its_page(pages: dict[str, Page]) -> None:
    kinds = {name.partition("/")[0] for name in pages if "/" in name}
    dated = {"warsztaty", "dyzury", "wydarzenia", "konkursy", "plakaty"}
    assert kinds == {"tematy", "pytania", "poradniki", "praktyki"} | dated
    assert len([name for name in pages if name.startswith("tematy/")]) == 6
    assert {"pytania/znaki.html", "poradniki/zabawa.html", "praktyki/lawka.html"} <= set(pages)


def test_words_of_the_knowledge_never_become_elements(pages: dict[str, Page]) -> None:
    page = pages["pytania/znaki.html"]
    assert 'Czy <img src=x onerror=alert(3)> & "to" można </script>?' in page.words()
    assert [one.around[-1] for one in page.all("img")] == ["a"]  # the mark at the top
    [question] = page.structured()[0]["mainEntity"]
    assert question["name"] == 'Czy <img src=x onerror=alert(3)> & "to" można </script>?'


def test_scripts_are_data_but_on_the_search_page(pages: dict[str, Page]) -> None:
    running = {
        (name, one.attrs["src"])
        for name, page in pages.items()
        for one in page.all("script")
        if one.attrs.get("type") != "application/ld+json"
    }
    assert running == {("szukaj.html", "szukaj-slowa.js"), ("szukaj.html", "szukaj.js")}


def test_answer_says_values_as_they_are_on_the_day(built: Built) -> None:
    in_force = read(built(date(2026, 12, 31)))["pytania/znaki.html"]
    assert "100 zł." in in_force.words()
    assert "potwierdzić u doradcy" not in in_force.words()
    aged = read(built(date(2027, 1, 1)))["pytania/znaki.html"]
    assert "limit na 2027 potwierdzi doradca" in aged.words()
    assert "trzeba jeszcze potwierdzić u doradcy" in aged.words()


def test_answer_to_confirm_says_so(pages: dict[str, Page]) -> None:
    assert "potwierdzić u doradcy" in pages["pytania/opis-faktury.html"].words()
    assert "potwierdzić u doradcy" not in pages["pytania/plakat.html"].words()


def test_answer_past_its_day_says_so_and_is_not_offered_to_search_engines(built: Built) -> None:
    page = read(built(date(2035, 1, 1)))["pytania/cit-8-termin.html"]
    assert "Ta odpowiedź była pewna do" in page.words()
    assert page.structured() == []


def test_entry_shows_its_sources_the_day_and_ways_to_ask(pages: dict[str, Page]) -> None:
    page = pages["pytania/opis-faktury.html"]
    links = list(page.links())
    assert "przykład do testów" in page.words()
    assert "Sprawdzone 22 listopada 2026" in page.words()
    assert "https://t.me/sample_test_bot?start=a_opis-faktury" in links
    assert "tel:+48240000000" in links
    assert any(link.startswith("mailto:biuro@example.org?subject=Jak%20opis") for link in links)


def test_entry_names_the_guides_and_practices_that_lead_to_it(pages: dict[str, Page]) -> None:
    links = set(pages["pytania/plakat.html"].links())
    assert {"../poradniki/zabawa.html", "../praktyki/lawka.html"} <= links


def test_illustrative_practice_is_marked_wherever_it_stands(pages: dict[str, Page]) -> None:
    mark = "Przykład ilustracyjny"
    assert mark in pages["praktyki/lawka.html"].words()
    assert mark not in pages["praktyki/prawdziwa.html"].words()
    for name in ("index.html", "praktyki.html"):
        cards = [one.text for one in pages[name].all("article")]
        assert [mark in card for card in cards] == [True, False]


def test_guide_has_contents_boxes_and_a_frame_for_its_table(pages: dict[str, Page]) -> None:
    page = pages["poradniki/zabawa.html"]
    assert {"#r-krok-po-kroku", "#r-krok-po-kroku-2"} <= set(page.links())
    assert len([one for one in page.elements if one.attrs.get("class") == "todo"]) == 2
    assert [one.attrs["scope"] for one in page.all("th")] == ["col", "col"]
    assert "</pre><script>alert(2)</script> ........" in page.all("pre")[0].text


def test_link_to_an_entry_in_the_bot_leads_to_its_page(pages: dict[str, Page]) -> None:
    assert "../pytania/plakat.html" in set(pages["poradniki/zabawa.html"].links())


def test_page_that_is_not_found_works_from_any_depth(pages: dict[str, Page]) -> None:
    page = pages["404.html"]
    inside = [link for link in page.links() if not link.startswith(("https:", "mailto:", "tel:"))]
    assert all(link.startswith(("/wiedza/", "#")) for link in inside)
    assert all(link.startswith("/wiedza/") for link in page.fetched())


def test_without_an_address_of_its_own_the_site_names_none(built: Built) -> None:
    files = built(home=None)
    assert {"sitemap.xml", "nowosci.xml"} & set(files) == set()
    assert files["robots.txt"] == b"User-agent: *\nAllow: /\n"
    assert b"canonical" not in files["index.html"]
    assert b"og:image" not in files["index.html"]


def test_knowledge_of_questions_alone_makes_a_whole_site(tmp_path: Path) -> None:
    directory = Path(shutil.copytree(SAMPLE, tmp_path / "knowledge"))
    for path in (directory / "programme").glob("*.yaml"):
        if path.stem != "organisation":
            path.unlink()
    files = build(Site(load(directory), directory, DAY, HOME))
    pages = read(files)
    assert [(rule.__name__, list(rule(pages, files))) for rule in rules.RULES] == [
        (rule.__name__, []) for rule in rules.RULES
    ]
    assert "Nowe terminy ogłosimy" in pages["terminy.html"].words()
    assert "Pierwsze poradniki są w przygotowaniu." in pages["poradniki.html"].words()
    assert [name for name in files if name.endswith(".ics")] == []


def test_the_same_knowledge_gives_the_same_site(built: Built, files: dict[str, bytes]) -> None:
    assert built() == files
