"""A question about the rules: agreed to by its leader, answered, approved, read by everybody."""

from __future__ import annotations

import pytest

from bot.domain.callbacks import encode
from bot.simulator.model import Message
from bot.storage import contest_questions, tickets
from bot.storage.contest_questions import ContestQuestion
from tests.dialogues.contest_stage import RULE, asked, card_of, go_to
from tests.dialogues.scene import Scene

pytestmark = pytest.mark.slow
ANSWER = "Tak, jeśli jest umowa użyczenia."


async def row(scene: Scene, ident: int = 1) -> ContestQuestion:
    await scene.settle()
    found = await scene.house.database.read(lambda conn: contest_questions.find(conn, ident))
    assert found is not None
    return found


async def answered(scene: Scene, answer: str = "Zgoda, wyślij") -> Message:
    """Let Ewa answer what Anna asked; return the ticket's card."""
    card = await asked(scene, answer=answer)
    scene.ewa.click(card, "Biorę")
    await scene.group.expect("prowadzi: Ewa")
    scene.ewa.send(ANSWER, reply_to=card)
    await scene.anna.expect(ANSWER)
    await scene.group.expect("Ostatnia odpowiedź: wysłana")
    await scene.settle()
    return card


async def offered(scene: Scene) -> Message:
    """Let Ewa offer her answer to everybody; return the card of coordination."""
    scene.ewa.click(await answered(scene), "To dotyczy wszystkich")
    return await scene.group.expect("czeka na koordynację", thread=scene.coordination)


async def test_an_agreed_question_is_answered_for_all(scene: Scene) -> None:
    await go_to(scene, "2027-03-20")
    olek = scene.newcomer("Olek")
    olek.start("c_granty")
    scene.anna.skip()
    opened = await olek.expect("Granty na próbę")
    olek.click(opened, "Obserwuj")
    await scene.settle()
    olek.skip()

    card = await offered(scene)
    assert "Kowalskiego" not in card.text and "[" in card.text
    scene.zofia.click(card, "Zatwierdź")
    await scene.group.expect("Na liście, nr 1", thread=scene.coordination)
    told = await scene.anna.expect("nr 1 na liście konkursu")
    scene.anna.click(told, "Pytania i odpowiedzi")
    shown = await scene.anna.expect("Pytania o zasady przyjmujemy do piątku, 9\u00a0kwietnia")
    assert ANSWER in shown.text and "Anna" not in shown.text

    assert not [one for one in olek.messages if "Nowe odpowiedzi" in one.text]
    await go_to(scene, "2027-03-21", "08:59")
    assert not [one for one in olek.messages if "Nowe odpowiedzi" in one.text]
    await go_to(scene, "2027-03-21", "09:00")
    digest = await olek.expect("Nowe odpowiedzi")
    assert "1. Czy wkład własny" in digest.text and ANSWER in digest.text
    await go_to(scene, "2027-03-22", "09:30")
    assert len([one for one in olek.messages if "Nowe odpowiedzi" in one.text]) == 1
    assert await scene.audited("rule_offered", "rule_public") == ["rule_offered", "rule_public"]


async def test_a_question_about_ones_own_application_stays_with_its_leader(scene: Scene) -> None:
    await go_to(scene, "2027-03-20")
    card = await asked(scene, answer="To pytanie o mój wniosek")
    assert "Lider pisze o swoim wniosku" in card.text
    assert (await row(scene)).state == "private"


async def test_without_a_word_of_consent_the_question_is_answered_alone(scene: Scene) -> None:
    await go_to(scene, "2027-03-20")
    scene.anna.click(await card_of(scene, scene.anna), "Zadaj pytanie")
    await scene.anna.expect("Proszę napisać pytanie")
    scene.anna.send(RULE)
    consent = await scene.anna.expect("Odpowiedź zobaczą wszyscy")
    assert await scene.ticket_count() == 0
    await scene.forward(minutes=16)
    await scene.group.expect("#1 🔵")
    assert ((await row(scene)).state, (await row(scene)).question) == ("private", "")
    told = await scene.anna.click(consent, "Zgoda, wyślij").answered()
    assert told["text"] == "To już nieaktualne. Odświeżam."
    assert (await row(scene)).state == "private"


async def test_a_plain_question_that_names_the_contest_is_asked_about(scene: Scene) -> None:
    await go_to(scene, "2027-03-20")
    scene.anna.send("Traktor z remizy i granty na próbę: czy można go kupić używany od gminy?")
    await scene.anna.expect("Sprawa #1")
    card = await scene.group.expect("#1 🔵")
    assert "Konkurs: Granty na próbę" in card.text
    await scene.forward(seconds=20)
    consent = await scene.anna.expect("Sprawa #1 wygląda na pytanie o zasady")
    scene.anna.click(consent, "Zgoda, wyślij")
    await scene.settle()
    assert "Lider zgadza się" in card.text
    await scene.forward(minutes=30)
    assert len([one for one in scene.anna.messages if "Odpowiedź zobaczą" in one.text]) == 0


