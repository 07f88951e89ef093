"""Cases asked in an organisation's name: told to advisors, shared with others, handed on."""

from __future__ import annotations

import pytest

from bot.domain.callbacks import encode
from bot.storage import organisations
from tests.dialogues.deadline_stories import STALE, following, joined
from tests.dialogues.scene import UNCOVERED, Scene

pytestmark = pytest.mark.usefixtures("typing_fast")


async def named(scene: Scene, name: str) -> None:
    """Let the first organisation have a name and a commune."""
    await scene.settle()
    await scene.house.database.write(
        lambda conn: organisations.set_fields(
            conn, 1, scene.clock.now(), name=name, commune="Łąck"
        )
    )


async def test_advisors_see_for_whom_it_is_asked_and_what_was_asked_before(scene: Scene) -> None:
    await following(scene)
    await named(scene, "KGW Nowinki")
    scene.anna.send(UNCOVERED)
    card = await scene.group.expect("#1 🔵")
    assert "KGW Nowinki (koło gospodyń) · gm. Łąck" in card.text
    assert "Poprzednie sprawy" not in card.text
    assert (await scene.ticket(1)).organisation_id == 1
    await scene.forward(minutes=20)
    scene.anna.send("A czy remiza może wynająć namiot sąsiedniej straży na festyn?")
    second = await scene.group.expect("#2 🔵")
    assert "Poprzednie sprawy tej organizacji: 1" in second.text


async def test_who_acts_for_several_says_in_whose_name_it_is(scene: Scene) -> None:
    await following(scene)
    await named(scene, "KGW Nowinki")
    anna = await scene.person(scene.anna)
    now = scene.clock.now()
    await scene.house.database.write(
        lambda conn: organisations.found(conn, anna.id, "OSP Łąck", "osp", now)
    )
    scene.anna.skip()
    scene.anna.send(UNCOVERED)
    receipt = await scene.anna.expect("Sprawa #1")
    card = await scene.group.expect("#1 🔵")
    assert (await scene.ticket(1)).organisation_id is None
    scene.anna.click(receipt, "Więcej")
    await scene.settle()
    scene.anna.click(receipt, "W czyim imieniu")
    await scene.settle()
    scene.anna.click(receipt, "OSP Łąck")
    await scene.settle()
    assert "W imieniu: OSP Łąck" in receipt.text
    assert "OSP Łąck (straż OSP)" in (await scene.group_message(card)).text
    assert (await scene.ticket(1)).organisation_id == 2
    # nobody asks in the name of an organisation that they do not act for
    basia = scene.newcomer("Basia")
    basia.send("dzień dobry")
    await scene.settle()
    for presser, ident in ((basia, 1), (scene.anna, 99)):
        press = scene.press(presser, receipt, encode("behalf_to", 1, ident))
        assert (await press.answered())["text"] == STALE
    assert (await scene.ticket(1)).organisation_id == 2


async def test_a_shared_case_is_seen_without_the_conversation_and_added_to(scene: Scene) -> None:
    listed = await following(scene)
    basia = await joined(scene, listed)
    await scene.answered_ticket("Może, jeśli ma dopuszczenie.")
    basia.send("/sprawy")
    assert "#1" not in (await basia.expect("Nie ma jeszcze żadnych spraw")).text
    scene.anna.send("/sprawy")
    cases = await scene.anna.expect("Sprawy")
    scene.anna.click(cases, "#1")
    await scene.settle()
    assert (await scene.ticket(1)).shared is False
    scene.anna.click(cases, "Wspólna sprawa")
    await scene.settle()
    assert "Wspólna z: koło gospodyń" in cases.text
    basia.send("/sprawy")
    theirs = await basia.expect("Wspólne sprawy")
    assert "traktor" not in theirs.text
    basia.click(theirs, "Wspólna #1")
    await scene.settle()
    assert "Może, jeśli ma dopuszczenie." in theirs.text
    assert "traktor" not in theirs.text
    basia.click(theirs, "Dopisz")
    await basia.expect("Proszę napisać|#1")
    basia.send("Mamy dopuszczenie do końca maja.")
    await basia.expect("Dopisane do wspólnej sprawy #1")
    await scene.anna.expect("Basia dopisuje coś do wspólnej sprawy #1")
    said = await scene.group.expect("Mamy dopuszczenie do końca maja")
    assert "Basia" in said.text
    # not marked any more, it is nobody else's business
    scene.anna.click(cases, "Tylko moja")
    await scene.settle()
    for action in ("shared", "shared_add"):
        assert (await scene.press(basia, theirs, encode(action, 1)).answered())["text"] == STALE
    assert (await scene.press(basia, theirs, encode("share", 1)).answered())["text"] == STALE
    basia.send("/sprawy")
    await basia.expect("Nie ma jeszcze żadnych spraw")


