"""What is confided stays with those who read it, and reaches them whatever happens meanwhile."""

from __future__ import annotations

import pytest

from bot.domain.callbacks import encode
from bot.simulator.model import Message
from bot.simulator.people import Person
from bot.storage import receipts, staff
from bot.templates import Texts
from tests.dialogues.scene import UNCOVERED, Scene
from tests.dialogues.test_confidential import confided, in_group, ready


def seen_by(person: Person) -> str:
    """Return all that stands in somebody's private chat now."""
    return "\n".join(message.text for message in person.messages if not message.deleted)


def media_in_group(scene: Scene) -> list[Message]:
    kinds = ("photo", "document", "voice")
    found = [m for m in scene.group.messages() if any(kind in m.content for kind in kinds)]
    return [message for message in found if not message.deleted]


async def switched(scene: Scene, receipt: Message) -> None:
    await scene.anna.click(receipt, "Więcej").answered()
    await scene.forward(seconds=5)
    await scene.anna.click(receipt, "Tylko jeden doradca").answered()
    await scene.forward(seconds=5)


async def secret_card(scene: Scene) -> Message:
    await scene.settle()
    return next(one for one in scene.group.messages() if "sprawa poufna" in one.text)


async def taken(scene: Scene, who: str = "ewa") -> Message:
    """Let somebody take the ticket; return what they read."""
    card = await secret_card(scene)
    await ready(scene, who)
    await getattr(scene, who).click(card, "Biorę").answered()
    opened: Message = await getattr(scene, who).expect("straszy skarbniczkę")
    return opened


async def given_back(scene: Scene, who: str) -> None:
    """Let the holder put the ticket back in the queue."""
    card = await secret_card(scene)
    await getattr(scene, who).click(card, "Przekaż").answered()
    menu = await scene.group.expect("Komu przekazać")
    await getattr(scene, who).click(menu, "Oddaj do kolejki").answered()
    await scene.settle()


async def test_albums_pages_and_old_words_leave_the_group_for_good(scene: Scene) -> None:
    scene.anna.send(UNCOVERED)
    receipt = await scene.anna.expect("Sprawa #1")
    card = await scene.group.expect("#1 🔵")
    further = scene.anna.send("Chodzi o Krystynę.", reply_to=receipt)
    await scene.group.expect("Krystynę")
    await scene.ewa.click(card, "Biorę").answered()
    scene.ewa.send("Odpowiem jutro.", reply_to=card)
    await scene.anna.expect("Odpowiem jutro")
    await scene.forward(days=3)
    scene.anna.send_album(2, "wyciąg Krystyny", reply_to=receipt)
    await scene.forward(seconds=5)
    assert len(media_in_group(scene)) == 2
    scene.ewa.send("/wydruk", chat=scene.group, thread=card.thread_id, reply_to=card)
    await scene.settle()
    assert len(media_in_group(scene)) == 4
    scene.ewa.send("/wydruk 1", chat=scene.group)

    await switched(scene, receipt)
    assert media_in_group(scene) == []
    assert "Krystyn" not in in_group(scene)
    scene.anna.edit(further, "Chodzi o Krystynę, naszą skarbniczkę.")
    await scene.forward(seconds=5)
    assert "Krystyn" not in in_group(scene)


async def test_what_is_on_its_way_to_the_group_stops(scene: Scene) -> None:
    scene.anna.send(UNCOVERED)
    receipt = await scene.anna.expect("Sprawa #1")
    await scene.group.expect("#1 🔵")
    await scene.anna.click(receipt, "Więcej").answered()
    await scene.forward(seconds=5)
    scene.anna.send_album(2, reply_to=receipt)
    scene.anna.send("Chodzi o Krystynę.", reply_to=receipt)
    scene.anna.click(receipt, "Tylko jeden doradca")
    await scene.forward(seconds=10)
    assert media_in_group(scene) == []
    assert "Krystyn" not in in_group(scene)