async def test_at_night_nobody_is_asked_about_a_plain_question(scene: Scene) -> None:
    await go_to(scene, "2027-03-20", "21:30")
    scene.anna.send("Traktor z remizy i granty na próbę: czy można go kupić używany od gminy?")
    await scene.anna.expect("Sprawa #1")
    await scene.forward(hours=1)
    await scene.anna.expect_none(0.2, "wygląda na pytanie o zasady")
    await scene.forward(hours=10)
    await scene.anna.expect("Sprawa #1 wygląda na pytanie o zasady")


async def test_nobody_elses_press_agrees(scene: Scene) -> None:
    await go_to(scene, "2027-03-20")
    scene.anna.click(await card_of(scene, scene.anna), "Zadaj pytanie")
    await scene.anna.expect("Proszę napisać pytanie")
    scene.anna.send(RULE)
    await scene.anna.expect("Odpowiedź zobaczą wszyscy")
    ola = scene.newcomer("Ola")
    ola.start()
    welcome = await ola.expect("Kto tu odpowiada")
    for action in ("contest_agree", "contest_own"):
        await scene.press(ola, welcome, encode(action, 1)).answered()
    assert (await row(scene)).state == "asked"


async def test_only_a_coordinator_who_is_not_its_author_approves_what_stands_there(
    scene: Scene,
) -> None:
    await go_to(scene, "2027-03-20")
    card = await offered(scene)
    told = await scene.marek.click(card, "Zatwierdź").answered()
    assert told["text"] == "O tym decyduje koordynator."
    before = (await row(scene)).rev

    scene.zofia.click(card, "Popraw odpowiedź")
    words = await scene.group.expect("Jak ma brzmieć odpowiedź", thread=scene.coordination)
    scene.marek.send("Nie.", reply_to=words)
    await scene.group.expect("Słowa zmienia autor", thread=scene.coordination)
    scene.zofia.send("Tak, z umową.", reply_to=words)
    await scene.settle()
    assert "Tak, z umową." in card.text
    told = await scene.zofia.click(card, "Zatwierdź").answered()
    assert told["text"].startswith("To Twoje słowa")

    scene.ewa.click(card, "Popraw odpowiedź")
    words = await scene.group.expect("Jak ma brzmieć odpowiedź", thread=scene.coordination)
    scene.ewa.send("Tak, z umową użyczenia.", reply_to=words)
    await scene.settle()
    old = encode("rule_approve", 1, before)
    told = await scene.press(scene.zofia, card, old).answered()
    assert told["text"] == "To się zmieniło. Odświeżam."
    assert (await row(scene)).state == "offered"
    scene.zofia.click(card, "Zatwierdź")
    await scene.group.expect("Na liście, nr 1", thread=scene.coordination)
    assert (await row(scene)).answer == "Tak, z umową użyczenia."


async def test_a_coordinator_who_is_alone_approves_what_nobody_else_could(scene: Scene) -> None:
    await go_to(scene, "2027-03-20")
    card = await asked(scene)
    scene.zofia.click(card, "Biorę")
    await scene.group.expect("prowadzi: Zofia")
    scene.zofia.send(ANSWER, reply_to=card)
    await scene.group.expect("Ostatnia odpowiedź: wysłana")
    await scene.settle()
    scene.zofia.click(card, "To dotyczy wszystkich")
    offer = await scene.group.expect("czeka na koordynację", thread=scene.coordination)
    scene.zofia.click(offer, "Zatwierdź")
    await scene.group.expect("Na liście, nr 1: Zofia", thread=scene.coordination)


async def test_only_the_holder_offers_and_a_forged_card_offers_nothing(scene: Scene) -> None:
    await go_to(scene, "2027-03-20")
    card = await answered(scene)
    told = await scene.marek.click(card, "To dotyczy wszystkich").answered()
    assert told["text"] == "Sprawę prowadzi Ewa."
    await scene.press(scene.zofia, card, encode("rule_approve", 1, 0)).answered()
    assert (await row(scene)).state == "agreed"


async def test_what_became_confidential_after_the_offer_is_not_published(scene: Scene) -> None:
    await go_to(scene, "2027-03-20")
    card = await offered(scene)
    await scene.house.database.write(lambda conn: tickets.set_fields(conn, 1, confidential=True))
    told = await scene.zofia.click(card, "Zatwierdź").answered()
    assert "poufna" in told["text"]
    assert (await row(scene)).state == "offered"


