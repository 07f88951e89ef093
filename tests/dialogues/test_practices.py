"""A leader tells of a good practice, step by step; coordinators decide about it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.domain.callbacks import encode
from bot.helpdesk.presses import LEADER
from bot.simulator.model import Message
from bot.storage import practices
from bot.storage.practices import Practice
from tests.dialogues.scene import COVERED, UNCOVERED, Scene

pytestmark = pytest.mark.usefixtures("typing_fast")

TITLE = "Ławka przy świetlicy"
STORY = "Najpierw zebraliśmy deski. Potem druhowie zrobili ławkę i pomalowali ją z dziećmi."
PLACE = "gmina Bodzanów, koło gospodyń z Łagiewnik"
EXTRA = "300 zł na farbę, pomogli druhowie, 12 osób społecznie"
#: Buttons that carry the number of one form, or of a message of it.
OF_ONE_FORM = sorted(
    one for one in LEADER if one.startswith("practice_") and one != "practice_fresh"
)
STALE = "To już nieaktualne. Odświeżam."


async def told(scene: Scene) -> Message:
    """Let Anna tell everything but photos and consent; return the question about photos."""
    scene.anna.send("/praktyka")
    await scene.anna.expect("Jaki tytuł")
    scene.anna.send(TITLE)
    await scene.anna.expect("Co zostało zrobione")
    scene.anna.send(STORY)
    scene.anna.click(await scene.anna.expect("Można dopisać"), "Dalej")
    await scene.anna.expect("W jakiej gminie")
    scene.anna.send(PLACE)
    await scene.anna.expect("Ile to kosztowało")
    scene.anna.send(EXTRA)
    return await scene.anna.expect("Czy są zdjęcia")


async def summed_up(scene: Scene) -> Message:
    """Let Anna come to the summary, without photos."""
    scene.anna.click(await told(scene), "Pomiń")
    scene.anna.click(await scene.anna.expect("pokazać ten opis"), "Zgadzamy się")
    return await scene.anna.expect("Czy wszystko się zgadza")


async def sent(scene: Scene) -> Message:
    """Let Anna send a practice without photos; return its card."""
    scene.anna.click(await summed_up(scene), "Wyślij")
    await scene.anna.expect("Dziękujemy za zgłoszenie")
    return await scene.group.expect("do decyzji", thread=scene.coordination)


async def practice(scene: Scene, ident: int = 1) -> Practice:
    await scene.settle()
    return await scene.house.database.read(lambda conn: practices.get(conn, ident))


async def test_a_practice_is_told_sent_and_accepted(scene: Scene) -> None:
    card = await sent(scene)
    assert all(words in card.text for words in (TITLE, STORY, PLACE, EXTRA, "Anna"))
    assert "z nazwą organizacji: tak" in card.text

    scene.zofia.click(card, "Przyjmij")

    await scene.anna.expect("została przyjęta")
    await scene.group.expect("Przyjęta: Zofia")
    assert (await practice(scene)).slug == "lawka-przy-swietlicy"
    assert (await scene.group_message(card)).rows == []


async def state_of(scene: Scene) -> str:
    return (await practice(scene)).state


# -- photos and consent


async def test_photos_go_to_coordination_with_consent_and_before_the_card(scene: Scene) -> None:
    await told(scene)
    scene.anna.send_album([b"\xff\xd8a", b"\xff\xd8b"])
    scene.anna.click(await scene.anna.expect("Zdjęcie zapisane"), "Dalej")
    scene.anna.click(await scene.anna.expect("wszystkie osoby"), "Tak, wszyscy się zgadzają")
    scene.anna.click(await scene.anna.expect("pokazać ten opis"), "Zgadzamy się")
    scene.anna.click(await scene.anna.expect("Zdjęcia: 2, są zgody"), "Wyślij")

    card = await scene.group.expect("do decyzji", thread=scene.coordination)
    photos = [one for one in scene.group.messages(scene.coordination) if "photo" in one.content]
    assert len(photos) == 2
    assert max(one.id for one in photos) < card.id
    assert "2\u00a0zdjęcia. Zgoda osób ze zdjęć: tak" in card.text

    scene.zofia.click(card, "Pokaż zdjęcia")
    await scene.settle()
    photos = [one for one in scene.group.messages(scene.coordination) if "photo" in one.content]
    assert len(photos) == 4


async def test_photos_without_consent_stay_with_the_leader(scene: Scene) -> None:
    await told(scene)
    scene.anna.send_photo()
    scene.anna.click(await scene.anna.expect("Zdjęcie zapisane"), "Dalej")
    scene.anna.click(await scene.anna.expect("wszystkie osoby"), "Nie mam zgód")
    scene.anna.click(await scene.anna.expect("pokazać ten opis"), "Zgadzamy się")
    scene.anna.click(await scene.anna.expect("bez zgód, więc ich nie pokażemy"), "Wyślij")

    card = await scene.group.expect("bez zgód osób", thread=scene.coordination)
    assert not any("photo" in one.content for one in scene.group.messages())
    told_what = await scene.press(scene.zofia, card, encode("practice_photos", 1)).answered()
    assert told_what["text"] == "Nie ma załączników."


async def test_a_photo_added_after_the_consent_asks_for_it_again(scene: Scene) -> None:
    summary = await summed_up(scene)
    scene.anna.send_photo()
    await scene.anna.expect("wszystkie osoby")

    told_what = await scene.press(scene.anna, summary, encode("practice_send", 1)).answered()
    assert told_what["text"] == STALE
    assert await state_of(scene) == "draft"


async def test_a_photo_at_any_step_is_kept_and_a_sixth_is_not(scene: Scene) -> None:
    scene.anna.send("zgłoś praktykę")
    await scene.anna.expect("Jaki tytuł")
    for _ in range(5):
        scene.anna.send_photo()
        await scene.anna.expect("Zdjęcie zapisane")
    scene.anna.send_photo()
    await scene.anna.expect("Mamy już 5 zdjęć")

    count = await scene.house.database.read(lambda conn: practices.photo_count(conn, 1))
    assert count == 5
    assert await scene.ticket_count() == 0


async def test_without_consent_to_publish_nothing_is_sent_and_the_draft_stays(
    scene: Scene,
) -> None:
    scene.anna.click(await told(scene), "Pomiń")
    scene.anna.click(await scene.anna.expect("pokazać ten opis"), "Nie zgadzamy się")
    note = await scene.anna.expect("Szkic zostaje zapisany")
    assert not scene.seen(TITLE)

    scene.anna.click(note, "Wracam do zgłoszenia")
    await scene.anna.expect("pokazać ten opis")


# -- forgiving steps


async def test_words_do_what_buttons_would(scene: Scene) -> None:
    await told(scene)
    scene.anna.send("nie")
    await scene.anna.expect("pokazać ten opis")
    scene.anna.send("tak, zgadzamy się")
    await scene.anna.expect("Czy wszystko się zgadza")


async def test_a_long_title_is_taken_as_the_story(scene: Scene) -> None:
    scene.anna.send("/praktyka")
    await scene.anna.expect("Jaki tytuł")
    scene.anna.send(STORY + " " + STORY)
    await scene.anna.expect("Zapisane jako opis.*Jaki tytuł")
    scene.anna.send(TITLE)
    await scene.anna.expect("Można dopisać")


async def test_too_long_words_are_declined_with_their_length(scene: Scene) -> None:
    scene.anna.send("/praktyka")
    await scene.anna.expect("Jaki tytuł")
    scene.anna.send(TITLE)
    await scene.anna.expect("Co zostało zrobione")
    for _ in range(2):
        scene.anna.send("robiliśmy " * 390)
        await scene.anna.expect("Można dopisać")
    scene.anna.send("robiliśmy " * 390)
    note = await scene.anna.expect("za dużo tekstu")
    assert "zmieści się 8000" in note.text


async def test_a_long_story_reaches_coordination_whole(scene: Scene) -> None:
    scene.anna.send("/praktyka")
    await scene.anna.expect("Jaki tytuł")
    scene.anna.send(TITLE)
    await scene.anna.expect("Co zostało zrobione")
    for word in ("pierwszy ", "drugi "):
        scene.anna.send(word * 390)
        more = await scene.anna.expect("Można dopisać")
    scene.anna.click(more, "Dalej")
    await scene.anna.expect("W jakiej gminie")
    scene.anna.send(PLACE)
    scene.anna.click(await scene.anna.expect("Ile to kosztowało"), "Pomiń")
    scene.anna.click(await scene.anna.expect("Czy są zdjęcia"), "Pomiń")
    scene.anna.send("tak")
    scene.anna.click(await scene.anna.expect("Czy wszystko się zgadza"), "Wyślij")

    await scene.group.expect("Cały opis stoi nad tą kartą")
    said = " ".join(one.text for one in scene.group.messages(scene.coordination))
    assert (said.count("pierwszy") >= 390, said.count("drugi") >= 390) == (True, True)


async def test_each_field_can_be_put_right_before_sending(scene: Scene) -> None:
    summary = await summed_up(scene)
    scene.anna.click(summary, "Popraw")
    menu = await scene.anna.expect("Co poprawić")
    scene.anna.click(menu, "Opis")
    await scene.anna.expect("napisać opis od nowa")
    scene.anna.send("Całkiem inny opis.")
    scene.anna.click(await scene.anna.expect("Można dopisać"), "Dalej")
    again = await scene.anna.expect("Czy wszystko się zgadza")
    assert ("Całkiem inny opis." in again.text, STORY in again.text) == (True, False)

    scene.anna.click(again, "Popraw")
    scene.anna.click(await scene.anna.expect("Co poprawić"), "Tytuł")
    kept = await scene.anna.expect(f"Tytuł to teraz: {TITLE}")
    scene.anna.click(kept, "Zostaw bez zmian")
    assert TITLE in (await scene.anna.expect("Czy wszystko się zgadza")).text


async def test_an_edited_message_changes_the_draft_and_makes_no_ticket(scene: Scene) -> None:
    scene.anna.send("/praktyka")
    await scene.anna.expect("Jaki tytuł")
    title = scene.anna.send("Łafka")
    await scene.anna.expect("Co zostało zrobione")
    scene.anna.edit(title, TITLE)
    await scene.forward(minutes=16)

    words = await scene.house.database.read(lambda conn: practices.text_of(conn, 1, "title"))
    assert words == TITLE
    assert await scene.ticket_count() == 0


async def test_an_edit_after_sending_changes_nothing(scene: Scene) -> None:
    await sent(scene)
    title = next(one for one in scene.anna.messages if one.text == TITLE)
    scene.anna.edit(title, "Reklama kredytów")
    await scene.forward(minutes=16)

    words = await scene.house.database.read(lambda conn: practices.text_of(conn, 1, "title"))
    assert words == TITLE
    assert await scene.ticket_count() == 0


async def test_personal_numbers_are_hidden_from_readers(scene: Scene) -> None:
    scene.anna.send("/praktyka")
    await scene.anna.expect("Jaki tytuł")
    scene.anna.send(TITLE)
    await scene.anna.expect("Co zostało zrobione")
    scene.anna.send("Dzwonić do Janiny, 600 100 200, PESEL 44051401359.")
    scene.anna.click(await scene.anna.expect("Można dopisać"), "Dalej")
    await scene.anna.expect("W jakiej gminie")
    scene.anna.send(PLACE)
    scene.anna.click(await scene.anna.expect("Ile to kosztowało"), "Pomiń")
    scene.anna.click(await scene.anna.expect("Czy są zdjęcia"), "Pomiń")
    scene.anna.send("tak")
    scene.anna.click(await scene.anna.expect("Czy wszystko się zgadza"), "Wyślij")

    card = await scene.group.expect("do decyzji")
    assert "Dzwonić do Janiny, ••• ••• •••, PESEL •••••••••••." in card.text


# -- coming back to it


async def test_the_form_outlives_a_command(scene: Scene) -> None:
    await told(scene)
    scene.anna.send("/sprawy")
    await scene.anna.expect("spraw")
    scene.anna.send("/praktyka")
    drafts = await scene.anna.expect("Które dokończyć")
    scene.anna.click(drafts, TITLE)
    await scene.anna.expect("Czy są zdjęcia")


async def test_a_forgotten_form_is_kept_as_a_draft_and_said_so_once(scene: Scene) -> None:
    await told(scene)
    await scene.forward(days=6)
    assert not any("jako szkic" in one.text for one in scene.anna.messages)
    await scene.forward(days=1, minutes=1)
    note = await scene.anna.expect(f"„{TITLE}” zostało zapisane jako szkic")
    await scene.forward(days=8)
    assert sum("jako szkic" in one.text for one in scene.anna.messages) == 1

    scene.anna.click(note, "Wracam do zgłoszenia")
    await scene.anna.expect("Czy są zdjęcia")


async def test_the_end_of_waiting_is_not_told_at_night(scene: Scene) -> None:
    scene.clock.advance(timedelta(hours=13))  # 23:00 in Poland
    await told(scene)
    await scene.forward(days=7, minutes=1)
    assert (await scene.person(scene.anna)).dialog == "practice"
    await scene.forward(hours=10)
    await scene.anna.expect("jako szkic")


async def test_a_draft_that_was_dropped_can_be_had_back_for_a_week(scene: Scene) -> None:
    scene.anna.click(await told(scene), "Porzuć")
    note = await scene.anna.expect("Zgłoszenie porzucone")
    scene.anna.click(note, "Jednak wracam")
    scene.anna.click(await scene.anna.expect("Czy są zdjęcia"), "Porzuć")
    note = await scene.anna.expect("Zgłoszenie porzucone")
    await scene.forward(days=8)

    told_what = await scene.anna.click(note, "Jednak wracam").answered()
    left = await scene.house.database.read(lambda conn: practices.parts(conn, 1))
    assert (told_what["text"], left) == (STALE, [])


async def test_cancel_in_words_keeps_the_draft(scene: Scene) -> None:
    await told(scene)
    scene.anna.send("anuluj")
    await scene.anna.expect("jako szkic")
    assert (await practice(scene)).state == "draft"


async def test_twenty_open_practices_are_enough(scene: Scene) -> None:
    await told(scene)
    anna = await scene.person(scene.anna)

    def fill(conn: Connection) -> None:
        for _ in range(19):
            ident = practices.begin(conn, anna.id, scene.clock.now()).id
            practices.set_fields(conn, ident, state="sent")

    await scene.house.database.write(fill)
    scene.anna.send("/praktyka")
    scene.anna.click(await scene.anna.expect("Które dokończyć"), "Nowe zgłoszenie")
    await scene.anna.expect("Czeka już 20 zgłoszeń")


# -- a question in the middle


async def test_a_question_in_the_middle_is_asked_about_and_answered(scene: Scene) -> None:
    scene.anna.send("/praktyka")
    await scene.anna.expect("Jaki tytuł")
    scene.anna.send(COVERED)
    scene.anna.click(await scene.anna.expect("Czy to pytanie do nas"), "To jest pytanie")
    await scene.anna.expect("siedmiu założycieli")
    scene.anna.click(await scene.anna.expect("czeka tam"), "Wracam do zgłoszenia")
    await scene.anna.expect("Jaki tytuł")


async def test_a_title_that_looks_like_a_question_can_be_a_title(scene: Scene) -> None:
    scene.anna.send("/praktyka")
    await scene.anna.expect("Jaki tytuł")
    scene.anna.send("Jak zbudować ławkę?")
    scene.anna.click(await scene.anna.expect("Czy to pytanie do nas"), "To do zgłoszenia")
    await scene.anna.expect("Co zostało zrobione")
    await scene.forward(minutes=16)
    assert await scene.ticket_count() == 0


async def test_a_held_question_is_asked_by_itself_after_a_quarter(scene: Scene) -> None:
    scene.anna.send("/praktyka")
    await scene.anna.expect("Jaki tytuł")
    scene.anna.send(UNCOVERED)
    await scene.anna.expect("Czy to pytanie do nas")
    await scene.forward(minutes=16)
    await scene.anna.expect("Sprawa #1")
    await scene.forward(minutes=16)
    assert await scene.ticket_count() == 1


async def test_words_taken_for_a_title_can_still_become_a_question(scene: Scene) -> None:
    scene.anna.send("/praktyka")
    await scene.anna.expect("Jaki tytuł")
    scene.anna.send("stary traktor z remizy w paradzie przez miasto")
    scene.anna.click(await scene.anna.expect("Co zostało zrobione"), "To jest pytanie")
    await scene.group.expect("stary traktor z remizy")
    assert (await practice(scene)).done == []


async def test_a_voice_message_in_the_form_reaches_a_human_when_it_asks(scene: Scene) -> None:
    scene.anna.send("/praktyka")
    await scene.anna.expect("Jaki tytuł")
    scene.anna.send_voice()
    scene.anna.click(await scene.anna.expect("nie umiem tam włożyć"), "To jest pytanie")
    await scene.anna.expect("Sprawa #1")


async def test_a_reply_to_an_advisor_goes_to_the_advisor_not_into_the_form(scene: Scene) -> None:
    await scene.answered_ticket("Proszę przysłać statut.")
    answer = await scene.anna_last("Proszę przysłać statut.")
    scene.anna.send("/praktyka")
    await scene.anna.expect("Jaki tytuł")
    scene.anna.send("Statut mamy z 2019 roku.", reply_to=answer)
    await scene.group.expect("Statut mamy z 2019 roku.")
    assert await scene.house.database.read(lambda conn: practices.parts(conn, 1)) == []


async def test_words_after_an_advisor_spoke_meanwhile_are_asked_about(scene: Scene) -> None:
    card = await scene.card()
    scene.anna.send("/praktyka")
    await scene.anna.expect("Jaki tytuł")
    scene.clock.advance(timedelta(minutes=1))
    scene.ewa.send("Proszę podać rocznik traktora.", reply_to=card)
    await scene.anna.expect("rocznik traktora")
    await scene.settle()
    scene.anna.send("rok 1978")
    scene.anna.click(await scene.anna.expect("Czy to pytanie do nas"), "To jest pytanie")
    await scene.group.expect("rok 1978")
    assert await scene.ticket_count() == 1


# -- the decision


async def test_a_practice_comes_back_with_words_and_is_sent_again(scene: Scene) -> None:
    card = await sent(scene)
    scene.zofia.click(card, "Poproś o poprawkę")
    prompt = await scene.group.expect("Co poprawić", thread=scene.coordination)
    scene.zofia.send("Proszę dopisać, ile trwała praca.", reply_to=prompt)
    note = await scene.anna.expect("prosimy o poprawkę.*ile trwała praca")
    await scene.group.expect("Wróciła do poprawki: Zofia")

    scene.anna.click(note, "Popraw")
    summary = await scene.anna.expect("ile trwała praca.*Czy wszystko się zgadza")
    scene.anna.click(summary, "Popraw")
    scene.anna.click(await scene.anna.expect("Co poprawić"), "Opis")
    await scene.anna.expect("napisać opis od nowa")
    scene.anna.send("Praca trwała dwa dni.")
    scene.anna.click(await scene.anna.expect("Można dopisać"), "Dalej")
    scene.anna.click(await scene.anna.expect("Czy wszystko się zgadza"), "Wyślij")

    again = await scene.group.expect("do decyzji.*po poprawce.*dwa dni")
    assert again.id > card.id
    scene.zofia.click(again, "Przyjmij")
    await scene.anna.expect("została przyjęta")


async def test_a_practice_is_declined_kindly_and_can_be_accepted_after_all(scene: Scene) -> None:
    card = await sent(scene)
    scene.zofia.click(card, "Odrzuć")
    await scene.anna.expect("Tym razem nie pokażemy")
    scene.zofia.click(await scene.group.expect("Odrzucona: Zofia"), "Przyjmij jednak")
    await scene.anna.expect("została przyjęta")


async def test_only_a_coordinator_decides(scene: Scene) -> None:
    card = await sent(scene)
    for label in ("Przyjmij", "Odrzuć", "Poproś o poprawkę"):
        told_what = await scene.ewa.click(card, label).answered()
        assert told_what["text"] == "O tym decyduje koordynator."
    assert await state_of(scene) == "sent"

    scene.zofia.click(card, "Poproś o poprawkę")
    prompt = await scene.group.expect("Co poprawić")
    scene.ewa.send("Moim zdaniem jest dobrze.", reply_to=prompt)
    await scene.group.expect("O praktykach decyduje koordynator")
    scene.zofia.send("Dobra robota", reply_to=card)
    await scene.group.expect("Te słowa zostają w grupie")
    assert await state_of(scene) == "sent"


async def test_a_double_decision_is_made_once(scene: Scene) -> None:
    card = await sent(scene)
    presses = [scene.press(scene.zofia, card, encode("practice_accept", 1)) for _ in range(2)]
    said = [(await press.answered())["text"] for press in presses]
    late = await scene.press(scene.zofia, card, encode("practice_reject", 1)).answered()
    await scene.settle()

    assert said == ["Zapisane.", "Ta praktyka ma już decyzję. Odświeżam."]
    assert late["text"] == "Ta praktyka ma już decyzję. Odświeżam."
    assert sum("została przyjęta" in one.text for one in scene.anna.messages) == 1
    assert await scene.audited("practice_accepted", "practice_rejected") == ["practice_accepted"]


async def test_a_card_decides_only_about_its_own_practice(scene: Scene) -> None:
    card = await sent(scene)
    jan = scene.newcomer("Jan")
    jan.send("/praktyka")
    await jan.expect("Jaki tytuł")
    for ident in (2, 999):
        data = encode("practice_accept", ident)
        assert (await scene.press(scene.zofia, card, data).answered())["text"] == STALE
    elsewhere = await scene.group_message(scene.group.messages(scene.coordination)[0])
    data = encode("practice_accept", 1)
    assert (await scene.press(scene.zofia, elsewhere, data).answered())["text"] == STALE
    assert await state_of(scene) == "sent"


async def test_nobody_presses_in_somebody_elses_form(scene: Scene) -> None:
    await told(scene)
    before = await practice(scene)
    jan = scene.newcomer("Jan")
    jan.send("/pomoc")
    message = await jan.expect("Jak korzystać")

    for action in OF_ONE_FORM:
        told_what = await scene.press(jan, message, encode(action, 1)).answered()
        assert told_what["text"] == STALE, action
    assert await practice(scene) == before


async def test_buttons_of_a_form_that_was_sent_change_nothing(scene: Scene) -> None:
    await sent(scene)
    before = await practice(scene)
    message = await scene.anna_last("Dziękujemy za zgłoszenie")

    for action in sorted(set(OF_ONE_FORM) - {"practice_withdraw"}):
        told_what = await scene.press(scene.anna, message, encode(action, 1)).answered()
        assert told_what["text"] == STALE, action
    assert await practice(scene) == before


async def test_sending_twice_sends_once(scene: Scene) -> None:
    summary = await summed_up(scene)
    presses = [scene.press(scene.anna, summary, encode("practice_send", 1)) for _ in range(2)]
    for press in presses:
        await press.answered()
    await scene.settle()
    assert sum("do decyzji" in one.text for one in scene.group.messages()) == 1


async def test_what_was_accepted_can_be_withdrawn(scene: Scene) -> None:
    scene.zofia.click(await sent(scene), "Przyjmij")
    scene.anna.click(await scene.anna.expect("została przyjęta"), "Wycofaj zgłoszenie")
    await scene.anna.expect("zostało wycofane")
    await scene.group.expect("Wycofana przez autora")
    withdrawn = await practice(scene)
    assert (withdrawn.state, withdrawn.consent_at) == ("withdrawn", None)


# -- around it


async def test_after_a_question_words_are_not_taken_for_the_form(scene: Scene) -> None:
    scene.anna.send("/praktyka")
    await scene.anna.expect("Jaki tytuł")
    scene.anna.send(COVERED)
    scene.anna.click(await scene.anna.expect("Czy to pytanie do nas"), "To jest pytanie")
    await scene.anna.expect("czeka tam")
    scene.anna.send("to nie to")
    await scene.anna.expect("Czy chodzi o|innymi słowami")
    assert await scene.house.database.read(lambda conn: practices.parts(conn, 1)) == []


async def test_who_goes_on_with_the_form_stays_in_it_when_a_held_question_is_asked(
    scene: Scene,
) -> None:
    scene.anna.send("/praktyka")
    await scene.anna.expect("Jaki tytuł")
    scene.anna.send(UNCOVERED)
    await scene.anna.expect("Czy to pytanie do nas")
    scene.clock.advance(timedelta(minutes=5))
    scene.anna.send(TITLE)
    await scene.anna.expect("Co zostało zrobione")
    await scene.forward(minutes=11)
    await scene.anna.expect("Sprawa #1")
    scene.anna.send(STORY)
    await scene.anna.expect("Można dopisać")


async def test_a_photo_sent_first_does_not_let_the_title_be_passed_over(scene: Scene) -> None:
    scene.anna.send("/praktyka")
    await scene.anna.expect("Jaki tytuł")
    scene.anna.send_photo()
    shown = await scene.anna.expect("Zdjęcie zapisane.*Jaki tytuł")
    assert [button["text"] for button in shown.buttons] == ["To jest pytanie", "Porzuć"]
    scene.anna.send("dalej")
    await scene.anna.expect("Jaki tytuł")


async def test_an_outdated_card_is_drawn_again(scene: Scene) -> None:
    card = await sent(scene)
    scene.zofia.click(card, "Przyjmij")
    await scene.group.expect("Przyjęta: Zofia")
    await scene.settle()
    scene.clock.advance(timedelta(seconds=11))
    data = encode("practice_reject", 1)
    card.content = {"text": "Dawny stan"}
    card.markup = {"inline_keyboard": [[{"text": "Odrzuć", "callback_data": data}]]}

    told_what = await scene.press(scene.zofia, card, data).answered()
    await scene.group.expect("Przyjęta: Zofia")
    assert told_what["text"] == "Ta praktyka ma już decyzję. Odświeżam."


async def test_a_card_that_was_deleted_comes_back_when_it_changes(scene: Scene) -> None:
    card = await sent(scene)
    await scene.settle()
    scene.zofia.delete(card)
    scene.anna.click(await scene.anna_last("Dziękujemy za zgłoszenie"), "Wycofaj zgłoszenie")
    again = await scene.group.expect("Wycofana przez autora")
    assert again.id != card.id


async def test_a_plain_group_has_the_card_too(plain: Scene) -> None:
    plain.anna.click(await summed_up(plain), "Wyślij")
    plain.zofia.click(await plain.group.expect("do decyzji"), "Przyjmij")
    await plain.anna.expect("została przyjęta")


async def test_cards_that_wait_come_along_when_the_group_moves(plain: Scene) -> None:
    plain.anna.click(await summed_up(plain), "Wyślij")
    await plain.group.expect("do decyzji")
    await plain.settle()
    moved = plain.group.upgrade()
    plain.zofia.click(await moved.expect("do decyzji"), "Przyjmij", chat=moved)
    await plain.anna.expect("została przyjęta")


async def test_what_is_sent_before_a_group_is_linked_waits_for_it(bare: Scene) -> None:
    await bare.meet_anna()
    bare.anna.click(await summed_up(bare), "Wyślij")
    await bare.anna.expect("Dziękujemy za zgłoszenie")
    bare.zofia.send("/polacz", chat=bare.group)
    await bare.group.expect("do decyzji")


@pytest.mark.parametrize("whose", ["everybody", "own"])
async def test_a_button_starts_the_form_once(scene: Scene, whose: str) -> None:
    ident = 0 if whose == "everybody" else (await scene.person(scene.anna)).id
    message = await scene.anna_last("Kto tu odpowiada")
    for _twice in range(2):
        await scene.press(scene.anna, message, encode("practice", ident)).answered()
    await scene.settle()
    assert sum("Jaki tytuł" in one.text for one in scene.anna.messages) == 1


async def test_an_edited_question_is_asked_as_it_reads_now(scene: Scene) -> None:
    scene.anna.send("/praktyka")
    await scene.anna.expect("Jaki tytuł")
    question = scene.anna.send("jak zbudować ławkę z traktora?")
    held = await scene.anna.expect("Czy to pytanie do nas")
    scene.anna.edit(question, COVERED)
    await scene.settle()
    scene.anna.click(held, "To jest pytanie")
    await scene.anna.expect("siedmiu założycieli")
