"""Buttons pressed too late, twice, or on unknown messages: kind words and a fresh view."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.callbacks import encode
from bot.helpdesk import browsing
from bot.helpdesk.presses import ADVISOR, LEADER
from bot.simulator.model import Message
from bot.simulator.people import Person
from tests.buttons import TOPICS, spelled
from tests.dialogues.scene import COVERED, UNCOVERED, Scene

pytestmark = pytest.mark.slow

STALE = "To już nieaktualne. Odświeżam."
OLD = "Dawny stan"

#: What a leader may press, by what the button has to do with.
OF_OPEN_TICKET = {
    "topics",
    "behalf",
    "behalf_to",
    "secret",
    "secret_on",
    "secret_off",
    "secret_young",
    "secret_adult",
    "further",
    "back",
    "call",
    "withdraw",
    "merge",
    "solved",
    "need_now",
    "need_week",
    "need_calm",
    "got_today",
    "got_yesterday",
    "got_unknown",
    "days_seven",
    "days_fourteen",
    "days_thirty",
    "days_unknown",
    *(f"topic_{topic}" for topic in TOPICS),
}
OF_CLOSED_TICKET = {"restore", "reopen", "rate_bad", "rate_fair", "rate_good"}
OF_QUESTION = {
    "helped",
    "other",
    "human",
    "none",
    "drop",
    "pick_a",
    "pick_b",
    "pick_c",
    "gap_show",
}
OF_SOMEBODY = {
    "read",
    "cancel",
    "set_hide",
    "set_show",
    "set_news",
    "set_no_news",
    "set_no_phone",
    "set_organisation",
    "set_commune",
    "append",
    "case",
    "share",
    "unshare",
    "shared",
    "shared_add",
    "numbers_show",
    "numbers_hide",
    "numbers_remove",
    "new",
    "call_morning",
    "call_noon",
    "call_evening",
    "call_any",
}
#: Of a form that is not there; those of one that is are tried in `test_practices`.
OF_PRACTICE = {action for action in LEADER if action.startswith("practice")}
ALWAYS = {"cases"}
OF_PAGES = set(spelled(browsing.PRESSES))
#: How a ticket may end, and what its card and receipt say then.
ENDS = [("closed", "zamknięta"), pytest.param("withdrawn", "wycofana", marks=pytest.mark.slow)]
#: What an advisor may press whatever the ticket's state, and what only a closed one offers.
ANY_STATE = {"files", "propose"}


def test_every_button_of_a_leader_is_tried() -> None:
    tried = OF_OPEN_TICKET | OF_CLOSED_TICKET | OF_QUESTION | OF_SOMEBODY | OF_PRACTICE | OF_PAGES
    tried |= ALWAYS
    assert tried == set(spelled(LEADER))


def outdated(message: Message, action: str, ident: int) -> str:
    """Let a message show an old state with a button, as when an edit never arrived."""
    data = encode(action, ident)
    message.deleted = False
    message.content = {"text": OLD}
    message.markup = {"inline_keyboard": [[{"text": "Stary", "callback_data": data}]]}
    return data


async def pressed(scene: Scene, who: Person, message: Message, action: str, ident: int) -> str:
    """Press an outdated button; return what the presser is told."""
    await scene.settle()
    scene.clock.advance(timedelta(seconds=11))  # no edit is on its way any more
    told = await scene.press(who, message, outdated(message, action, ident)).answered()
    await scene.settle()
    assert message.deleted or not any(
        button["callback_data"] == encode(action, ident) for button in message.buttons
    ), (action, message.rows)
    return str(told.get("text", ""))


async def test_a_second_press_does_not_take_buttons_away_that_have_just_gone(scene: Scene) -> None:
    answer = await scene.anna_last("Kto tu odpowiada")
    data = outdated(answer, "merge", 77)
    await scene.press(scene.anna, answer, data).answered()
    await scene.settle()

    await scene.press(scene.anna, answer, data).answered()
    await scene.settle()

    taken_away = [
        call
        for call in scene.telegram.world.calls
        if call.method == "editMessageReplyMarkup"
        and call.params["message_id"] == answer.message_id
    ]
    assert len(taken_away) == 1
    assert not answer.buttons


async def end(scene: Scene, how: str) -> Message:
    """Bring ticket #1 to its end; return Anna's receipt."""
    card = await scene.answered_ticket("Tak.")
    receipt = await scene.anna_last("Sprawa #1:")
    if how == "closed":
        scene.ewa.click(await scene.group_message(card), "Zamknij")
        await scene.group.expect("#1 ✅ zamknięta")
    else:
        scene.anna.click(receipt, "Więcej")
        await scene.anna.expect("Co zrobić")
        scene.anna.click(receipt, "Wycofaj")
        await scene.anna.expect("wycofana")
    await scene.settle()
    return receipt


