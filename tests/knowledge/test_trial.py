"""An amendment is tried before it is published: its rules, and what it would take from others."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from pathlib import Path

import pytest

from bot.knowledge.amendments import Amendment, mark_of_answer
from bot.knowledge.encoder import SentenceEncoder
from bot.knowledge.training import write_model
from bot.knowledge.trial import FILES_WRONG, attempt, attempt_apart
from tests.knowledge.encoders import MEANT, UNHEARD, folder_in, library, weighted
from tests.knowledge.sample import DAY, base, copy_of_sample
from tests.knowledge.test_amendments import TRACTOR, wording

CIT = base().entries["cit-8-termin"]


@pytest.mark.slow
def test_a_harmless_entry_moves_nothing(tmp_path: Path) -> None:
    found = attempt(copy_of_sample(tmp_path), None, [], TRACTOR, DAY)
    assert (found.complaints, found.moved, found.unsure) == ((), (), ())
    assert found.asked > 0


@pytest.mark.slow
def test_an_entry_that_takes_anothers_questions_is_told_with_them(tmp_path: Path) -> None:
    taken = [way for way in CIT.wordings if way != CIT.question]
    ways = "".join(f"  - {way} proszę\n" for way in taken)
    text = TRACTOR.text.replace("  - traktor z remizy w paradzie przez miasto\n", ways)
    found = attempt(copy_of_sample(tmp_path), None, [], replace(TRACTOR, text=text), DAY)
    lost = {one.wording for one in (*found.moved, *found.unsure)}
    assert lost & set(taken)
    assert all(one.entry == CIT.id for one in found.moved)
    assert "cit-8-termin" in found.near


@pytest.mark.slow
def test_the_very_words_of_another_entry_are_told(tmp_path: Path) -> None:
    found = attempt(copy_of_sample(tmp_path), None, [], wording(text=CIT.also_asked[0]), DAY)
    assert found.shared == "cit-8-termin"


@pytest.mark.slow
def test_what_breaks_the_rules_is_told_and_not_asked(tmp_path: Path) -> None:
    broken = replace(TRACTOR, text=TRACTOR.text.replace("sources:", "zrodla:"))
    found = attempt(copy_of_sample(tmp_path), None, [], broken, DAY)
    assert found.asked == 0
    assert "sources" in found.complaints[0]


@pytest.mark.slow
def test_it_is_tried_over_what_is_in_force_already(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    entry = base().entries["plakat"]
    way = Amendment(4, "wording", "traktor-w-paradzie", "legal", "ciągnik", mark_of_answer(entry))
    found = attempt(directory, None, [TRACTOR], way, DAY)
    assert found.complaints == ("answer_changed",)  # so the entry was there


async def test_another_process_tells_the_same(tmp_path: Path) -> None:
    directory, cache = copy_of_sample(tmp_path), tmp_path / "cache"
    apart = await attempt_apart(directory, cache, [wording()], TRACTOR, DAY)
    here = attempt(directory, cache, [wording()], TRACTOR, DAY)
    assert apart is not None
    assert (apart["asked"], apart["near"]) == (here.asked, list(here.near))
    assert len(list(cache.glob("*.prepared"))) == 2  # what approval will take


async def test_another_process_listens_to_the_encoder_too(tmp_path: Path) -> None:
    directory, cache = copy_of_sample(tmp_path), tmp_path / "cache"
    with library():
        encoder = SentenceEncoder(folder_in(tmp_path))
        write_model(weighted(encoder), directory / "weights.yaml")
        meant = wording(text=UNHEARD)
        apart = await attempt_apart(directory, cache, [], meant, DAY, encoder)
        without = await attempt_apart(directory, cache, [], meant, DAY)
    assert apart is not None
    assert without is not None
    assert MEANT in apart["near"][:2]
    assert MEANT not in without["near"][:2]


@pytest.mark.slow
async def test_wrong_files_are_told_from_what_gives_nothing(tmp_path: Path) -> None:
    assert await attempt_apart(tmp_path / "nowhere", None, [], TRACTOR, DAY) == FILES_WRONG
    unusable = replace(TRACTOR, text=0)  # type: ignore[arg-type]
    assert await attempt_apart(copy_of_sample(tmp_path), None, [], unusable, DAY) is None


@pytest.mark.slow
async def test_who_stops_waiting_leaves_no_process(tmp_path: Path) -> None:
    trying = asyncio.create_task(attempt_apart(copy_of_sample(tmp_path), None, [], TRACTOR, DAY))
    await asyncio.sleep(0.1)
    started = children()
    trying.cancel()
    await asyncio.gather(trying, return_exceptions=True)
    assert (len(started), trying.cancelled()) == (1, True)
    assert not started & children()


def children() -> set[str]:
    """Return the processes that this one has started and that still run."""
    path = Path(f"/proc/{os.getpid()}/task")
    return {one for task in path.iterdir() for one in (task / "children").read_text().split()}
