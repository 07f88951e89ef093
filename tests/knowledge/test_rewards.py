"""Tests and certificates in a meeting's sheet, and logos: what is told when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.loading import KnowledgeError, load
from tests.knowledge.sample import copy_of_sample

PNG = b"\x89PNG\r\n\x1a\n"

WRONG = [
    ("right: 3", "right: 4", "right wskazuje opcję, której nie ma"),
    ("[skarbnik, listonosz]", "[skarbnik]", "najmniej 2"),
    ("skarbnik, listonosz", "skarbnik, " + "x" * 61, "najwyżej 60 znaków"),
    ("hours: 6", "hours: 0", "hours"),
    ("attendance_and_test", "always", "nie ma tu „always”"),
]


def changed(directory: Path, old: str, new: str) -> str:
    path = directory / "programme/workshops.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as refused:
        load(directory)
    return "\n".join(str(one) for one in refused.value.complaints)


@pytest.mark.parametrize(("old", "new", "told"), WRONG)
def test_the_author_of_a_wrong_test_or_certificate_is_told_what(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    found = changed(copy_of_sample(tmp_path), old, new)
    assert "programme/workshops.yaml:" in found and told in found


def test_a_test_has_three_questions(tmp_path: Path) -> None:
    last = (
        "    - question: Kto podpisuje opis?\n"
        "      options: [skarbnik, listonosz]\n"
        "      right: 1\n"
    )
    assert "najmniej 3" in changed(copy_of_sample(tmp_path), last, "")


def test_a_certificate_for_a_test_needs_the_test(tmp_path: Path) -> None:
    new = "hours: 3\n    condition: attendance_and_test"
    assert "testu nie ma" in changed(copy_of_sample(tmp_path), "hours: 3", new)


def test_logos_are_pictures_of_a_size(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    logos = directory / "programme/logos"
    logos.mkdir()
    (logos / "1-program.png").write_bytes(PNG)
    before = load(directory).version
    (logos / "1-program.png").write_bytes(PNG + b"x")
    assert load(directory).version != before
    (logos / "2-urzad.jpg").write_bytes(b"x")
    (logos / "3-wielkie.png").write_bytes(PNG + b"x" * 400_001)
    with pytest.raises(KnowledgeError) as refused:
        load(directory)
    jpg, large = (str(one) for one in refused.value.complaints)
    assert "2-urzad.jpg" in jpg and "tylko obrazki: .png, .svg" in jpg
    assert "3-wielkie.png" in large and "zmniejsz" in large