async def test_a_trainee_who_held_it_reads_nothing_and_their_draft_is_over(scene: Scene) -> None:
    scene.anna.send("Prezes straszy skarbniczkę, co robić?")
    receipt = await scene.anna.expect("Sprawa #1")
    card = await scene.group.expect("#1 🔵")
    await ready(scene, "marek")
    await scene.house.database.write(
        lambda conn: staff.know(conn, scene.marek.id, "Marek", trainee=True)
    )
    await scene.marek.click(card, "Biorę").answered()
    scene.marek.send("Trzeba porozmawiać z Krystyną.", reply_to=card)
    draft = await scene.group.expect("Szkic odpowiedzi do #1")
    await switched(scene, receipt)
    assert (await scene.ticket(1)).state == "queued"
    assert "straszy" not in seen_by(scene.marek)
    assert "Krystyną" not in draft.text
    await ready(scene, "ewa")
    await scene.ewa.click(card, "Biorę").answered()
    opened = await scene.ewa.expect("straszy skarbniczkę")
    await scene.press(scene.zofia, draft, "v1:reply_go:1:0").answered()
    await scene.settle()
    assert "porozmawiać" not in seen_by(scene.anna)

    await scene.house.database.write(
        lambda conn: staff.know(conn, scene.ewa.id, "Ewa", trainee=True)
    )
    scene.ewa.send("Proszę zebrać wyciągi.", reply_to=opened)
    await scene.ewa.expect("już nie prowadzisz")
    await scene.settle()
    assert "wyciągi" not in in_group(scene) + seen_by(scene.anna)
    assert (await scene.ticket(1)).state == "queued"


async def test_what_goes_on_from_it_is_confidential_too(scene: Scene) -> None:
    receipt = await confided(scene)
    opened = await taken(scene)
    scene.anna.send("Czy statut pozwala odwołać Krystynę?", reply_to=receipt)
    await scene.ewa.expect("odwołać Krystynę")
    added = await scene.anna.expect("Dopisane do sprawy")
    await scene.anna.click(added, "To nowe pytanie").answered()
    await scene.settle()
    assert (await scene.ticket(2)).confidential
    await scene.forward(minutes=2)
    scene.anna.send("Zapomniałam dodać, że traktor z remizy Krystyna sprzedała w paradzie?")
    await scene.settle()
    assert (await scene.ticket(3)).confidential
    scene.ewa.send("Zgłoś to komisji.", reply_to=opened)
    answer = await scene.anna.expect("komisji")
    card = next(one for one in scene.group.messages() if "#1</b>" in one.text or "#1 " in one.text)
    await scene.ewa.click(card, "Zamknij").answered()
    await scene.forward(days=15)
    scene.anna.send("Krystyna znowu straszy.", reply_to=answer)
    await scene.settle()
    later = await scene.ticket(4)
    assert (later.follows, later.confidential) == (1, True)
    assert "Krystyn" not in in_group(scene)


async def test_words_are_read_though_who_had_it_is_gone(scene: Scene) -> None:
    """A blocked bot, a long pause, a reopened ticket: somebody reads all that was said."""
    receipt = await confided(scene)
    await taken(scene)
    scene.ewa.block()
    await scene.group.expect("wraca do kolejki")
    assert (await scene.ticket(1)).state == "queued"
    scene.anna.send("Krystyna boi się wracać.", reply_to=receipt)
    await scene.settle()
    opened = await taken(scene, "marek")
    assert "boi się wracać" in opened.text
    await scene.forward(days=3)
    await given_back(scene, "marek")
    scene.anna.send("Dziś zabrali jej klucze.", reply_to=receipt)
    await scene.settle()
    card = next(m for m in scene.group.messages() if "czeka na doradcę" in m.text)
    await scene.marek.click(card, "Biorę").answered()
    again = await scene.marek.expect("zabrali jej klucze")

    scene.marek.send("Zgłoś to na policję.", reply_to=again)
    answer = await scene.anna.expect("na policję")
    await scene.marek.click(card, "Zamknij").answered()
    await scene.settle()
    scene.marek.block()
    await scene.settle()
    scene.anna.send("Policja nic nie zrobiła.", reply_to=answer)
    await scene.settle()
    assert (await scene.ticket(1)).state == "queued"