async def test_after_its_date_the_list_is_locked_and_read_by_everybody(scene: Scene) -> None:
    await go_to(scene, "2027-03-20")
    scene.zofia.click(await offered(scene), "Zatwierdź")
    await scene.group.expect("Na liście, nr 1", thread=scene.coordination)
    await go_to(scene, "2027-04-10")
    scene.anna.click(await card_of(scene, scene.anna), "Pytania i odpowiedzi")
    shown = await scene.anna.expect("Lista zamknięta: pytania przyjmowaliśmy do piątku")
    assert ANSWER in shown.text
    assert "Lista zamknięta" in [one["text"] for one in shown.buttons]
    scene.anna.click(shown, "Lista zamknięta")
    await scene.anna.expect("Pytania na wspólną listę przyjmowaliśmy do piątku")
    scene.anna.send("Generator nie przyjmuje naszego załącznika, co robić?")
    await scene.anna.expect("Sprawa #2")
    card = await scene.group.expect("#2 🔵")
    scene.ewa.send("Proszę zmniejszyć plik.", reply_to=card)
    await scene.group.expect("Ostatnia odpowiedź: wysłana")
    await scene.settle()
    told = await scene.ewa.click(card, "To dotyczy wszystkich").answered()
    assert told["text"] == "Lista pytań jest już zamknięta."
    await go_to(scene, "2027-05-10")
    scene.anna.click(await card_of(scene, scene.anna), "Pytania i odpowiedzi")
    assert ANSWER in (await scene.anna.expect("Lista zamknięta")).text


async def test_an_answer_of_a_closed_ticket_may_be_offered_and_declined_and_offered_again(
    scene: Scene,
) -> None:
    await go_to(scene, "2027-03-20")
    card = await answered(scene, answer="To pytanie o mój wniosek")
    scene.ewa.click(card, "Zamknij")
    await scene.group.expect("zamknięta")
    await scene.settle()
    scene.ewa.click(card, "To dotyczy wszystkich")
    offer = await scene.group.expect("czeka na koordynację", thread=scene.coordination)
    assert "Lider zaznaczył, że pyta o swój wniosek" in offer.text
    scene.zofia.click(offer, "Odrzuć")
    await scene.group.expect("Nie na liście: Zofia", thread=scene.coordination)
    await scene.settle()
    scene.ewa.click(card, "To dotyczy wszystkich")
    again = await scene.group.expect("czeka na koordynację", thread=scene.coordination)
    scene.zofia.click(again, "Zatwierdź")
    await scene.group.expect("Na liście, nr 1", thread=scene.coordination)


async def test_after_an_evening_outage_the_digest_waits_for_the_morning(scene: Scene) -> None:
    await go_to(scene, "2027-03-20")
    scene.anna.click(await card_of(scene, scene.anna), "Obserwuj")
    scene.zofia.click(await offered(scene), "Zatwierdź")
    await scene.group.expect("Na liście, nr 1", thread=scene.coordination)
    for day, hour in (("2027-03-21", "21:00"), ("2027-03-22", "07:30"), ("2027-03-22", "08:30")):
        await go_to(scene, day, hour)
        assert not [one for one in scene.anna.messages if "Nowe odpowiedzi" in one.text]
    await go_to(scene, "2027-03-22", "09:05")
    assert len([one for one in scene.anna.messages if "Nowe odpowiedzi" in one.text]) == 1


async def test_who_judges_takes_no_contest_tickets(scene: Scene) -> None:
    await go_to(scene, "2027-03-20")
    card = await answered(scene)
    said = scene.ewa.send("Jestem w komisji.", chat=scene.group)
    scene.marek.send("/ocenia Ewa", chat=scene.group)
    await scene.group.expect("Kto ocenia wnioski, oznacza koordynator")
    scene.zofia.send("/ocenia", reply_to=said)
    await scene.group.expect("Ewa: ocenia wnioski.*Do kolejki wraca: #1")
    await scene.settle()
    told = await scene.ewa.click(card, "Biorę").answered()
    assert told["text"].startswith("W tym naborze oceniasz wnioski")
    scene.ewa.send("Jeszcze jedno.", reply_to=card)
    await scene.group.expect("W tym naborze oceniasz wnioski")
    assert (await scene.ticket(1)).advisor_id is None
    assert not [one for one in scene.anna.messages if "Jeszcze jedno" in one.text]
    scene.marek.click(card, "Biorę")
    await scene.group.expect("prowadzi: Marek")
    scene.zofia.send("/ocenia Ewa", chat=scene.group)
    await scene.group.expect("Ewa: nie ocenia wniosków")