@pytest.mark.parametrize(("how", "shown"), ENDS)
async def test_each_button_of_a_card_brings_a_finished_ticket_up_to_date(
    scene: Scene, how: str, shown: str
) -> None:
    await end(scene, how)
    card = next(m for m in scene.group.messages() if m.text.startswith("#1 "))

    for action in sorted(set(spelled(ADVISOR)) - ANY_STATE):
        assert await pressed(scene, scene.ewa, card, action, 1) == STALE, action
        assert shown in card.text, action
        assert (await scene.ticket(1)).state == how, action


async def test_each_button_of_a_held_card_shows_another_advisor_who_holds_it(
    scene: Scene,
) -> None:
    card = await scene.answered_ticket("Tak.")

    for action in ("claim", "pass", "wait", "close"):
        data = encode(action, 1)
        told = await scene.press(scene.marek, card, data).answered()
        assert "Ewa" in told["text"], action
    for action in ("pass_legal", "release"):  # of the menu beneath it, not of the card
        told = await scene.press(scene.marek, card, encode(action, 1)).answered()
        assert told["text"] == STALE, action
    assert (await scene.ticket(1)).advisor_id == scene.ewa.id


@pytest.mark.parametrize(("how", "shown"), ENDS)
async def test_each_button_of_a_receipt_brings_a_finished_ticket_up_to_date(
    scene: Scene, how: str, shown: str
) -> None:
    receipt = await end(scene, how)

    for action in sorted(OF_OPEN_TICKET):
        assert await pressed(scene, scene.anna, receipt, action, 1) == STALE, action
        assert shown in receipt.text, action
        assert (await scene.ticket(1)).state == how, action


async def test_each_button_for_finished_tickets_brings_an_open_one_up_to_date(
    scene: Scene,
) -> None:
    await scene.card()
    receipt = await scene.anna_last("Sprawa #1:")

    for action in sorted(OF_CLOSED_TICKET):
        assert await pressed(scene, scene.anna, receipt, action, 1) == STALE, action
        assert "Odpowie doradca" in receipt.text, action


async def test_each_button_under_an_answer_goes_when_the_question_is_settled(
    scene: Scene,
) -> None:
    scene.anna.send(COVERED)
    answer = await scene.anna.expect("siedmiu założycieli")
    await scene.anna.click(answer, "Pomogło").answered()
    await scene.settle()

    for action in sorted(OF_QUESTION):
        assert await pressed(scene, scene.anna, answer, action, 1) == STALE, action
        assert answer.rows == [], action
    assert await scene.ticket_count() == 0


async def test_buttons_about_what_is_somebody_elses_do_nothing_and_go(scene: Scene) -> None:
    scene.newcomer("Jan").send(UNCOVERED)
    await scene.group.expect("#1 🔵")
    notice = await scene.anna_last("Kto tu odpowiada")
    before = await scene.person(scene.anna)

    for action in sorted(OF_SOMEBODY | OF_PRACTICE):
        number = 1 if action in ("append", "case", "new", *_HOURS) else before.id + 1
        assert await pressed(scene, scene.anna, notice, action, number) == STALE, action
        assert notice.rows == [], action
    assert await scene.person(scene.anna) == before


async def test_buttons_of_pages_do_nothing_under_another_message_and_go(scene: Scene) -> None:
    notice = await scene.anna_last("Kto tu odpowiada")

    for action in sorted(OF_PAGES):
        assert await pressed(scene, scene.anna, notice, action, 0) == STALE, action
        assert (notice.rows, notice.text) == ([], OLD), action


