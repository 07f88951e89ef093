"""What people approved lies over the files, by the same rules; what does not fit is left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.knowledge.amendments import (
    Amendment,
    lay_over,
    mark_of_answer,
    mark_of_file,
    with_wording,
)
from bot.knowledge.complaints import KnowledgeError
from bot.knowledge.library import Library, open_amended
from bot.knowledge.loading import load
from tests.knowledge.sample import DAY, base, copy_of_sample

pytestmark = pytest.mark.slow

ENTRY = """\
---
question: Czy stary traktor może jechać w paradzie?
also_asked:
  - traktor z remizy w paradzie przez miasto
sources: [przykład do testów]
checked: 2026-11-24
---
Może, gdy ma ważne badanie techniczne i polisę.
"""
FILE = "faq/legal/traktor-w-paradzie.md"
TRACTOR = Amendment(1, "entry", "traktor-w-paradzie", "legal", ENTRY, "")
PLAKAT = "faq/promotion/plakat.md"
WAY = "banderola na słupie ogłoszeniowym"


def wording(ident: int = 2, text: str = WAY, name: str = "plakat") -> Amendment:
    entry = base().entries.get(name)
    mark = mark_of_answer(entry) if entry else ""
    return Amendment(ident, "wording", name, "promotion", text, mark)


def changed(page: Path, old: str, new: str) -> None:
    text = page.read_text(encoding="utf-8")
    assert old in text
    page.write_text(text.replace(old, new), encoding="utf-8")


def test_a_new_entry_is_answered(tmp_path: Path) -> None:
    snapshot, left_out = open_amended(copy_of_sample(tmp_path), None, [TRACTOR])
    decision = snapshot.decider.decide("traktor z remizy w paradzie przez miasto", DAY)
    assert (decision.entry, left_out) == ("traktor-w-paradzie", ())
    assert snapshot.base.version != base().version


def test_a_new_way_of_asking_leads_to_its_entry(tmp_path: Path) -> None:
    snapshot, left_out = open_amended(copy_of_sample(tmp_path), None, [wording()])
    assert (snapshot.decider.decide(WAY, DAY).entry, left_out) == ("plakat", ())
    assert snapshot.base.entries["plakat"].rehearsed == (WAY,)


def test_a_way_of_asking_may_be_for_an_entry_that_is_new_itself(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    new = load(directory, {FILE: ENTRY}).entries["traktor-w-paradzie"]
    way = Amendment(2, "wording", new.id, "legal", "ciągnik na pochodzie", mark_of_answer(new))
    snapshot, left_out = open_amended(directory, None, [TRACTOR, way])
    found = snapshot.decider.decide("ciągnik na pochodzie", DAY)
    assert (found.entry, left_out) == (new.id, ())


def test_an_entry_over_a_file_that_changed_is_left_out(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    page = directory / PLAKAT
    text = page.read_text(encoding="utf-8")
    edit = Amendment(3, "entry", "plakat", "promotion", text + "\nDodane.\n", mark_of_file(text))
    before, none = open_amended(directory, None, [edit])
    assert ("Dodane." in before.base.entries["plakat"].answer, none) == (True, ())

    changed(page, "ulotka", "baner")
    after, left_out = open_amended(directory, None, [edit])
    assert "Dodane." not in after.base.entries["plakat"].answer
    assert [(one.amendment, one.why) for one in left_out] == [(edit, "file_changed")]


def test_of_two_texts_for_one_entry_the_newer_counts(tmp_path: Path) -> None:
    newer = replace(TRACTOR, ident=5, text=ENTRY.replace("Może,", "Tylko wtedy,"))
    snapshot, _ = open_amended(copy_of_sample(tmp_path), None, [TRACTOR, newer])
    assert snapshot.base.entries["traktor-w-paradzie"].answer.startswith("Tylko wtedy,")


def test_a_way_of_asking_is_left_out_when_the_answer_changed(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    page = directory / PLAKAT
    changed(page, "checked: 2026-11-22", "checked: 2026-11-23")  # the same answer, looked at again
    assert open_amended(directory, None, [wording()])[1] == ()

    page.write_text(page.read_text(encoding="utf-8") + "\nInaczej.\n", encoding="utf-8")
    assert [one.why for one in open_amended(directory, None, [wording()])[1]] == ["answer_changed"]


def test_what_was_exported_into_the_files_is_no_conflict(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    amendments = [TRACTOR, wording()]
    for name, text in lay_over(directory, amendments).files.items():
        (directory / name).parent.mkdir(exist_ok=True)
        (directory / name).write_text(text, encoding="utf-8")
    laid = lay_over(directory, amendments)
    assert (laid.files, laid.left_out) == ({}, ())
    assert load(directory).entries["plakat"].rehearsed == (WAY,)


def test_an_entry_that_breaks_the_rules_is_left_out_alone(tmp_path: Path) -> None:
    broken = replace(TRACTOR, ident=7, name="zly", text=ENTRY.replace("checked:", "spr:"))
    snapshot, left_out = open_amended(copy_of_sample(tmp_path), None, [broken, wording()])
    assert snapshot.base.entries["plakat"].rehearsed == (WAY,)
    assert ("zly" in snapshot.base.entries, [one.amendment for one in left_out]) == (
        False,
        [broken],
    )
    assert "brakuje tego pola" in left_out[0].why


def test_two_that_do_not_go_together_leave_the_older(tmp_path: Path) -> None:
    """The page that comes first in its folder is the newer one; the older is complained about."""
    twin = replace(TRACTOR, ident=9, name="a-traktor")
    snapshot, left_out = open_amended(copy_of_sample(tmp_path), None, [TRACTOR, twin])
    assert len(left_out) == 1
    assert len({"a-traktor", "traktor-w-paradzie"} & set(snapshot.base.entries)) == 1


def test_a_question_that_the_files_ask_already_leaves_the_new_entry_out(tmp_path: Path) -> None:
    question = base().entries["zgoda-wizerunek"].question
    text = ENTRY.replace("Czy stary traktor może jechać w paradzie?", question)
    snapshot, left_out = open_amended(
        copy_of_sample(tmp_path), None, [replace(TRACTOR, text=text)]
    )
    assert len(snapshot.base.entries) == len(base().entries)
    assert [one.why for one in left_out] == ["not_together"]


def test_wrong_files_are_still_refused(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    changed(directory / PLAKAT, "question:", "pytanie:")
    with pytest.raises(KnowledgeError):
        open_amended(directory, None, [TRACTOR])


async def test_the_library_puts_them_in_force_and_takes_them_back(tmp_path: Path) -> None:
    library = Library(copy_of_sample(tmp_path), SystemClock(), tmp_path / "cache")
    before = library.current
    await library.amend([TRACTOR])
    first = library.current
    await library.amend([TRACTOR])
    assert library.current is first
    assert "traktor-w-paradzie" in first.base.entries
    await library.amend([])
    assert library.current.base.version == before.base.version


async def test_what_was_left_out_is_told_and_comes_back_with_the_file(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    library = Library(directory, SystemClock())
    page = directory / PLAKAT
    good = page.read_text(encoding="utf-8")
    await library.amend([wording()])
    page.write_text(good + "\nInaczej.\n", encoding="utf-8")
    assert await library.reload_if_changed() == []
    assert [one.why for one in library.left_out] == ["answer_changed"]
    page.write_text(good, encoding="utf-8")
    await library.reload_if_changed()
    assert library.left_out == ()
    assert library.current.decider.decide(WAY, DAY).entry == "plakat"


async def test_while_files_are_wrong_the_last_good_stays(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    library = Library(directory, SystemClock())
    before = library.current
    page = directory / PLAKAT
    good = page.read_text(encoding="utf-8")
    page.write_text(good.replace("question:", "pytanie:"), encoding="utf-8")
    await library.amend([TRACTOR])
    assert library.current is before
    page.write_text(good, encoding="utf-8")
    await library.reload_if_changed()
    await library.amend([TRACTOR])
    assert "traktor-w-paradzie" in library.current.base.entries


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'b:\n  - "x"\n'),
        ("a:\n  - y", 'a:\n  - y\nb:\n  - "x"\n'),
        ("b:\n- y\na:\n- z\n", 'b:\n- y\n- "x"\na:\n- z\n'),
        ("b:\n    - y\n\na:\n    - z\n", 'b:\n    - y\n    - "x"\n\na:\n    - z\n'),
        ("b:\n  - y\n    dalej\n", 'b:\n  - y\n    dalej\n  - "x"\n'),
        ("b:  # uwaga\n  # inna\n  - y\n", 'b:  # uwaga\n  # inna\n  - y\n  - "x"\n'),
        ("b: [y]\n", None),
    ],
)
def test_a_way_of_asking_is_added_to_the_file_as_it_is_written(
    before: str, after: str | None
) -> None:
    assert with_wording(before, "b", "x") == after
