"""Questions of people without Telegram: written down, answered on paper, handed over by a link."""

from __future__ import annotations

import re

from sqlalchemy import Connection

from bot.simulator.model import Message
from bot.storage import advice_cards, card_sums, people, proxies, staff, tickets
from bot.storage.rows import Person
from tests.dialogues.scene import Scene
from tests.pdf_text import text_of

WORDS = "Czy nasz stary traktor może jechać w paradzie przez miasto?"


async def written_down(
    scene: Scene, who: str, *, same: str | None = None, words: str = WORDS
) -> Message:
    """Let Ewa write a question down in the thread of law; return its card."""
    legal = scene.group.topic("Prawo")
    scene.ewa.send("/telefon", chat=scene.group, thread=legal)
    panel = await scene.group.expect("Kto pyta", thread=legal)
    scene.ewa.send(who, reply_to=panel)
    if same is not None:
        await scene.group.expect("Czy to ona", thread=legal)
        await scene.ewa.click(panel, same).answered()
    await scene.group.expect("Skąd przyszło", thread=legal)
    await scene.ewa.click(panel, "Telefon").answered()
    await scene.group.expect("O co pyta", thread=legal)
    scene.marek.send("Ja też coś dopiszę.", reply_to=panel)
    scene.ewa.send(words, reply_to=panel)
    await scene.group.expect("można jeszcze zmienić", thread=legal)
    stolen = await scene.press(scene.marek, panel, "v1:proxy_save:1:3").answered()
    assert "dla kogoś innego" in stolen["text"]
    await scene.ewa.click(panel, "Zapisz").answered()
    await scene.settle()
    assert "Zapisane jako sprawa" in panel.text
    return next(one for one in scene.group.messages(legal) if "czeka na doradcę" in one.text)


async def answered(scene: Scene, card: Message, words: str) -> Message:
    """Let Ewa answer; return the panel that says what to do with the answer."""
    await scene.ewa.click(card, "Biorę").answered()
    scene.ewa.send(words, reply_to=card)
    return await scene.group.expect("Tej odpowiedzi bot nie wysłał")


async def test_an_answer_on_paper_is_copied_printed_and_noted(scene: Scene) -> None:
    card = await written_down(scene, "Jan Kos, KGW Bielsk, 600 100 200")
    assert "Jan Kos" in card.text and "KGW Bielsk" in card.text and "Odpowiedź do" not in card.text
    panel = await answered(scene, card, "Może, jeśli ma polisę i tablicę.")
    assert "600100200" in panel.text
    assert panel.rows == [["Przekazane", "Kopiuj"], ["Wydrukuj", "Link dla osoby"]]
    assert "do przekazania" in (await scene.group_message(card)).text

    await scene.ewa.click(panel, "Wydrukuj").answered()
    await scene.settle()
    files = [one for one in scene.group.messages() if "document" in one.content]
    names = sorted(one.content["document"]["file_name"] for one in files)
    assert names == ["odpowiedz-1.html", "odpowiedz-1.pdf"]
    pages = [scene.telegram.world.files[one.content["document"]["file_id"]].data for one in files]
    pdf = next(page for page in pages if page.startswith(b"%PDF"))
    html = next(page for page in pages if not page.startswith(b"%PDF")).decode()
    for words in ("polisę i tablicę", "stary traktor", "Jan Kos"):
        assert words in text_of(pdf) and words in html

    await scene.marek.click(panel, "Przekazane").answered()
    await scene.group.expect("przekazana \\(Marek\\)")
    late = await scene.press(scene.ewa, panel, "v1:proxy_told:1").answered()
    assert "nieaktualne" in late["text"]
    await scene.ewa.click(card, "Zamknij").answered()
    await scene.group.expect("zamknięta")


async def test_the_person_takes_the_case_over_by_a_link_that_works_once(scene: Scene) -> None:
    card = await written_down(scene, "Jan, 600 100 200")
    panel = await answered(scene, card, "Może, jeśli ma polisę.")
    await scene.ewa.click(panel, "Link dla osoby").answered()
    shown = await scene.group.expect("Działa raz")
    await scene.settle()
    assert [one for one in scene.group.messages() if "document" in one.content]
    link = re.search(r"start=(\S+)", shown.text)
    assert link is not None

    jan = scene.newcomer("Jan")
    jan.start(link[1])
    taken = await jan.expect("To Twoja sprawa #1")
    assert WORDS in taken.text and "jeśli ma polisę" in taken.text
    await scene.group.expect("przejęła w Telegramie")
    await scene.settle()
    assert "ma już tę sprawę w Telegramie" in panel.text and "polisę" not in panel.text
    scene.ewa.send("I jeszcze tablicę.", reply_to=card)
    await jan.expect("I jeszcze tablicę")
    jan.send("/sprawy")
    await jan.expect("#1")

    stranger = scene.newcomer("Obcy")
    stranger.start(link[1])
    await scene.settle()
    assert "traktor" not in "\n".join(message.text for message in stranger.messages)
    again = await scene.press(scene.ewa, panel, "v1:proxy_link:1").answered()
    assert "nieaktualne" in again["text"]


