"""Numbers of people in pages: PESEL and accounts are refused, private telephones warned about."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.loading import KnowledgeError, load
from bot.knowledge.numbers import phones, private_numbers, suspects
from tests.knowledge.sample import copy_of_sample

PLAKAT = "faq/promotion/plakat.md"
PESEL = "44051401359"
ACCOUNT = "61 1090 1014 0000 0712 1981 2874"
AS_PESEL = "ten numer wygląda jak PESEL; usuń go albo zastąp kreskami"
AS_ACCOUNT = "ten numer wygląda jak numer konta; usuń go albo zastąp kreskami"
AS_PHONE = (
    "to wygląda jak numer telefonu; usuń go, a telefon instytucji wpisz do sources.yaml (phones)"
)
GUIDE = """\
---
title: Poradnik
summary: Krótki.
topic: legal
sources: [przykład]
checked: 2026-11-22
---
Zadzwoń: 601 234 567.
"""


def _with(tmp_path: Path, file: str, added: str) -> Path:
    directory = copy_of_sample(tmp_path)
    page = directory / file
    page.parent.mkdir(exist_ok=True)
    before = page.read_text(encoding="utf-8") if page.exists() else ""
    page.write_text(before + added, encoding="utf-8")
    return directory


def _refused(directory: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as wrong:
        load(directory)
    return [str(one) for one in wrong.value.complaints]


def _warned(directory: Path) -> list[str]:
    return [str(one) for one in load(directory).warnings if "telefon" in one.what]


def test_pesel_in_an_answer_is_refused_and_not_repeated(tmp_path: Path) -> None:
    told = _refused(_with(tmp_path, PLAKAT, f"\nWpisz {PESEL}.\n"))
    assert told == [f"sample/{PLAKAT}:14: {AS_PESEL}"]


def test_account_in_a_way_of_asking_is_refused(tmp_path: Path) -> None:
    way = f"plakat:\n  - afisz\n  - czy wpłacić na {ACCOUNT}\n"
    told = _refused(_with(tmp_path, "wordings/promotion.yaml", way))
    assert told == [f"sample/wordings/promotion.yaml:3: {AS_ACCOUNT}"]


def test_telephone_in_a_guide_is_a_warning_with_its_line(tmp_path: Path) -> None:
    directory = _with(tmp_path, "guides/poradnik.md", GUIDE)
    assert _warned(directory) == [f"sample/guides/poradnik.md:8: {AS_PHONE}"]


def test_own_telephone_and_those_on_the_list_may_be_given(tmp_path: Path) -> None:
    own = _with(tmp_path / "a", PLAKAT, "\nZadzwoń: 24 000 00 00.\n")
    assert _warned(own) == []
    listed = _with(tmp_path / "b", PLAKAT, "\nZadzwoń: (22) 560 16 00.\n")
    assert _warned(listed) == [f"sample/{PLAKAT}:14: {AS_PHONE}"]
    with (listed / "sources.yaml").open("a", encoding="utf-8") as file:
        file.write('  phones: ["22 560 16 00"]\n')
    assert _warned(listed) == []


def test_data_of_the_organisation_are_not_looked_at(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    office = directory / "programme/organisation.yaml"
    text = office.read_text(encoding="utf-8")
    office.write_text(text.replace("purpose: ", f"purpose: {PESEL} "), encoding="utf-8")
    assert load(directory).organisation.privacy.purpose.startswith(PESEL)


@pytest.mark.parametrize(
    "written",
    [
        "601 234 567",
        "601-234-567",
        "601\u00a0234\u00a0567",
        "24 367 12 34",
        "(24) 367 12 34",
        "+48 601234567",
        "+48601234567",
        "0048 24 367 12 34",
        "tel. 601234567",
        "telefon 601234567",
        "Zadzwoń pod 601 234 567 albo napisz.",
    ],
)
def test_what_looks_like_a_telephone_is_seen(written: str) -> None:
    lines = suspects({"a.md": f"Pierwsza.\n{written}\n"})
    assert [str(one) for one in phones(lines, [])] == [f"a.md:2: {AS_PHONE}"]


@pytest.mark.parametrize(
    "written",
    [
        "NIP 774-123-45-67",
        "NIP: 7741234567",
        "KRS 0000123456",
        "REGON 123456785",
        "REGON 123 456 785",
        "REGON 12345678500012",
        "numer EP 012345678",
        "120 000 000 zł",
        "120\u00a0000\u00a0000\u00a0zł",
        "1 120 000 000",
        "240 000 zł albo 100 000 zł",
        "150 000 000,50 zł",
        "Zadzwoń: 112, 116 111 albo 800 12 12 12.",
        "31.12.2026, 01.01.2027",
        "Dz.U. 2024 poz. 1761, Dz.U. 2025 poz. 1879",
        "od 10 000 000 do 200 000 000 mieszkańców",
        "https://example.org/2026/11/601234567",
    ],
)
def test_public_numbers_and_amounts_are_left_alone(written: str) -> None:
    lines = list(suspects({"a.md": written}))
    assert [*private_numbers(lines), *phones(lines, [])] == []