async def test_a_young_persons_words_wait_for_the_second_advisor(scene: Scene) -> None:
    receipt = await confided(scene)
    await scene.anna.click(receipt, "Nie mam 18 lat").answered()
    card = await scene.group.expect("nie ma 18 lat")
    await ready(scene, "ewa", "marek", "zofia")
    await scene.ewa.click(card, "Biorę").answered()
    await scene.marek.click(card, "Biorę").answered()
    await scene.ewa.expect("straszy")
    scene.marek.leave(scene.group)
    await scene.settle()
    await scene.forward(minutes=1)
    scene.anna.send("Dziś było gorzej.", reply_to=receipt)
    scene.anna.send_photo(reply_to=receipt)
    await scene.settle()
    assert "gorzej" not in seen_by(scene.ewa)
    await scene.zofia.click(card, "Biorę").answered()
    await scene.zofia.expect("gorzej")
    await scene.ewa.expect("gorzej")
    await scene.ewa.expect(where=lambda message: "photo" in message.content)
    await scene.settle()
    assert seen_by(scene.ewa).count("gorzej") == 1


async def test_edits_floods_albums_and_long_stories_are_read_whole(scene: Scene) -> None:
    first = scene.anna.send("Prezes straszy skarbniczkę, co robić?")
    receipt = await scene.anna.expect("Sprawa #1")
    scene.anna.send("Było tak: " + "długo to trwało, " * 200 + "a koniec jest ważny.",
                    reply_to=receipt)  # fmt: skip
    await scene.settle()
    await switched(scene, receipt)
    opened = await taken(scene)
    await scene.ewa.expect("a koniec jest ważny")
    scene.anna.edit(first, "Prezes straszy skarbniczkę Krystynę, co robić?")
    await scene.forward(seconds=5)
    assert "Krystynę" in opened.text and "Krystyn" not in in_group(scene)
    scene.anna.send_album(2, reply_to=receipt)
    await scene.forward(minutes=2)
    shown = [m for m in scene.ewa.messages if "photo" in m.content]
    assert len(shown) == 2 and all(m.extra.get("has_protected_content") for m in shown)
    for number in range(30):
        scene.anna.send(f"i jeszcze słowo{number}", reply_to=receipt)
    await scene.settle()
    await scene.forward(seconds=90)
    missed = [number for number in range(30) if f"słowo{number}" not in seen_by(scene.ewa)]
    assert missed == []


async def test_a_hurried_advisor_tells_nobody_else(scene: Scene) -> None:
    """Plain words, late replies and talk in the thread go nowhere, and are not lost in silence."""
    await confided(scene)
    opened = await taken(scene)
    card = await scene.group.expect("prowadzi: Ewa")
    plain = scene.ewa.send("Krystyna powinna zebrać wyciągi z traktora w paradzie?")
    await scene.ewa.expect("nigdzie nie poszły")
    scene.ewa.edit(plain, "Krystyna powinna zebrać wyciągi w paradzie przez miasto?")
    await scene.forward(minutes=11)
    scene.ewa.send("Krystyna niech poczeka.", chat=scene.group, thread=card.thread_id)
    await scene.settle()
    assert not scene.seen("Czy to odpowiedź dla lidera")
    assert await scene.ticket_count() == 1
    scene.ewa.send("Pytanie: " + UNCOVERED)
    await scene.ewa.expect("Sprawa #2")
    await given_back(scene, "ewa")
    assert opened.deleted
    assert "wyciągi" not in seen_by(scene.anna)


@pytest.mark.parametrize("days", [0, 3])
async def test_a_late_reply_in_private_is_nobodys_question(scene: Scene, days: int) -> None:
    receipt = await confided(scene)
    opened = await taken(scene)
    await scene.forward(days=days)
    await scene.anna.click(receipt, "Cofnij poufność").answered()
    await scene.forward(seconds=5)
    scene.ewa.send("Czy Krystyna może zebrać wyciągi z traktora w paradzie?", reply_to=opened)
    await scene.ewa.expect("nie jest już poufna")
    assert await scene.ticket_count() == 1
    assert "wyciągi" not in in_group(scene)


async def test_who_becomes_a_trainee_gives_back_what_was_confided(scene: Scene) -> None:
    await confided(scene)
    opened = await taken(scene)
    await scene.press(scene.zofia, opened, encode("staff_trainee_on", scene.ewa.id)).answered()
    await scene.settle()
    assert (await scene.ticket(1)).state == "claimed"  # it was not her own chat
    scene.zofia.send("/doradcy", chat=scene.group)
    listed = await scene.group.expect("Ewa", thread=scene.coordination)
    marked = scene.press(scene.zofia, listed, encode("staff_trainee_on", scene.ewa.id))
    told = await marked.answered()
    await scene.settle()
    assert told["text"] == "Zapisane."
    assert (await scene.ticket(1)).state == "queued"
    assert opened.deleted


