"""Printed files as their readers have them: words in their order, logos, a code to be read."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import segno

from bot.programme.attendance import printing
from bot.templates.printed import printed
from tests.pdf_text import text_of
from tests.programme.desk import desk, sample

HEAD: dict[str, Any] = {
    "programme": "Działaj lokalnie",
    "organisation": "Fundacja",
    "title": "Żółta gęśl: „jaźń” #strong[x] $a$ *b* \\ @c <d>",
    "day": "sobota, 13\u00a0marca",
    "year": 2027,
    "hours": "09:30–15:00",
    "place": "Bielsk, świetlica",
}
CLAUSE = {"administrator": "Fundacja", "contact": "dane@example.org", "retention": "Pięć lat."}


def signed(people: int, pictures: dict[str, bytes], empty: int = 8) -> bytes:
    lines = [{"name": f"Osoba {at:03}", "from": "KGW Łąck"} for at in range(people)]
    values = {**HEAD, **CLAUSE, "people": lines, "empty": empty}
    return printing.make_list((values, pictures)).content


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    segno.make("logo", micro=False).save(out, kind=kind, scale=4)
    return out.getvalue()


def test_what_people_wrote_is_text_and_never_markup() -> None:
    words = text_of(signed(1, {}))
    assert "#strong[x] $a$ *b* \\ @c <d>" in words.replace("\n", " ")


def test_a_long_list_repeats_its_head_and_keeps_everybody() -> None:
    words = text_of(signed(120, {}))
    assert words.count("Imię i nazwisko") == words.count("strona ") > 3
    assert all(f"Osoba {at:03}" in words for at in range(120))
    assert words.count("Administratorem danych") == 1


def test_the_usual_list_is_one_page() -> None:
    assert "strona 1 z 1" in text_of(signed(12, {}, empty=5))


def test_logos_stand_at_the_head_and_the_name_of_the_project_below() -> None:
    pictures = {"logo0.png": picture("png"), "logo1.svg": picture("svg")}
    made = signed(2, pictures)
    assert made.count(b"/Subtype/Image") >= 1
    assert "Projekt: Działaj lokalnie" in text_of(made).replace("\n", "")


def test_a_picture_that_is_none_does_not_cost_the_list() -> None:
    words = text_of(signed(2, {"logo0.png": b"no picture"}))
    assert "Osoba 001" in words and "Działaj lokalnie" in words


def test_logos_are_taken_in_the_order_of_their_names_and_six_at_most(tmp_path: Path) -> None:
    files = sample(tmp_path)
    logos = files / "programme/logos"
    logos.mkdir()
    for at in range(8, 0, -1):
        (logos / f"{at}.png").write_bytes(b"\x89PNG" + bytes([at]))
    (logos / ".DS_Store.png").write_bytes(b"x")
    there = desk(files)
    found = printing.logos(type(there)(**{**fields(there), "directory": files}))
    assert [content[-1] for content in found.values()] == [1, 2, 3, 4, 5, 6]


def fields(there: Any) -> dict[str, Any]:
    return {name: getattr(there, name) for name in there.__dataclass_fields__}


def test_the_code_is_a_picture_large_enough_for_a_phone() -> None:
    address = "https://t.me/bot?start=ci_" + "x" * 24
    made = printing.make_code({"address": address})
    width, height = struct.unpack(">II", made.content[16:24])
    assert made.name.endswith(".png") and width == height > 300


def test_the_page_for_the_door_says_when_the_code_works() -> None:
    values = {**HEAD, "opens": "08:30", "closes": "15:30", "address": "https://t.me/x?start=ci_y"}
    words = text_of(printing.make_door(values).content)
    assert "od 08:30 do 15:30" in words and "Potwierdź obecność" in words


def test_certificates_are_a_page_each_and_say_neither_he_nor_she() -> None:
    page = {
        **HEAD, "title": "Księgi", "name": "Zofia Żółć", "sign": "7/2027", "count": "6 godzin",
        "agenda": ["ewidencja"], "trainer": "x", "issued": "14.03.2027", "office": "Polna 1",
    }  # fmt: skip
    made = printing.make_certificates([page, {**page, "name": "Jan Ćwik", "sign": "8/2027"}])
    words = text_of(made.content)
    assert made.content.count(b"/Type/Page/") == 2
    for said in ("nr 7/2027", "Zofia Żółć", "nr 8/2027", "Jan Ćwik", "6 godzin", "ewidencja"):
        assert said in words
    assert "(a)" not in words and "/a " not in words


def test_the_longest_certificate_is_one_page() -> None:
    page = {
        **HEAD, "title": "Bardzo długi tytuł " * 10, "name": "Wiesława Konstancja " * 5,
        "sign": "117/2027", "count": "6 godzin", "agenda": ["Część programu " * 7] * 12,
        "trainer": "x", "issued": "14.03.2027", "office": "ul. Polna 1, Płock",
        "place": "Stara Biała, świetlica wiejska " * 4,
    }  # fmt: skip
    made = printing.make_certificates([page]).content
    assert made.count(b"/Type/Page/") == 1
    assert "podpis i pieczęć" in text_of(made)


def test_a_page_is_a_picture_too_for_those_who_look_at_it() -> None:
    assert printed("door", {**HEAD, "opens": "8", "closes": "9"}, {"code.svg": picture("svg")},
                   "png").startswith(b"\x89PNG")  # fmt: skip