async def test_an_open_shared_case_goes_on_when_its_leader_leaves(scene: Scene) -> None:
    listed = await following(scene)
    basia = await joined(scene, listed)
    card = await scene.answered_ticket("Może, jeśli ma dopuszczenie.")
    scene.anna.send("/sprawy")
    cases = await scene.anna.expect("Sprawy")
    scene.anna.click(cases, "#1")
    await scene.settle()
    scene.anna.click(cases, "Wspólna sprawa")
    scene.anna.send("/terminy")
    near = await scene.anna.expect("Najbliższe terminy")
    scene.anna.click(near, "Więcej")
    await scene.settle()
    scene.anna.click(near, "Wypisz mnie")
    await scene.settle()
    scene.anna.click(near, "Tak, wypisz mnie")
    await scene.settle()
    assert (await scene.ticket(1)).person_id == (await scene.person(basia)).id
    await basia.expect("Sprawa #1")
    scene.ewa.send("Starosta potwierdził.", reply_to=card)
    await basia.expect("Starosta potwierdził")
    assert not [one for one in scene.anna.messages if "Starosta" in one.text]
    basia.send("/sprawy")
    theirs = await basia.expect("po poprzedniej osobie")
    basia.click(theirs, "#1")
    await scene.settle()
    assert "Wcześniejszej rozmowy nie pokazujemy" in theirs.text
    assert "traktor" not in theirs.text
    scene.anna.send("/sprawy")
    await scene.anna.expect("Nie ma jeszcze żadnych spraw")
    for action in ("case", "append", "solved", "reopen", "unshare"):
        answer = await scene.press(scene.anna, cases, encode(action, 1)).answered()
        assert answer["text"] == STALE, action


async def test_a_closed_shared_case_stays_with_those_who_stay(scene: Scene) -> None:
    basia = await joined(scene, await following(scene))
    card = await scene.answered_ticket("Może, jeśli ma dopuszczenie.")
    scene.anna.send("/sprawy")
    cases = await scene.anna.expect("Sprawy")
    scene.anna.click(cases, "#1")
    await scene.settle()
    scene.anna.click(cases, "Wspólna sprawa")
    await scene.settle()
    scene.ewa.click(await scene.group_message(card), "Zamknij")
    await scene.forward(minutes=11)  # nobody has made a card of it
    await scene.anna.expect("Doradca zamknął")
    scene.anna.send("/organizacja")
    ours = await scene.anna.expect("Rodzaj: koło gospodyń")
    scene.anna.click(ours, "Wypisz mnie")
    await scene.settle()
    scene.anna.click(ours, "Tak, wypisz mnie")
    await scene.settle()
    scene.anna.send("/sprawy")
    await scene.anna.expect("Nie ma jeszcze żadnych spraw")
    for action in ("case", "reopen", "append", "rate_good"):
        assert (await scene.press(scene.anna, cases, encode(action, 1)).answered())[
            "text"
        ] == STALE
    scene.anna.send("Czy to nadal aktualne?", reply_to=await scene.anna_last("jeśli ma dopuszcz"))
    await scene.settle()
    assert (await scene.ticket(1)).state == "closed"  # it became a question of her own
    basia.send("/sprawy")
    theirs = await basia.expect("Wspólne sprawy")
    basia.click(theirs, "Wspólna #1")
    await scene.settle()
    assert "jeśli ma dopuszczenie" in theirs.text and "traktor" not in theirs.text
