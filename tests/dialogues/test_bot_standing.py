"""The bot's own place in groups: removed, demoted, muted, back again, or added by strangers."""

from __future__ import annotations

import pytest

from bot.simulator.people import Group, Person
from tests.dialogues.scene import UNCOVERED, Scene


@pytest.fixture
async def watched(scene: Scene) -> Scene:
    """Zofia, who coordinates by the settings only, has opened the bot."""
    scene.zofia.start()
    await scene.settle()
    scene.zofia.skip()
    scene.group.skip()
    return scene


def times(person: Person, words: str) -> int:
    return sum(words in message.text for message in person.messages if message.from_bot)


def demote(group: Group, how: str) -> None:
    if how == "member":
        group.add_bot(admin=False)
    else:
        group.add_bot(admin=True)  # but topics are no longer the bot's to manage


async def test_a_removed_bot_tells_who_coordinates_by_the_settings_once(watched: Scene) -> None:
    watched.group.remove_bot()
    await watched.zofia.expect("nie ma już dostępu do grupy")

    watched.anna.send(UNCOVERED)
    await watched.anna.expect("Sprawa #1")
    await watched.forward(minutes=1)
    await watched.forward(minutes=20)

    assert times(watched.zofia, "nie ma już dostępu") == 1


async def test_who_coordinates_by_the_link_hears_of_it_too(watched: Scene) -> None:
    maria = watched.telegram.user(first_name="Maria")
    maria.start(await watched.pairing_link())
    await maria.expect("jest teraz koordynatorem")

    watched.group.kick_bot()

    await maria.expect("nie ma już dostępu do grupy")


async def test_added_back_the_bot_brings_all_waiting_cards_in_order(watched: Scene) -> None:
    watched.group.remove_bot()
    await watched.zofia.expect("nie ma już dostępu")
    for number in range(1, 9):
        watched.newcomer(f"Lider{number}").send(UNCOVERED)
    await watched.forward(minutes=1)
    assert not watched.seen("🔵")

    watched.group.add_bot(admin=True, can_manage_topics=True)
    await watched.settle()

    shown = [m.text.split()[0] for m in watched.group.messages() if "🔵" in m.text]
    assert shown == [f"#{number}" for number in range(1, 9)]
    assert times(watched.zofia, "znów wszystkie prawa") == 1


@pytest.mark.parametrize(
    ("how", "words"),
    [("member", "nie jest już administratorem"), ("topics", "zarządzać tematami")],
)
async def test_a_demoted_bot_says_what_stops_working_once(
    watched: Scene, how: str, words: str
) -> None:
    demote(watched.group, how)
    await watched.group.expect(words, thread=watched.coordination)
    await watched.zofia.expect(words)

    demote(watched.group, how)
    watched.anna.send(UNCOVERED)
    await watched.group.expect("#1 🔵")
    await watched.forward(minutes=20)

    assert times(watched.zofia, words) == 1


async def test_a_promoted_bot_says_that_all_is_well_and_makes_what_was_missing(
    watched: Scene,
) -> None:
    demote(watched.group, "member")
    await watched.zofia.expect("nie jest już administratorem")
    watched.group.delete_topic(watched.group.topic("Prawo"))
    watched.anna.send(UNCOVERED)
    assert (await watched.group.expect("#1 🔵")).thread_id is None

    watched.group.add_bot(admin=True, can_manage_topics=True)

    await watched.group.expect("znów wszystkie prawa", thread=watched.coordination)
    await watched.group.expect_topic("Prawo")


async def test_cards_wait_while_the_bot_is_muted(watched: Scene) -> None:
    watched.group.mute_bot()
    await watched.zofia.expect("nie może pisać w grupie")
    watched.anna.send(UNCOVERED)
    await watched.anna.expect("Sprawa #1")
    await watched.forward(minutes=5)
    assert not watched.seen("🔵")

    watched.group.add_bot(admin=True, can_manage_topics=True)

    await watched.group.expect("#1 🔵")


async def test_a_stranger_who_adds_the_bot_to_a_group_is_left_alone(watched: Scene) -> None:
    foreign = watched.telegram.group("Obca")
    foreign.add_bot()
    await watched.forward(minutes=11)

    assert watched.telegram.world.bot_place(foreign.chat).status == "left"
    assert [m for m in foreign.messages() if m.from_bot and m.kind == "text"] == []
    await watched.group.expect("do grupy, w której nie ma koordynatora")
    assert (await watched.audited("added", "leave"))[-2:] == ["added", "leave"]


@pytest.mark.parametrize("who", ["coordinator adds", "coordinator is there"])
async def test_where_a_coordinator_is_the_bot_stays(watched: Scene, who: str) -> None:
    other = watched.telegram.group(
        "Nowa", owner=watched.zofia if who == "coordinator adds" else None
    )
    if who == "coordinator is there":
        other.add(watched.zofia)
    other.add_bot()
    await watched.forward(minutes=11)

    assert watched.telegram.world.bot_place(other.chat).status == "member"


async def test_a_coordinator_who_asks_in_time_keeps_the_bot(watched: Scene) -> None:
    other = watched.telegram.group("Nowa", forum=True)
    other.add_bot()
    await watched.settle()
    other.add(watched.zofia)
    watched.zofia.send("/polacz", chat=other)
    await other.expect("musi być administratorem")

    await watched.forward(minutes=11)
    other.add_bot(admin=True, can_manage_topics=True)
    watched.zofia.send("/polacz", chat=other)

    await other.expect("Grupa połączona")
