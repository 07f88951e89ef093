"""The bot dies at every named instant in turn, starts again, and ends the story: the books agree.

Instants of the start, of the stop and of upkeep are reached in ways of their own; `POINTS` says
which there are, and each is reached by a test. A death is counted by its exit code.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.simulator.people import Group, Telegram
from tests.faults.failpoints import POINTS
from tests.faults.launcher import KILLED
from tests.faults.ledger import copies, findings
from tests.faults.nursery import Nursery
from tests.faults.process import SAMPLE
from tests.faults.sizes import sized
from tests.faults.story import Beginning, Story, a_world, story
from tests.faults.test_busy_morning import DEATHS, UPLOADS
from tests.faults.test_mail_deaths import IN_MAIL

pytestmark = pytest.mark.slow

#: Reached while questions are asked, claimed and answered.
IN_DIALOGUE = (
    "before_inbox_commit",
    "mid_inbox_commit",
    "after_inbox_commit",
    "before_claim",
    "after_claim",
    "mid_ticket",
    "mid_update_done",
    "after_ticket_commit",
    "mid_claim_ticket",
    "after_claim_ticket_commit",
    "before_toast",
    "mid_answer",
    "after_answer_commit",
    "mid_take_from_outbox",
    "before_send",
    "after_send",
    "before_send_card",
    "after_send_card",
    "after_edit_card",
    "before_send_answer",
    "after_send_answer",
    "mid_outcome",
)
AT_START = ("mid_schema_create", "after_schema_create")
WHILE_LINKING = ("mid_link", "before_topic_create", "mid_topic_create")
UPKEEP = ("mid_sweep", "mid_retention", "after_retention")
AT_STOP = ("before_shutdown", "mid_shutdown")


@pytest.fixture(autouse=True, params=range(sized(1, 20)), ids=lambda number: f"{number + 1}")
def _again(request: pytest.FixtureRequest) -> None:
    """Under `make storm` the program dies twenty times at each point."""


def _ask_both(told: Story) -> None:
    told.advise()
    for _ in told.people.turns:
        told.people.ask()


def _agree(told: Story) -> None:
    """Nothing is lost or doubled, but for calls that were on their way when the bot died."""
    assert findings(told.books()) == []
    assert len(told.people.answered) == len(told.people.turns)
    assert sum(copies(told.books()).values()) <= told.in_flight


@pytest.mark.parametrize("point", IN_DIALOGUE)
async def test_a_death_in_a_dialogue_costs_nothing(
    point: str, tmp_path: Path, nursery: Nursery, linked: Beginning
) -> None:
    async with story(tmp_path, nursery, linked) as told:
        _ask_both(told)
        await told.dies(point)
        await told.end()

        _agree(told)


async def test_two_deaths_at_one_message_repeat_it_twice_at_most(
    tmp_path: Path, nursery: Nursery, linked: Beginning
) -> None:
    async with story(tmp_path, nursery, linked) as told:
        _ask_both(told)
        await told.dies("after_send_answer")
        await told.dies("mid_recovery")
        await told.dies("after_send_answer")
        await told.end()

        _agree(told)


@pytest.mark.parametrize("point", AT_START)
async def test_a_death_at_the_first_start_leaves_a_database_that_opens(
    point: str, tmp_path: Path, nursery: Nursery
) -> None:
    async with story(tmp_path, nursery) as told:
        await told.dies(point)
        await told.link()
        _ask_both(told)
        await told.end()

        _agree(told)


@pytest.mark.parametrize("point", WHILE_LINKING)
async def test_a_death_while_the_group_is_linked_leaves_it_linked(
    point: str, tmp_path: Path, nursery: Nursery
) -> None:
    async with story(tmp_path, nursery) as told:
        told.people.coordinator.send("/polacz", chat=told.people.group)
        await told.dies(point)
        _ask_both(told)
        await told.end()

        _agree(told)
        names = [topic.name for topic in told.people.group.topics]
        assert len(names) == len(set(names))


def _basic(telegram: Telegram) -> Group:
    group = telegram.group("Doradcy", basic=True)
    group.add_bot(admin=True)
    return group


async def test_a_death_while_the_group_moves_leaves_it_followed(
    tmp_path: Path, nursery: Nursery
) -> None:
    async with story(tmp_path, nursery, people=a_world(_basic)) as told:
        await told.link()
        told.people.group = told.people.group.upgrade()
        _ask_both(told)
        await told.dies("mid_migrate_group")
        await told.end()

        _agree(told)


async def test_a_death_while_a_mangled_question_is_handed_over_does_not_lose_it(
    tmp_path: Path, nursery: Nursery, linked: Beginning
) -> None:
    async with story(tmp_path, nursery, linked) as told:
        told.advise()
        told.people.ask(mangled=True)
        told.people.ask()
        await told.dies("mid_fallback")
        await told.end()

        _agree(told)


@pytest.mark.parametrize("point", UPKEEP)
async def test_a_death_in_upkeep_costs_nothing(
    point: str, tmp_path: Path, nursery: Nursery, linked: Beginning
) -> None:
    async with story(tmp_path, nursery, linked) as told:
        told.orders["SWEEPS"] = "0.5"
        _ask_both(told)
        await told.dies(point)
        await told.end()

        _agree(told)


async def test_a_death_while_knowledge_is_exchanged_leaves_files_that_load(
    tmp_path: Path, nursery: Nursery, linked: Beginning
) -> None:
    files = tmp_path / "knowledge"
    shutil.copytree(SAMPLE, files)
    async with story(tmp_path, nursery, linked) as told:
        told.settings["knowledge"] = str(files)
        told.orders["SWEEPS"] = "0.5"
        _ask_both(told)
        async with told.life("mid_knowledge_swap@2") as bot:
            await bot.ready()
            entry = next((files / "faq").rglob("*.md"))
            entry.write_text(entry.read_text("utf-8") + "\nNowe zdanie.\n", "utf-8")
            assert await bot.exit_code() == KILLED, bot.end_of_log
        told.died()
        await told.end()

        _agree(told)


@pytest.mark.parametrize("point", AT_STOP)
async def test_a_death_while_it_stops_costs_nothing(
    point: str, tmp_path: Path, nursery: Nursery, linked: Beginning
) -> None:
    async with story(tmp_path, nursery, linked) as told:
        _ask_both(told)
        async with told.life(point) as bot:
            await bot.ready()
            await told.server.calls(told.server.begun.count + 3, within=20)
            assert await bot.terminate() == KILLED, bot.end_of_log
        told.died()
        await told.end()

        _agree(told)


def test_every_point_is_reached_by_a_test() -> None:
    alone = {"mid_recovery", "mid_migrate_group", "mid_fallback", "mid_knowledge_swap"}
    here = {*IN_DIALOGUE, *AT_START, *WHILE_LINKING, *UPKEEP, *AT_STOP, *alone}
    morning = {point.partition("@")[0] for point, _ in DEATHS}

    assert here | morning | {*UPLOADS, *IN_MAIL} == set(POINTS)