_HOURS = ("call_morning", "call_noon", "call_evening", "call_any")


async def test_a_list_that_is_out_of_date_shows_the_ticket_as_it_is(scene: Scene) -> None:
    await end(scene, "closed")
    scene.anna.send("/sprawy")
    cases = await scene.anna.expect("Sprawy")

    assert await pressed(scene, scene.anna, cases, "solved", 1) == STALE

    assert "#1" in cases.text
    assert "zamknięta" in cases.text


async def test_a_press_on_a_message_that_nobody_knows_takes_its_buttons(scene: Scene) -> None:
    await end(scene, "closed")
    card = next(m for m in scene.group.messages() if m.text.startswith("#1 "))
    await scene.forget(card)

    assert await pressed(scene, scene.ewa, card, "close", 1) == STALE

    assert card.rows == []


async def test_somebody_elses_question_is_not_theirs_to_answer(scene: Scene) -> None:
    card = await scene.card()
    scene.marek.click(card, "Biorę")
    await scene.group.expect("prowadzi: Marek")
    scene.ewa.send("A może inaczej?", reply_to=card)
    asked = await scene.group.expect("Wysłać tę odpowiedź")

    told = await scene.marek.click(asked, "Wyślij").answered()
    await scene.settle()

    assert "dla kogoś innego" in told["text"]
    assert not asked.deleted


#: Action, and words that may come once only.
TWICE_BY_LEADER = {
    "call": "Pod jaki numer",
    "append": "Co dopisać",
    "withdraw": "jest wycofana",
    "got_today": "Ile dni daje pismo",
    "need_now": "Sprawa #1:",
}


@pytest.mark.parametrize("action", TWICE_BY_LEADER)
async def test_a_leaders_double_press_says_it_once(scene: Scene, action: str) -> None:
    await scene.card()
    receipt = await scene.anna_last("Sprawa #1:")

    presses = [scene.press(scene.anna, receipt, encode(action, 1)) for _twice in range(2)]
    for press in presses:
        await press.answered()
    await scene.settle()

    words = TWICE_BY_LEADER[action]
    assert sum(words in message.text for message in scene.anna.messages) == 1


async def test_an_advisors_double_press_does_it_once(scene: Scene) -> None:
    scene.anna.send_photo(b"\xff\xd8", caption=UNCOVERED)
    card = await scene.group.expect("#1 🔵")
    for action in ("claim", "claim", "files", "files", "pass", "pass", "wait", "wait"):
        await scene.press(scene.ewa, card, encode(action, 1)).answered()
    await scene.settle()

    said = [message.text for message in scene.group.messages()]
    assert sum("Komu przekazać" in text for text in said) == 1
    assert len([m for m in scene.group.messages() if "photo" in m.content]) == 1
    assert sum("doradca czeka" in message.text for message in scene.anna.messages) == 1
    assert await scene.audited("claim", "wait") == ["claim", "wait"]


async def test_sending_again_twice_sends_once(scene: Scene) -> None:
    card = await scene.card()
    scene.telegram.faults.next("timeout", 1, methods="copyMessage")
    scene.ewa.send_photo(b"\xff\xd8", caption="wzór", reply_to=card)
    failed = await scene.group.expect("Nie wiadomo, czy odpowiedź")
    copies = len([m for m in scene.anna.messages if "photo" in m.content])

    presses = [
        scene.press(scene.ewa, failed, failed.buttons[0]["callback_data"]) for _twice in range(2)
    ]
    told = [(await press.answered())["text"] for press in presses]
    await scene.settle()

    assert told == ["Wysyłam.", STALE]
    assert len([m for m in scene.anna.messages if "photo" in m.content]) == copies + 1


async def test_hiding_the_name_twice_hides_it(scene: Scene) -> None:
    scene.anna.send("/ustawienia")
    shown = await scene.anna.expect("Ustawienia")
    data = shown.buttons[0]["callback_data"]

    for _twice in range(2):
        await scene.press(scene.anna, shown, data).answered()

    assert (await scene.person(scene.anna)).anonymous
