"""Wrong knowledge files: the whole set is refused, and each author is told where, what, and how.

Every case here compares everything that is said, so a mistake brings one complaint, not a crowd.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import cycle
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.domain.working_hours import WorkingHours
from bot.helpdesk.answering import entry_params
from bot.helpdesk.desk import Desk
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.complaints import KnowledgeError
from bot.knowledge.library import Library
from bot.knowledge.loading import load, warnings
from bot.knowledge.models import LONGEST_ANSWER, LONGEST_PAGE
from bot.simulator.tags import read_html
from bot.templates import Texts
from tests.knowledge.sample import SAMPLE, copy_of_sample

PLAKAT = "faq/promotion/plakat.md"
HEAD = "question: Co musi być na plakacie?\n"
SOURCE = "  - przykład do testów\n"
ANSWER = 12  # the line where the answer of the page begins
Change = Callable[[bytes], bytes]


def instead_of(old: str, new: str | bytes) -> Change:
    def change(content: bytes) -> bytes:
        assert content.count(old.encode()) == 1, old
        return content.replace(old.encode(), new if isinstance(new, bytes) else new.encode())

    return change


def after_question(line: str) -> Change:
    return instead_of(HEAD, HEAD + line + "\n")


def question(written: str) -> Change:
    return instead_of(HEAD, f"question: {written}\n")


def checked(written: str) -> Change:
    return instead_of("2026-11-22", written)


def answer(written: str) -> Change:
    return lambda content: content[: content.rindex(b"---\n") + 4] + written.encode()


def encoded(name: str) -> Change:
    return lambda content: content.decode().encode(name)


def complaints_of(directory: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as refused:
        load(directory)
    return [str(one) for one in refused.value.complaints]


def spoilt(directory: Path, change: Change, file: str = PLAKAT) -> Path:
    """Return a copy of the sample in which one file is changed."""
    copied = copy_of_sample(directory)
    page = copied / file
    page.write_bytes(change(page.read_bytes()))
    return copied


BOMB = "audience: &a [x, x]\n" + "\n".join(
    f"l{n}: &{new} [*{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}, *{old}]"
    for n, (old, new) in enumerate(zip("abcdefgh", "bcdefghi", strict=True))
)
CLEVER = "kotwice (&) i odsyłacze (*) są niedozwolone; wpisz tekst wprost"
TAG = "znacznik typu (!) jest niedozwolony; weź tekst w cudzysłów"
DEEP = "zagnieżdżenie głębsze niż 12; uprość zapis"
TAB = "tabulator; zastąp go spacjami"
OTHER_LETTERS = "litera zapisana inaczej niż w UTF-8 (może w cp1250); zapisz plik jako UTF-8"
WIDE = "plik jest w UTF-16; zapisz go jako UTF-8"
HUGE = "plik ma ponad 1 MB; podziel go albo skróć"
NO_ANSWER = "brakuje odpowiedzi; napisz ją pod drugą linią ---"
ESCAPE = "zapis ze znakiem \\ daje niewidoczny znak; usuń go"
EMPTY = "puste; wpisz wartość albo usuń pole"
BLANK = "puste; wpisz tekst albo usuń to pole"
HTML = "kod HTML; zostaw sam tekst"
SCHEME = "link musi zaczynać się od https:, mailto: albo tel:; popraw adres"
QUOTES = "question: tu ma być tekst; weź w cudzysłów:"
CUT = "plik urywa się w połowie; sprawdź cudzysłowy i nawiasy"
TABLE = "tu mają być pola „nazwa: wartość”; uzupełnij plik"
AUDIENCES = (
    "stowarzyszenie, stowarzyszenie-zwykle, fundacja, kgw, osp, grupa-nieformalna, szkola, "
    "wolontariusz, firma"
)
HALF_LINK = "link jest niepełny; popraw adres"


def no_day(written: str) -> str:
    return f"checked: „{written}” nie jest datą; napisz RRRR-MM-DD, na przykład 2026-11-22"


def impossible(written: str) -> str:
    return f"checked: nie ma takiego dnia: {written}; popraw datę"


def reserved(sign: str) -> str:
    return f"znaki {sign} są zastrzeżone; usuń je albo wpisz {{{{ nazwa }}}} z values.yaml"


def hidden(sign: str, before: str) -> str:
    return f"niewidoczny znak ({sign}) {before}; skasuj ten fragment i wpisz go od nowa"


PAGES: dict[str, tuple[Change, int, str]] = {
    # Values that other readers of YAML would turn into something else
    "register number in a field of its own": (
        after_question("krs: 0000123456"),
        3,
        "krs: nieznane pole; popraw nazwę albo usuń",
    ),
    "number for a text": (question("2026"), 2, f'{QUOTES} "2026"'),
    "truth for a text": (question("true"), 2, f'{QUOTES} "true"'),
    "no for false": (
        after_question("volatile: no"),
        3,
        "volatile: tu ma być true albo false",
    ),
    "list for a text": (
        question("[a, b]"),
        2,
        "question: tu ma być jeden tekst, a nie lista ani tabela",
    ),
    "text for a list": (
        after_question("related: plakat"),
        3,
        "related: tu ma być lista (kolejne linie od „- ”)",
    ),
    "nothing": (question(""), 2, f"question: {EMPTY}"),
    "tilde": (question("~"), 2, f"question: {EMPTY}"),
    "spaces": (question('" "'), 2, f"question: {BLANK}"),
    "empty list": (
        instead_of("sources:\n" + SOURCE, "sources: []\n"),
        8,
        "sources: za krótka lista (najmniej 1); dopisz pozycje",
    ),
    "list of one empty text": (
        instead_of("sources:\n" + SOURCE, "sources: ['']\n"),
        8,
        f"sources → 1. pozycja: {BLANK}",
    ),
    "question of 301 letters": (
        question("a" * 301),
        2,
        "question: ma 301 znaków, a może mieć 300; skróć",
    ),
    "unknown audience of 5000 letters": (
        after_question(f"audience: [{'x' * 5000}]"),
        3,
        f"audience → 1. pozycja: nie ma grupy „{'x' * 40}…”; wybierz z: {AUDIENCES}",
    ),
    # Days
    "30 February": (checked("2026-02-30"), 10, impossible("2026-02-30")),
    "29 February in a common year": (checked("2027-02-29"), 10, impossible("2027-02-29")),
    "31 June": (checked("2026-06-31"), 10, impossible("2026-06-31")),
    "year 0": (checked("0000-11-22"), 10, impossible("0000-11-22")),
    "year 10000": (checked("10000-11-22"), 10, no_day("10000-11-22")),
    "year 202": (checked("0202-11-22"), 10, "checked: rok 0202 to chyba pomyłka; popraw datę"),
    "day first": (checked("29.02.2027"), 10, no_day("29.02.2027")),
    "no zeros": (checked("2026-3-9"), 10, no_day("2026-3-9")),
    "week": (checked("2026-W10-1"), 10, no_day("2026-W10-1")),
    "day and hour": (checked("2026-11-22T10:00"), 10, no_day("2026-11-22T10:00")),
    "no dashes": (checked("20261122"), 10, "checked: tu ma być data RRRR-MM-DD"),
    "fullwidth digits": (checked("２０２６-11-22"), 10, no_day("２０２６-11-22")),
    "90,000 digits for a day": (checked("9" * 90_000), 10, no_day("9" * 40 + "…")),
    "valid until before it was checked": (
        after_question("valid_until: 2020-01-01"),
        3,
        "valid_until jest wcześniej niż checked; popraw jedną z dat",
    ),
    "volatile without an end": (
        after_question("volatile: true"),
        3,
        "volatile: true wymaga valid_until albo wartości {{ ... }} z values.yaml; "
        "dopisz, do kiedy odpowiedź jest pewna",
    ),
    # Too clever
    "the same field twice": (
        instead_of(HEAD, HEAD * 2),
        3,
        "pole „question” jest podane dwa razy; zostaw jedno",
    ),
    "field without a name": (
        after_question(": x"),
        3,
        "przed dwukropkiem brakuje nazwy pola; dopisz ją",
    ),
    "alias bomb": (after_question(BOMB), 3, CLEVER),
    "anchor in itself": (after_question("audience: &a [*a]"), 3, CLEVER),
    "object of Python": (question("!!python/object/apply:os.system [ls]"), 2, TAG),
    "tag": (after_question("audience: !x [osp]"), 3, TAG),
    "second document": (
        after_question("..."),
        4,
        "drugi dokument w pliku; zostaw jeden (usuń linię --- albo ...)",
    ),
    "2,000 brackets": (question("[" * 2000), 2, DEEP),
    "2,000 braces": (question("{a: " * 2000), 2, DEEP),
    "3,000 dashes": (question("\n  " + "- " * 3000), 3, DEEP),
    "a colon inside": (
        question("Plakat: co na nim?"),
        2,
        "dwukropek w środku tekstu; weź cały tekst w cudzysłów",
    ),
    "an open quote": (question('"Co?'), 2, CUT),
    "an indent that does not fit": (
        instead_of("  - ulotka", " - ulotka"),
        7,
        "wcięcie się nie zgadza; wyrównaj z liniami obok",
    ),
    # Bytes and signs
    "tab for an indent": (after_question("audience:\n\t- szkola"), 4, TAB),
    "tab in the answer": (answer("Tak.\n\tNie.\n"), ANSWER + 1, TAB),
    "NUL": (
        question("a\0b"),
        2,
        "znak NUL; zapisz plik od nowa jako zwykły tekst UTF-8",
    ),
    "NUL by an escape": (question('"a\\0b"'), 2, ESCAPE),
    "half a character by an escape": (question('"a\\ud83d"'), 2, ESCAPE),
    "bell": (question("Co na\x07 to?"), 2, hidden("U+0007", "po „question: Co na”")),
    "right to left": (question("Co\u202eto?"), 2, hidden("U+202E", "po „question: Co”")),
    "only a zero width space": (question('"\u200b"'), 2, hidden("U+200B", 'po „question: "”')),
    "invisible answer": (answer("\u200b\n"), ANSWER, hidden("U+200B", "na początku linii")),
    "mark of order": (
        lambda content: b"\xef\xbb\xbf" + content,
        1,
        "plik zaczyna się od znaku BOM; zapisz jako UTF-8 bez BOM",
    ),
    "UTF-16": (encoded("utf-16"), 1, WIDE),
    "UTF-16 without its mark": (encoded("utf-16-le"), 1, WIDE),
    "UTF-16 the other way, without its mark": (encoded("utf-16-be"), 1, WIDE),
    "UTF-32": (encoded("utf-32"), 1, WIDE),
    "cp1250": (encoded("cp1250"), 2, OTHER_LETTERS),
    "ISO 8859-2": (encoded("iso-8859-2"), 2, OTHER_LETTERS),
    "half a character as UTF-8": (instead_of("plakacie?", b"\xed\xa0\xbd"), 2, OTHER_LETTERS),
    "5 MB": (lambda content: content + b"a" * 5_000_000, 1, HUGE),
    # Cut off while it was written
    "empty file": (
        lambda content: b"",
        1,
        "plik ma się zaczynać od linii --- i pól; zobacz inne hasła",
    ),
    "cut in the fields": (
        lambda content: content[:60],
        4,
        "pola nie są zamknięte; dopisz linię --- przed odpowiedzią",
    ),
    "cut before the answer": (answer(""), ANSWER, NO_ANSWER),
    "cut inside a letter": (
        lambda content: content[: content.index("ć".encode()) + 1],
        2,
        OTHER_LETTERS,
    ),
    # The answer
    "only spaces": (answer(" \n"), ANSWER, NO_ANSWER),
    "only a dash": (answer("-\n"), ANSWER, NO_ANSWER),
    "only an address that is not shown": (answer("[a]: https://a.pl\n"), ANSWER, NO_ANSWER),
    "only a hard space": (answer("&nbsp;\n"), ANSWER, NO_ANSWER),
    "3501 letters": (
        answer("a" * 3501),
        ANSWER,
        "tekst ma 3501 znaków, a może mieć 3500; skróć go",
    ),
    "too much with its sources": (
        lambda content: instead_of(SOURCE, SOURCE + f"  - {'a' * 298}\n")(
            answer("a" * 3500)(content)
        ),
        8,
        "sources razem z pytaniem i odpowiedzią mają 3844 znaków, a mogą mieć 3700; "
        "skróć źródła albo odpowiedź",
    ),
    "open tag": (answer("Tak.\nI <b>już.\n"), ANSWER + 1, HTML),
    "closed but never opened": (answer("Tak </b>.\n"), ANSWER, HTML),
    "script": (answer("<script>alert(1)</script>\n"), ANSWER, HTML),
    "comment": (answer("Tak <!-- nie --> tak.\n"), ANSWER, HTML),
    "script in a link": (
        answer("[x](javascript:alert)\n"),
        ANSWER,
        f"{SCHEME} „javascript:alert”",
    ),
    "script in capitals": (
        answer("[x](JaVaScRiPt:a)\n"),
        ANSWER,
        f"{SCHEME} „JaVaScRiPt:a”",
    ),
    "script behind an entity": (
        answer("[x](java&#115;cript:a)\n"),
        ANSWER,
        f"{SCHEME} „javascript:a”",
    ),
    "script below the text": (
        answer("[x][1]\n\n[1]: javascript:a\n"),
        ANSWER,
        f"{SCHEME} „javascript:a”",
    ),
    "person in a link": (
        answer("[x](tg://user?id=1)\n"),
        ANSWER,
        f"{SCHEME} „tg://user?id=1”",
    ),
    "page in a link": (answer("Zob. [x](plakat)\n"), ANSWER, f"{SCHEME} „plakat”"),
    "link without a host": (answer("[x](https://)\n"), ANSWER, f"{HALF_LINK} „https://”"),
    "letter to nobody": (answer("[x](mailto:biuro)\n"), ANSWER, f"{HALF_LINK} „mailto:biuro”"),
    "start link to a page that is gone": (
        answer("[x](https://t.me/bot?start=a_nie-ma)\n"),
        ANSWER,
        "link prowadzi do hasła „nie-ma”, którego nie ma; popraw go",
    ),
    "template": (answer("Tak {{ user.token }}\n"), ANSWER, reserved("{{")),
    "template that multiplies": (answer("{{ 'a'*2e8 }}\n"), ANSWER, reserved("{{")),
    "template that repeats": (
        answer("Tak.\n{% for a in range(1000000000) %}\n"),
        ANSWER + 1,
        reserved("{%"),
    ),
    "comment of a template": (answer("Tak {# nie #}\n"), ANSWER, reserved("{#")),
    # Numbers of people
    "PESEL": (
        answer("Tak.\nPESEL: 44051401359\n"),
        ANSWER + 1,
        "ten numer wygląda jak PESEL; usuń go albo zastąp kreskami",
    ),
    "PESEL in a remark": (
        after_question("audience: [szkola]  # 440514 01359"),
        3,
        "ten numer wygląda jak PESEL; usuń go albo zastąp kreskami",
    ),
    "account": (
        answer("PL 61 1090 1014 0000 0712 1981 2874\n"),
        ANSWER,
        "ten numer wygląda jak numer konta; usuń go albo zastąp kreskami",
    ),
    # Other pages
    "page that is gone": (
        after_question("related: [nie-ma]"),
        3,
        "nie ma hasła „nie-ma”; popraw id albo usuń tę pozycję",
    ),
    "page outside": (
        after_question("related: [../../x]"),
        3,
        "nie ma hasła „../../x”; popraw id albo usuń tę pozycję",
    ),
    "the page itself": (
        after_question("related: [plakat]"),
        3,
        "hasło odsyła do siebie; usuń tę pozycję",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "line", "told"), PAGES.values(), ids=PAGES)
def test_author_of_a_wrong_page_is_told_one_thing_and_its_line(
    tmp_path: Path, change: Change, line: int, told: str
) -> None:
    assert complaints_of(spoilt(tmp_path, change)) == [f"sample/{PLAKAT}:{line}: {told}"]


OFFICE = "programme/organisation.yaml"
MONDAY = 'monday: ["08:00-16:00"]'


def office(old: str, new: str, line: int, told: str) -> tuple[str, Change, int, str]:
    return OFFICE, instead_of(old, new), line, told


def hours(written: str, told: str | None = None) -> tuple[str, Change, int, str]:
    wrong = f'„{written}” to nie godziny; napisz na przykład "08:00-16:00"'
    said = f"office_hours → monday → 1. pozycja: {told or wrong}"
    return office(MONDAY, f'monday: ["{written}"]', 11, said)


def closed(written: str, told: str) -> tuple[str, Change, int, str]:
    return office("[2026-12-24]", written, 16, f"closed → 1. pozycja: {told}")


SHEETS: dict[str, tuple[str, Change, int, str]] = {
    "hour 24": hours("08:00-24:00"),
    "leap second": hours("08:00-23:59:60"),
    "no zero": hours("8:00-16:00"),
    "backwards": hours("16:00-08:00"),
    "no time at all": hours("08:00-08:00"),
    "an hour for hours": office(
        MONDAY,
        "monday: 10:30",
        11,
        "office_hours → monday: tu ma być lista (kolejne linie od „- ”)",
    ),
    "hours that overlap": office(
        '"08:00-12:00", "13:00-17:00"',
        '"08:00-12:00", "11:00-17:00"',
        12,
        "office_hours: tuesday: godziny mają iść po kolei i nie zachodzić na siebie",
    ),
    "hours out of order": office(
        '"08:00-12:00", "13:00-17:00"',
        '"13:00-17:00", "08:00-12:00"',
        12,
        "office_hours: tuesday: godziny mają iść po kolei i nie zachodzić na siebie",
    ),
    "day in Polish": office(
        "monday:",
        "poniedziałek:",
        11,
        "office_hours → poniedziałek: nieznane pole; popraw nazwę albo usuń",
    ),
    "never open": (
        OFFICE,
        lambda content: (
            content[: content.index(b"office_hours")]
            + b"office_hours: {}\n"
            + content[content.index(b"closed") :]
        ),
        10,
        "office_hours: żaden dzień nie ma godzin; podaj choć jeden, bo inaczej nie ma obietnic",
    ),
    "closed on 31 June": closed("[2026-06-31]", "nie ma takiego dnia: 2026-06-31; popraw datę"),
    "closed on a day without zeros": closed(
        "[2026-3-9]", "„2026-3-9” nie jest datą; napisz RRRR-MM-DD, na przykład 2026-11-22"
    ),
    "closed without a list": office(
        "[2026-12-24]", "2026-12-24", 16, "closed: tu ma być lista (kolejne linie od „- ”)"
    ),
    "address for a name": office(
        "sample_test_bot",
        "t.me/sample_bot",
        9,
        "bot_username: to nazwa bota bez @ i bez adresu: litery łacińskie, cyfry i _ (5-32)",
    ),
    "no e-mail": office(
        "biuro@example.org", "nie mamy", 7, "email: „nie mamy” to nie adres e-mail; popraw"
    ),
    "unknown topic": (
        "topics.yaml",
        lambda content: content + b"Sport:\n  name: x\n",
        0,
        "id tematu „Sport”: od 2 do 12 małych liter bez polskich znaków; inne niż: bias, cancel, "
        "coordination, known, lemmas, none, pieces, votes, words; zmień je",
    ),
    "one word for synonyms": (
        "synonyms.yaml",
        instead_of("[zbiórka, kwesta]", "[zbiórka]"),
        0,
        "za krótka lista (najmniej 2); dopisz pozycje",
    ),
    "source without its pieces": (
        "sources.yaml",
        instead_of("  called: [ustawy o PIT]\n", ""),
        5,
        "called: brakuje tego pola; dopisz je",
    ),
    "source that is nowhere": (
        "sources.yaml",
        instead_of("Dz.U. 2025 poz. 278", "Dziennik Ustaw"),
        3,
        "where: „Dziennik Ustaw”: wpisz „Dz.U. 2024 poz. 1061” albo adres od https://",
    ),
    "source with a name of its own": (
        "sources.yaml",
        instead_of("krs:\n", "KRS:\n"),
        8,
        "nazwa „KRS”: tylko małe litery, cyfry i myślniki; zmień ją",
    ),
    "list for a table": ("phrases.yaml", lambda _: b"- a\n", 1, TABLE),
    "nothing in a table": ("phrases.yaml", lambda _: b"", 1, TABLE),
}  # fmt: skip


@pytest.mark.parametrize(("file", "change", "line", "told"), SHEETS.values(), ids=SHEETS)
def test_author_of_a_wrong_sheet_is_told_one_thing_and_its_line(
    tmp_path: Path, file: str, change: Change, line: int, told: str
) -> None:
    (complaint,) = complaints_of(spoilt(tmp_path, change, file))
    where, _, what = complaint.partition(": ")
    assert where == f"sample/{file}:{line}" or line == 0
    assert what.endswith(told)


def test_register_number_keeps_its_zeros_and_nothing_is_guessed(tmp_path: Path) -> None:
    written = ["0000123456", "10:30", "no", "1_000", "1.10", "2026-02-30", "0x1f", "1e3", ".inf"]
    lines = "".join(f"  - {one}\n" for one in written)
    base = load(spoilt(tmp_path, instead_of(SOURCE, lines)))
    assert base.entries["plakat"].sources == tuple(written)


@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_line_ends_of_any_system_are_read(tmp_path: Path, end: bytes) -> None:
    base = load(spoilt(tmp_path, lambda content: content.replace(b"\n", end)))
    assert base.entries["plakat"].answer.startswith("Na plakacie podaj")


# Names of files

NO_ID = "nazwa pliku: do 62 małych liter bez polskich znaków, cyfr i myślników; zmień ją"
NO_PAGE = "hasło ma być plikiem .md; zmień nazwę albo usuń plik"
NAMES = [
    ("CON.md", NO_ID),
    ("con.md", "takiej nazwy nie zniesie Windows; zmień ją"),
    ("．．x.md", NO_ID),
    ("Plakat.md", NO_ID),
    ("żółw.md", NO_ID),
    ("pla kat.md", NO_ID),
    ("-plakat.md", NO_ID),
    ("a" * 63 + ".md", NO_ID),
    ("a" * 252 + ".md", NO_ID),
    ("plakat.txt", NO_PAGE),
    ("plakat.md~", NO_PAGE),
]


@pytest.mark.parametrize(("name", "told"), NAMES)
def test_name_that_is_no_id_is_refused(tmp_path: Path, name: str, told: str) -> None:
    directory = copy_of_sample(tmp_path)
    (directory / "faq/promotion" / name).write_bytes(b"x")
    assert complaints_of(directory) == [f"sample/faq/promotion/{name}:1: {told}"]


@pytest.mark.parametrize("name", [".md", "..md", ".plakat.md.swp", ".~lock.plakat.md#"])
def test_hidden_files_of_editors_are_no_pages(tmp_path: Path, name: str) -> None:
    directory = copy_of_sample(tmp_path)
    (directory / "faq/promotion" / name).write_bytes(b"x")
    assert len(load(directory).entries) == 12


@pytest.mark.parametrize("name", [b"\xff\xfe.md", b"a\nb.md", b"a\x1b[2Jb.md"])
def test_name_that_cannot_be_shown_does_not_break_the_complaint(
    tmp_path: Path, name: bytes
) -> None:
    directory = copy_of_sample(tmp_path)
    (directory / "faq/promotion" / os.fsdecode(name)).write_bytes(b"x")
    (complaint,) = complaints_of(directory)
    assert complaint.encode().decode().isprintable()
    assert complaint.endswith(NO_ID)


def test_two_pages_that_ask_the_same_are_told_of_each_other(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    twin = (directory / PLAKAT).read_text(encoding="utf-8").replace("plakacie?", "PLAKACIE")
    (directory / "faq/promotion/ulotka.md").write_text(twin, encoding="utf-8")
    assert complaints_of(directory) == [
        "sample/faq/promotion/ulotka.md:2: to samo pytanie ma sample/faq/promotion/plakat.md; "
        "zmień jedno albo połącz hasła"
    ]


def test_one_id_in_two_topics_is_told(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    twin = (directory / PLAKAT).read_text(encoding="utf-8").replace("musi", "powinno")
    (directory / "faq/legal/plakat.md").write_text(twin, encoding="utf-8")
    assert complaints_of(directory) == [
        "sample/faq/promotion/plakat.md:2: takie samo id ma sample/faq/legal/plakat.md; "
        "zmień nazwę jednego pliku"
    ]


# Files that are not what they seem


def page_out_of_the_tree(directory: Path) -> None:
    outside = directory.parent / "obce.md"
    outside.write_bytes((directory / PLAKAT).read_bytes())
    (directory / "faq/promotion/obce.md").symlink_to(outside)


def page_from_the_system(directory: Path) -> None:
    (directory / "faq/promotion/obce.md").symlink_to("/dev/zero")


def page_that_has_gone(directory: Path) -> None:
    (directory / "faq/promotion/obce.md").symlink_to(directory / "faq/promotion/nie-ma.md")


def page_that_leads_to_itself(directory: Path) -> None:
    (directory / "faq/promotion/obce.md").symlink_to("obce.md")


def directory_for_a_page(directory: Path) -> None:
    (directory / "faq/promotion/obce.md").mkdir()


def pipe_for_a_page(directory: Path) -> None:
    os.mkfifo(directory / "faq/promotion/obce.md")


UNREADABLE = "pliku nie da się odczytać; sprawdź uprawnienia i czy to zwykły plik"
OUTSIDE = "dowiązanie prowadzi poza katalog; wstaw sam plik"
GONE = "brakuje tego pliku; utwórz go według knowledge/README.md"


@pytest.mark.parametrize(
    ("put", "told"),
    [
        (page_out_of_the_tree, OUTSIDE),
        (page_from_the_system, OUTSIDE),
        (page_that_has_gone, GONE),
        (page_that_leads_to_itself, UNREADABLE),
        (directory_for_a_page, UNREADABLE),
        (pipe_for_a_page, UNREADABLE),
    ],
)
def test_page_that_is_not_a_file_of_ours_is_told(
    tmp_path: Path, put: Callable[[Path], None], told: str
) -> None:
    directory = copy_of_sample(tmp_path)
    put(directory)
    assert complaints_of(directory) == [f"sample/faq/promotion/obce.md:1: {told}"]


@pytest.mark.parametrize("name", ["topics.yaml", "phrases.yaml", "synonyms.yaml", OFFICE])
def test_sheet_that_is_a_directory_is_told(tmp_path: Path, name: str) -> None:
    directory = copy_of_sample(tmp_path)
    (directory / name).unlink()
    (directory / name).mkdir()
    assert complaints_of(directory) == [f"sample/{name}:1: {UNREADABLE}"]


def test_directory_that_has_gone_is_told(tmp_path: Path) -> None:
    assert complaints_of(tmp_path / "nie-ma") == [
        "nie-ma/faq:1: brakuje katalogu faq; utwórz go",
        *(f"nie-ma/{name}:1: {GONE}" for name in ("phrases.yaml", OFFICE)),
        *(f"nie-ma/{name}:1: {GONE}" for name in ("synonyms.yaml", "topics.yaml")),
    ]


# Warnings


def aged(base: KnowledgeBase, on: date) -> list[str]:
    return [str(one) for one in warnings(base, on) if one not in base.warnings]


def test_page_past_its_date_is_a_warning_with_its_line(tmp_path: Path) -> None:
    base = load(spoilt(tmp_path, after_question("valid_until: 2026-11-23")))
    assert aged(base, date(2026, 11, 24)) == [
        f"sample/{PLAKAT}:3: ważne do 2026-11-23; sprawdź odpowiedź i przesuń valid_until "
        "(do tego czasu nie wysyła się sama)"
    ]


def test_source_that_leads_nowhere_is_a_warning_with_its_line(tmp_path: Path) -> None:
    base = load(spoilt(tmp_path, instead_of(SOURCE, SOURCE + "  - zeszyt\n")))
    told = "źródła „zeszyt” nie ma na liście w sources.yaml; dopisz je albo popraw nazwę"
    assert f"sample/{PLAKAT}:10: {told}" in [str(one) for one in base.warnings]


def test_telephone_is_a_warning_with_its_line(tmp_path: Path) -> None:
    base = load(spoilt(tmp_path, answer("Zadzwoń: 601 234 567.\n")))
    told = "to wygląda jak numer telefonu; usuń go, a telefon instytucji wpisz do sources.yaml"
    assert f"sample/{PLAKAT}:{ANSWER}: {told} (phones)" in [str(one) for one in base.warnings]


def test_page_checked_in_the_future_is_a_warning_with_its_line(tmp_path: Path) -> None:
    base = load(spoilt(tmp_path, checked("2026-11-25")))
    assert aged(base, date(2026, 11, 24)) == [
        f"sample/{PLAKAT}:10: checked 2026-11-25 jest w przyszłości; popraw datę"
    ]


# What is allowed and must still be harmless


def message_with(base: KnowledgeBase) -> str:
    """Return the text of the message with the page, as Telegram reads its tags."""
    number = {"lead": None, "confirm": True, "number": 10**6, "decision": 1}
    promised = {"promised": "2026-12-02T15:00:00+00:00"}
    hours = WorkingHours(base.organisation.office_hours.by_weekday, frozenset())
    desk = Desk(base, hours, datetime(2026, 11, 24, 12, tzinfo=UTC), "u1")
    params = entry_params(desk, base.entries["plakat"]) | number | promised
    return read_html(Texts().render("answer", params).html)[0]


def test_longest_page_fits_one_message(tmp_path: Path) -> None:
    def longest(content: bytes) -> bytes:
        room = LONGEST_PAGE - LONGEST_ANSWER - len("Co musi być na plakacie?") - 2
        page = instead_of(SOURCE, f"  - '{'&' * room}'\n")(content)
        return answer("a" + "&" * (LONGEST_ANSWER - 1))(page)

    text = message_with(load(spoilt(tmp_path, longest)))
    assert text.count("&") == LONGEST_PAGE - len("Co musi być na plakacie?") - 2 - 1
    assert len(text) <= 4096


@pytest.mark.parametrize("written", ["{{ 7*7 }}", "{% if x %}", "<b>x</b>", "%s {0.__class__}"])
def test_what_looks_like_a_template_is_shown_as_it_was_written(
    tmp_path: Path, written: str
) -> None:
    def strange(content: bytes) -> bytes:
        page = instead_of(SOURCE, f"  - '{written}'\n")(content)
        return question(f"'Co znaczy {written}?'")(page)

    text = message_with(load(spoilt(tmp_path, strange)))
    assert text.count(written) == 2
    assert "49" not in text


def test_entities_stay_what_they_mean(tmp_path: Path) -> None:
    base = load(spoilt(tmp_path, answer("a &lt;b&gt; &amp; 3 < 5\n")))
    assert "a <b> & 3 < 5" in message_with(base)


@pytest.mark.parametrize(
    "written", ["*" * 3400 + "a", "[" * 3400 + "a", "[a](" * 800, "a" + "\\" * 3000]
)
def test_answers_that_would_tire_a_reader_of_markdown_are_read_in_time(
    tmp_path: Path, written: str
) -> None:
    begun = time.process_time()
    load(spoilt(tmp_path, answer(written)))
    assert time.process_time() - begun < 5


# All at once, and the last good version


def test_everything_wrong_in_all_files_comes_at_once(tmp_path: Path) -> None:
    directory = spoilt(tmp_path, after_question(BOMB))
    good = (SAMPLE / PLAKAT).read_bytes()
    for number, (change, _, _) in enumerate(PAGES.values()):
        (directory / f"faq/legal/p{number}.md").write_bytes(change(good))
    (directory / "synonyms.yaml").unlink()
    told = complaints_of(directory)
    named = {one.split(":")[0] for one in told}
    assert named >= {f"sample/faq/legal/p{number}.md" for number in range(len(PAGES))}
    assert {f"sample/{PLAKAT}", "sample/synonyms.yaml"} <= named


RUNNING = (
    "alias bomb", "anchor in itself", "2,000 brackets", "3,000 dashes", "5 MB", "UTF-16", "NUL",
    "cut in the fields", "cut before the answer", "cut inside a letter", "empty file",
    "template that repeats", "page that is gone",
)  # fmt: skip


async def test_running_bot_keeps_the_last_good_version(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    library = Library(directory, SystemClock())
    good, page = library.current, directory / PLAKAT
    content = page.read_bytes()
    kept = {}
    for name in RUNNING:
        page.write_bytes(PAGES[name][0](content))
        told = [str(one) for one in await library.reload_if_changed()]
        kept[name] = (told, library.current is good)
    assert kept == {
        name: ([f"sample/{PLAKAT}:{PAGES[name][1]}: {PAGES[name][2]}"], True) for name in RUNNING
    }
    page.write_bytes(content)
    assert await library.reload_if_changed() == []


async def test_running_bot_outlives_what_vanishes(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    library = Library(directory, SystemClock())
    for gone in ("topics.yaml", "phrases.yaml", "faq", "programme", "."):
        good = library.current
        (directory / gone).rename(tmp_path / "gone")
        assert await library.reload_if_changed() != []
        assert library.current is good
        (tmp_path / "gone").rename(directory / gone if gone != "." else directory)
        assert await library.reload_if_changed() == []


async def test_page_that_was_taken_away_is_not_answered_any_more(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    library = Library(directory, SystemClock())
    (directory / PLAKAT).unlink()
    assert await library.reload_if_changed() == []
    assert "plakat" not in library.current.base.entries


def test_files_that_change_while_they_are_read_give_all_or_complaints(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    page, folder = directory / PLAKAT, directory / "faq/legal"
    content = page.read_bytes()
    over = threading.Event()

    def write_and_delete() -> None:
        for step in cycle((_delete, _write_half, _hide_folder)):
            if over.is_set():
                return
            step(page, folder, content)

    editor = threading.Thread(target=write_and_delete)
    editor.start()
    try:
        ends = {_outcome(directory) for _ in range(12)}
    finally:
        over.set()
        editor.join()
    assert ends <= {"base", "complaints"}
    assert load(directory).entries["plakat"].question == "Co musi być na plakacie?"


def _delete(page: Path, _folder: Path, content: bytes) -> None:
    page.unlink()
    page.write_bytes(content)


def _write_half(page: Path, _folder: Path, content: bytes) -> None:
    page.write_bytes(content[:100])
    page.write_bytes(content)


def _hide_folder(_page: Path, folder: Path, _content: bytes) -> None:
    folder.rename(folder.with_name(".away"))
    folder.with_name(".away").rename(folder)


def _outcome(directory: Path) -> str:
    try:
        load(directory)
    except KnowledgeError:
        return "complaints"
    return "base"