async def test_cards_of_advice_name_nobody_any_more(scene: Scene) -> None:
    card = await scene.answered_ticket("Tak, w asyście straży.")
    scene.ewa.click(await scene.group_message(card), "Zamknij")
    panel = await scene.group.expect("Karta porady do sprawy #1")
    await scene.settle()
    assert "Anna" in panel.text
    receipt = await scene.anna_last("Sprawa #1")
    scene.anna.send("Prezes straszy Krystynę.", reply_to=receipt)
    await scene.settle()
    await scene.press(scene.anna, receipt, "v1:secret_on:1").answered()
    await scene.settle()
    assert (await scene.ticket(1)).confidential
    assert "Anna" not in in_group(scene) and "Krystyn" not in in_group(scene)


async def test_what_was_asked_about_in_the_group_is_not_sent_any_more(scene: Scene) -> None:
    scene.anna.send(UNCOVERED)
    receipt = await scene.anna.expect("Sprawa #1")
    card = await scene.group.expect("#1 🔵")
    await scene.ewa.click(card, "Biorę").answered()
    await scene.group.expect("prowadzi: Ewa")
    scene.marek.send("Krystyna niech napisze do gminy.", reply_to=card)
    asked = await scene.group.expect("Wysłać tę odpowiedź")
    await switched(scene, receipt)
    refused = await scene.marek.click(asked, "Wyślij").answered()
    assert "poufna" in refused["text"]
    await scene.settle()
    assert "do gminy" not in seen_by(scene.anna)


async def test_numbers_and_albums_go_between_the_two(scene: Scene) -> None:
    """A number is shown and hidden in what was opened, too; an album is one answer."""
    pesel = "44051401359"
    scene.anna.send(f"Prezes straszy skarbniczkę, jej PESEL {pesel}, co robić?")
    receipt = await scene.anna.expect("Sprawa #1")
    await switched(scene, receipt)
    opened = await taken(scene)
    assert pesel not in opened.text
    await scene.press(scene.anna, receipt, "v1:numbers_show:1").answered()
    await scene.forward(seconds=5)
    assert pesel in opened.text
    await scene.press(scene.anna, receipt, "v1:numbers_remove:1").answered()
    await scene.forward(seconds=5)
    assert pesel not in opened.text
    scene.ewa.send_album(2, "Wzór pisma", reply_to=opened)
    await scene.forward(seconds=5)
    assert len([one for one in scene.anna.messages if "photo" in one.content]) == 2
    assert seen_by(scene.anna).count("powyżej odpowiedź") == 1


def test_in_private_an_answer_is_sent_again_by_replying() -> None:
    values = {"number": 1, "state": "uncertain", "reason": "x", "phone": None, "post": 7}
    there = Texts().render("not_delivered", {**values, "kept": False, "private": True})
    assert "odpisując" in there.html and not there.keyboard
    here = Texts().render("not_delivered", {**values, "kept": False, "private": False})
    assert here.keyboard


async def test_old_files_are_exchanged_and_old_words_are_still_known(scene: Scene) -> None:
    """Telegram deletes nothing after two days; it lets us put something else in its place."""
    scene.anna.send(UNCOVERED)
    receipt = await scene.anna.expect("Sprawa #1")
    card = await scene.group.expect("#1 🔵")
    scene.anna.send_photo(caption="wyciąg Krystyny", reply_to=receipt)
    await scene.settle()
    scene.anna.send_album(2, reply_to=receipt)
    await scene.forward(seconds=5)
    photos = media_in_group(scene)
    before = {one.content["photo"][0]["file_unique_id"] for one in photos}
    assert len(photos) == 3
    await scene.forward(days=3)
    await switched(scene, receipt)
    now = {one.content["photo"][0]["file_unique_id"] for one in photos if not one.deleted}
    assert not now & before
    assert "Krystyn" not in repr([one.content for one in photos if not one.deleted])

    await ready(scene, "ewa")
    await scene.ewa.click(card, "Biorę").answered()
    opened = await scene.ewa.expect("traktor")
    await scene.forward(days=3)
    await given_back(scene, "ewa")
    assert not opened.deleted
    chat, number = opened.chat.id, opened.message_id
    known = await scene.house.database.read(lambda conn: receipts.find(conn, chat, number))
    assert known is not None and known.role == "former"  # it is erased with the rest one day