async def test_who_takes_a_case_over_is_counted_once_with_all_that_is_theirs(
    scene: Scene,
) -> None:
    card = await written_down(scene, "Jan, 600 100 200")
    panel = await answered(scene, card, "Może, jeśli ma polisę.")

    def more(conn: Connection) -> tuple[int, int]:
        now = scene.clock.now()
        again = people.without_telegram(conn, now, "Jan", "600100200", organisation="KGW Bielsk")
        opened = {"person_id": again.id, "address": again.address, "topic": "legal"}
        other = tickets.open_new(conn, **opened, opened_at=now)
        staff.know(conn, scene.ewa.id, "Ewa")
        given = {"year": 2026, "month": "2026-11", "day": "2026-11-24", "minutes": 20}
        known = {"advisor_id": scene.ewa.id, "advisor": "Ewa", "person_id": again.id}
        told = {"topic": "legal", "form": "phone", "created_at": now}
        made = advice_cards.draft(conn, **given, **known, **told)
        assert advice_cards.issue(conn, made, 2026)
        return again.id, other.id

    paper, other = await scene.house.database.write(more)
    await scene.ewa.click(panel, "Link dla osoby").answered()
    secret = re.search(r"start=(\S+)", (await scene.group.expect("Działa raz")).text)
    assert secret is not None
    scene.anna.start(secret[1])  # her row is the lower one
    await scene.anna.expect("To Twoja sprawa #1")
    await scene.settle()

    def seen(conn: Connection) -> tuple[Person, list[int | None], bool]:
        anna = people.by_telegram(conn, scene.anna.id)
        assert anna is not None
        theirs = [tickets.get(conn, 1), tickets.get(conn, other)]
        assert {(one.person_id, one.address) for one in theirs} == {(anna.id, anna.address)}
        cards = [card.person_id for card in card_sums.in_force(conn)]
        return anna, cards, people.find(conn, paper) is not None and anna.id != paper

    anna, cards, two = await scene.house.database.read(seen)
    assert (anna.name, anna.phone, anna.organisation) == ("Anna", "600100200", "KGW Bielsk")
    assert cards == [anna.id] and not two
    scene.anna.send("/sprawy")
    await scene.anna.expect(f"#{other}")


async def test_somebody_known_is_found_and_answered_where_they_are(scene: Scene) -> None:
    card = await written_down(scene, "Anna", same="To ta osoba")
    await scene.anna.expect("Sprawa #1")
    await scene.ewa.click(card, "Biorę").answered()
    scene.ewa.send("Może.", reply_to=card)
    await scene.anna.expect("Może\\.")
    await scene.settle()
    assert not scene.seen("bot nie wysłał")


async def test_what_nobody_finishes_is_forgotten(scene: Scene) -> None:
    scene.ewa.send("/telefon", chat=scene.group)
    panel = await scene.group.expect("Kto pyta")
    scene.ewa.send("Jan Kos, 600 100 200", reply_to=panel)
    await scene.group.expect("Skąd przyszło")
    await scene.forward(hours=25)
    assert "nie zapisano" in panel.text
    kept = await scene.house.database.read(lambda conn: proxies.get(conn, 1))
    assert (kept.name, kept.phone, kept.text) == ("", None, "")
    scene.marek.send("/wydruk 99", chat=scene.group)
    await scene.group.expect("Do wydruku jest sprawa")


async def test_files_are_not_forgotten_and_advisors_do_not_take_the_case(scene: Scene) -> None:
    """An answer in photos is handed over, too; a link that an advisor tries still works."""
    card = await written_down(scene, "Jan, 600 100 200")
    await scene.ewa.click(card, "Biorę").answered()
    scene.ewa.send_album(2, "Wzór pisma", reply_to=card)
    await scene.settle()
    panel = await scene.group.expect("Tej odpowiedzi bot nie wysłał")
    assert "Z załącznikiem" in panel.text and "Wzór pisma" in panel.text
    scene.marek.send("/wydruk", chat=scene.group, thread=card.thread_id, reply_to=card)
    await scene.settle()
    files = [one for one in scene.group.messages() if "document" in one.content]
    assert len(files) == 2

    await scene.ewa.click(panel, "Link dla osoby").answered()
    shown = await scene.group.expect("Działa raz")
    secret = re.search(r"start=(\S+)", shown.text)
    assert secret is not None
    scene.ewa.start(secret[1])
    await scene.ewa.expect("Działa nadal")
    jan = scene.newcomer("Jan")
    jan.start(secret[1])
    await jan.expect("To Twoja sprawa #1")
    await scene.settle()
    assert len([one for one in jan.messages if "photo" in one.content]) == 2
    assert "600100200" not in panel.text and "ma już tę sprawę" in panel.text

    await scene.forward(seconds=5)
    await scene.house.database.write(lambda conn: tickets.set_fields(conn, 1, confidential=True))
    refused = await scene.press(scene.ewa, panel, "v1:proxy_print:1").answered()
    assert "poufna" in refused["text"]


async def test_who_hides_their_name_is_not_named_to_the_group(scene: Scene) -> None:
    person = await scene.person(scene.anna)
    hidden = {"anonymous": True, "phone": "600100200", "organisation": "KGW Bielsk"}
    await scene.house.database.write(lambda conn: people.set_fields(conn, person.id, **hidden))
    legal = scene.group.topic("Prawo")
    scene.ewa.send("/telefon", chat=scene.group, thread=legal)
    panel = await scene.group.expect("Kto pyta", thread=legal)
    scene.ewa.send("Ktoś, 600 100 200", reply_to=panel)
    same = await scene.group.expect("Czy to ona", thread=legal)
    assert "Anna" not in same.text and "KGW" not in same.text and "tylko imię" not in same.text
    scene.ewa.click(same, "Ktoś inny")
    await scene.group.expect("Skąd przyszło", thread=legal)

    scene.ewa.send("/telefon", chat=scene.group, thread=legal)
    second = await scene.group.expect("Kto pyta", thread=legal)
    scene.ewa.send("Anna, 700 100 200", reply_to=second)
    await scene.group.expect("Zgadza się tylko imię", thread=legal)
