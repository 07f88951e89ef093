"""What the author of a wrong file is told: where, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from bot.knowledge.loading import KnowledgeError, load, warnings
from tests.knowledge.sample import base, copy_of_sample

PLAKAT = "faq/promotion/plakat.md"
HEAD = "question: Co musi być na plakacie?\n"
ANSWER_LINE = 12


def edit(old: str, new: str) -> Callable[[bytes], bytes]:
    def change(content: bytes) -> bytes:
        assert old.encode() in content
        return content.replace(old.encode(), new.encode(), 1)

    return change


def with_answer(text: str) -> Callable[[bytes], bytes]:
    return lambda content: content[: content.rindex(b"---\n") + 4] + text.encode()


def complaints_of(directory: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as refused:
        load(directory)
    return [str(complaint) for complaint in refused.value.complaints]


WRONG_PAGES: list[tuple[str, Callable[[bytes], bytes], int, str]] = [
    ("number where text belongs", edit(HEAD, "question: 0\n"), 2, 'weź w cudzysłów: "0"'),
    ("truth where text belongs", edit(HEAD, "question: true\n"), 2, 'weź w cudzysłów: "true"'),
    ("list where text belongs", edit(HEAD, "question: [a]\n"), 2, "jeden tekst"),
    ("empty question", edit(HEAD, "question:\n"), 2, "puste"),
    ("blank question", edit(HEAD, 'question: " "\n'), 2, "puste"),
    ("missing question", edit(HEAD, ""), 2, "question: brakuje tego pola"),
    ("unknown field", edit(HEAD, HEAD + "autor: Jan\n"), 3, "autor: nieznane pole"),
    ("own id", edit(HEAD, HEAD + "id: plakat\n"), 3, "nieznane pole „id”"),
    ("doubled field", edit(HEAD, HEAD * 2), 3, "podane dwa razy"),
    ("anchor", edit(HEAD, HEAD + "audience: &a [szkola]\n"), 3, "kotwice"),
    ("alias", edit(HEAD, HEAD + "audience: *a\n"), 3, "kotwice"),
    ("tag", edit(HEAD, "question: !!python/object:os.system x\n"), 2, "znacznik typu"),
    ("tab", edit(HEAD, HEAD + "audience:\n\t- szkola\n"), 4, "tabulator"),
    ("NUL", edit(HEAD, HEAD + "x: a\0b\n"), 3, "znak NUL"),
    ("control sign", edit(HEAD, HEAD + "x: a\x07b\n"), 3, "niewidoczny znak"),
    ("BOM", lambda content: b"\xef\xbb\xbf" + content, 1, "BOM"),
    ("UTF-16", lambda content: content.decode().encode("utf-16"), 1, "UTF-16"),
    ("cp1250", lambda content: content.decode().encode("cp1250"), 2, "cp1250"),
    ("open brackets", edit(HEAD, "question: " + "[" * 2000 + "\n"), 2, "zagnieżdżenie"),
    ("nested lists", edit(HEAD, "question:\n  " + "- " * 3000 + "\n"), 3, "zagnieżdżenie"),
    ("over 1 MB", lambda content: content + b"a" * 1_000_001, 1, "ponad 1 MB"),
    ("colon inside", edit(HEAD, "question: Plakat: co na nim?\n"), 2, "dwukropek"),
    ("open quote", edit(HEAD, 'question: "Co?\n'), 2, "cudzys"),
    ("wrong indent", edit("  - ulotka", " - ulotka"), 7, "wcięcie"),
    ("empty list", edit("sources:\n  - przykład do testów", "sources: []"), 8, "najmniej 1"),
    ("list without items", edit("  - przykład do testów\n", ""), 8, "sources: puste"),
    ("impossible day", edit("2026-11-22", "2026-02-30"), 10, "nie ma takiego dnia"),
    ("day in words", edit("2026-11-22", "wczoraj"), 10, "nie jest datą"),
    ("week date", edit("2026-11-22", "2026-W10-1"), 10, "nie jest datą"),
    ("ends too early", edit(HEAD, HEAD + "valid_until: 2020-01-01\n"), 3, "wcześniej niż checked"),
    ("volatile for ever", edit(HEAD, HEAD + "volatile: true\n"), 3, "dopisz, do kiedy"),
    ("volatile in words", edit(HEAD, HEAD + "volatile: no\n"), 3, "true albo false"),
    ("unknown audience", edit(HEAD, HEAD + "audience: [wszyscy]\n"), 3, "nie ma grupy"),
    ("dead reference", edit(HEAD, HEAD + "related: [nie-ma]\n"), 3, "nie ma hasła „nie-ma”"),
    ("reference to itself", edit(HEAD, HEAD + "related: [plakat]\n"), 3, "odsyła do siebie"),
    ("no opening line", lambda content: content[4:], 1, "się zaczynać od linii ---"),
    ("half written", lambda content: content[:60], 4, "nie są zamknięte"),
    ("empty file", lambda content: b"", 1, "się zaczynać od linii ---"),
    ("missing answer", with_answer(" \n"), ANSWER_LINE, "brakuje odpowiedzi"),
    ("long answer", with_answer("a" * 3501), ANSWER_LINE, "3501 znaków"),
    ("heading", with_answer("Tak.\n\n# Tytuł\n"), ANSWER_LINE + 2, "nagłówek"),
    ("raw HTML", with_answer("Tak.\nI <b>już\n"), ANSWER_LINE + 1, "HTML"),
    ("HTML block", with_answer("<div>\n"), ANSWER_LINE, "HTML"),
    ("table", with_answer("|a|b|\n|-|-|\n|c|d|\n"), ANSWER_LINE, "tabela"),
    ("image", with_answer("![x](https://a.pl/x.png)\n"), ANSWER_LINE, "obrazek"),
    ("code", with_answer("```\nx\n```\n"), ANSWER_LINE, "blok kodu"),
    ("script link", with_answer("Tak.\n\n[x](javascript:alert)\n"), ANSWER_LINE + 2, "https:"),
    ("telegram link", with_answer("[x](tg://user?id=1)\n"), ANSWER_LINE, "https:"),
    ("plain http", with_answer("[x](http://a.pl)\n"), ANSWER_LINE, "https:"),
    ("template", with_answer("Tak {{ user.token }}\n"), ANSWER_LINE, "zastrzeżone"),
    ("template loop", with_answer("{% for a in b %}\n"), ANSWER_LINE, "zastrzeżone"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "line", "told"),
    [page[1:] for page in WRONG_PAGES],
    ids=[page[0] for page in WRONG_PAGES],
)
def test_author_of_a_wrong_page_is_told_where_and_what(
    tmp_path: Path, change: Callable[[bytes], bytes], line: int, told: str
) -> None:
    directory = copy_of_sample(tmp_path)
    page = directory / PLAKAT
    page.write_bytes(change(page.read_bytes()))
    about_page = [text for text in complaints_of(directory) if f"{PLAKAT}:" in text]
    assert [text for text in about_page if f":{line}: " in text and told in text], about_page


WRONG_SHEETS = [
    ("topics.yaml", edit("volunteering:", "wolontariat-2:"), "id tematu „wolontariat-2”: od 2"),
    ("topics.yaml", edit("volunteering:", "coordination:"), "id tematu „coordination”: od 2"),
    (
        "topics.yaml",
        lambda content: content.replace(b"_days: 3", b"_days: 3\n  cares_for: [taxes]"),
        "taxes ma już temat „legal”",
    ),
    ("topics.yaml", edit("target_days: 3", "target_days: 3\n  cares_for: [dogs]"), "nie ma tu"),
    ("programme/workshops.yaml", edit("topic: promotion", "topic: sport"), "nie ma tu „sport”"),
    ("topics.yaml", edit("target_days: 3", 'target_days: "3"'), "liczba całkowita"),
    ("topics.yaml", edit("target_days: 3", "target_days: 0"), "target_days"),
    ("synonyms.yaml", edit("[zbiórka, kwesta]", "[zbiórka]"), "za krótka lista"),
    ("synonyms.yaml", edit("[zbiórka, kwesta]", "[zbiórka, 2024]"), 'weź w cudzysłów: "2024"'),
    ("phrases.yaml", edit("thanks:", "thx:"), "thx: nieznane pole"),
    ("phrases.yaml", lambda content: b"- a\n", "nazwa: wartość"),
    ("programme/organisation.yaml", edit("08:00-16:00", "16:00-08:00"), "to nie godziny"),
    ("programme/organisation.yaml", edit("08:00-16:00", "8-16"), "to nie godziny"),
    ("programme/organisation.yaml", edit("[2026-12-24]", "[2026-13-24]"), "nie ma takiego dnia"),
    ("programme/organisation.yaml", edit('"+48 24 000 00 00"', "240"), "weź w cudzysłów"),
    ("programme/organisation.yaml", edit("  rights:", "  prawa:"), "brakuje tego pola"),
]


@pytest.mark.parametrize(("file", "change", "told"), WRONG_SHEETS)
def test_author_of_a_wrong_sheet_is_told_what(
    tmp_path: Path, file: str, change: Callable[[bytes], bytes], told: str
) -> None:
    directory = copy_of_sample(tmp_path)
    (directory / file).write_bytes(change((directory / file).read_bytes()))
    assert [text for text in complaints_of(directory) if file in text and told in text]


def test_all_complaints_come_at_once(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    for page in sorted((directory / "faq").glob("*/*.md")):
        page.write_bytes(page.read_bytes().replace(b"question:", b"pytanie:"))
    (directory / "synonyms.yaml").unlink()
    complaints = complaints_of(directory)
    assert sum("pytanie: nieznane pole" in text for text in complaints) == 12
    assert sum("synonyms.yaml:1: brakuje tego pliku" in text for text in complaints) == 1


def test_two_pages_with_one_question_are_refused(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    twin = (directory / PLAKAT).read_text(encoding="utf-8").replace("plakacie?", "PLAKACIE")
    (directory / "faq/promotion/ulotka.md").write_text(twin, encoding="utf-8")
    assert any("to samo pytanie ma sample/" in text for text in complaints_of(directory))


def test_one_id_in_two_topics_is_refused(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    twin = (directory / PLAKAT).read_text(encoding="utf-8").replace("musi", "powinno")
    (directory / "faq/legal/plakat.md").write_text(twin, encoding="utf-8")
    assert any("takie samo id" in text for text in complaints_of(directory))


@pytest.mark.parametrize("name", ["Plakat.md", "pla kat.md", "żółw.md", "a" * 65 + ".md", "a.txt"])
def test_file_names_that_are_no_ids_are_refused(tmp_path: Path, name: str) -> None:
    directory = copy_of_sample(tmp_path)
    (directory / "faq/promotion" / name).write_bytes((directory / PLAKAT).read_bytes())
    assert any(name in text and "zmień" in text for text in complaints_of(directory))


def test_unknown_topic_folder_is_refused(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    (directory / "faq/sport").mkdir()
    assert any("faq/sport:1: nie ma takiego tematu" in text for text in complaints_of(directory))


def test_links_out_of_the_directory_are_refused(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    outside = tmp_path / "outside.md"
    outside.write_bytes((directory / PLAKAT).read_bytes())
    (directory / "faq/promotion/obcy.md").symlink_to(outside)
    assert any("prowadzi poza katalog" in text for text in complaints_of(directory))


def test_link_to_nothing_and_directory_for_a_page_are_refused(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    (directory / "faq/promotion/znikl.md").symlink_to(directory / "nie-ma.md")
    (directory / "faq/promotion/katalog.md").mkdir()
    complaints = complaints_of(directory)
    assert any("znikl.md:1: brakuje tego pliku" in text for text in complaints)
    assert any("katalog.md:1: pliku nie da się odczytać" in text for text in complaints)


def test_windows_line_ends_are_read(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    page = directory / PLAKAT
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert load(directory).entries["plakat"].question == "Co musi być na plakacie?"


def test_numbers_that_are_texts_keep_their_zeros(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    page = directory / PLAKAT
    changed = edit(
        "  - ulotka", "  - 0000123456\n  - 10:30\n  - 1.10\n  - 1_000\n  - no\n  - ulotka"
    )
    page.write_bytes(changed(page.read_bytes()))
    asked = load(directory).entries["plakat"].also_asked
    assert asked[3:8] == ("0000123456", "10:30", "1.10", "1_000", "no")


def test_sample_is_read_as_written() -> None:
    entry = base().entries["cit-8-termin"]
    assert (entry.id, entry.topic, entry.volatile) == ("cit-8-termin", "accounting", True)
    assert (entry.checked, entry.as_of) == (date(2026, 11, 22), date(2026, 11, 22))
    assert entry.is_valid_on(date(2027, 3, 31))
    assert not entry.is_valid_on(date(2027, 4, 1))
    assert base().entries["maly-grant"].confirm


def test_topics_come_in_their_fixed_order() -> None:
    assert list(base().topics) == [
        "legal", "accounting", "fundraising", "partnerships", "promotion", "volunteering",
    ]  # fmt: skip


def test_office_hours_are_known_by_day() -> None:
    organisation = base().organisation
    morning, afternoon = (time(8), time(12)), (time(13), time(17))
    assert organisation.hours_on(date(2026, 11, 24)) == (morning, afternoon)
    assert organisation.hours_on(date(2026, 11, 28)) == ()
    assert organisation.hours_on(date(2026, 12, 24)) == ()


def test_version_changes_with_any_file(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    before = load(directory).version
    page = directory / PLAKAT
    page.write_bytes(page.read_bytes().replace(b"plakacie", b"plakatach"))
    assert before == base().version
    assert load(directory).version != before


def test_old_answers_are_warned_about_on_the_day() -> None:
    before = warnings(base(), date(2027, 3, 31))
    after = warnings(base(), date(2027, 4, 1))
    aged = set(after) - set(before)
    assert [one.file for one in aged] == ["sample/faq/accounting/cit-8-termin.md"]
    assert "ważne do 2027-03-31" in aged.pop().what


def test_few_wordings_and_short_answers_are_warned_about() -> None:
    about = [str(one) for one in base().warnings if "plakat.md" in one.file]
    assert about == [
        "sample/faq/promotion/plakat.md:3: różnych sposobów pytania: 4; "
        "dopisz do 10 innymi słowami",
        "sample/faq/promotion/plakat.md:12: słów w odpowiedzi: 15; najlepiej od 60 do 180",
    ]


@pytest.mark.parametrize("cut", ["answer_from", "suggest_from", "personal_from"])
def test_weights_without_a_cut_are_refused(tmp_path: Path, cut: str) -> None:
    directory = copy_of_sample(tmp_path)
    weights = directory / "weights.yaml"
    weights.write_text(weights.read_text("utf-8").replace(f"{cut}:", "x:"), "utf-8")
    [told] = complaints_of(directory)
    assert "weights.yaml" in told
    assert "zones" in told
