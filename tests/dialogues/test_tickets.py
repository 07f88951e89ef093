"""A question in human hands, from the leader's side: receipt, corrections, additions, closing."""

import pytest

from tests.dialogues.scene import COVERED, UNCOVERED, Scene


async def test_ticket_receipt_and_card_exist_at_once(scene: Scene) -> None:
    scene.anna.send(UNCOVERED)

    receipt = await scene.anna.expect("Sprawa #1")
    card = await scene.group.expect("#1 🔵 czeka na doradcę")

    assert "Odpowiemy do" in receipt.text
    assert UNCOVERED in card.text
    assert "Anna" in card.text
    assert card.rows == [["Biorę", "Przekaż"]]


async def test_need_and_topic_only_correct_the_ticket(scene: Scene) -> None:
    scene.anna.send(UNCOVERED)
    receipt = await scene.anna.expect("Sprawa #1")
    before = receipt.text

    await scene.anna.click(receipt, "Dziś lub jutro").answered()
    await scene.settle()
    assert receipt.text != before
    await scene.anna.click(receipt, "Więcej").answered()
    await scene.settle()
    assert receipt.rows == [
        ["Zmień temat", "Nie pali się"],
        ["Tylko jeden doradca", "Wycofaj"],
        ["Wróć"],
    ]
    await scene.anna.click(receipt, "Zmień temat").answered()
    await scene.settle()
    assert len([key for row in receipt.rows for key in row]) == 7
    await scene.anna.click(receipt, "Promocja").answered()
    await scene.settle()

    assert "Promocja" in receipt.text
    assert "✓ Dziś lub jutro" in receipt.rows[0]
    assert await scene.ticket_count() == 1
    moved = await scene.group.expect("#1 🔵", thread=scene.group.topic("Promocja"))
    assert "na dziś lub jutro" in moved.text


async def test_a_voice_question_goes_to_a_human_without_more_questions(scene: Scene) -> None:
    scene.anna.send_voice(b"voice")

    receipt = await scene.anna.expect("Sprawa #1")
    card = await scene.group.expect("#1 🔵")

    assert receipt.rows == [["Zadzwońcie do mnie", "Tylko jeden doradca"], ["Wycofaj"]]
    assert "1\u00a0nagranie" in card.text
    scene.ewa.click(card, "Załączniki")
    await scene.group.expect(where=lambda message: "voice" in message.content)


async def test_an_album_is_one_ticket(scene: Scene) -> None:
    scene.anna.send_album(3, caption="umowa najmu do sprawdzenia")
    await scene.anna.expect("Sprawa #1")
    await scene.group.expect("3\\szdjęcia")

    assert await scene.ticket_count() == 1


async def test_words_sent_within_seconds_join_the_question(scene: Scene) -> None:
    scene.anna.send(UNCOVERED)
    await scene.anna.expect("Sprawa #1")
    scene.anna.send("Dodam, że jest nas trójka i mamy starą szopę.")
    await scene.group.expect("starą szopę")

    assert await scene.ticket_count() == 1


async def test_an_answerable_question_right_after_is_answered_by_itself(scene: Scene) -> None:
    scene.anna.send(UNCOVERED)
    await scene.anna.expect("Sprawa #1")

    scene.anna.send(COVERED)

    await scene.anna.expect("siedmiu założycieli")


async def test_a_later_question_is_a_ticket_of_its_own_and_can_be_merged(scene: Scene) -> None:
    scene.anna.send(UNCOVERED)
    await scene.anna.expect("Sprawa #1")
    await scene.forward(minutes=5)

    scene.anna.send("Zapomniałam: ta szopa stoi na działce sąsiada.")
    second = await scene.anna.expect("Sprawa #2")
    scene.anna.click(second, "Dopisz do #1")

    await scene.anna.expect("Dopisane do sprawy #1")
    await scene.group.expect("połączona z #1")
    await scene.group.expect("działce sąsiada")


async def test_a_later_question_about_the_same_can_be_merged_after_days(scene: Scene) -> None:
    scene.anna.send(UNCOVERED)
    await scene.anna.expect("Sprawa #1")
    await scene.forward(days=1)

    scene.anna.send("Na ten stary traktor do parady potrzebny jest jeszcze dowód z gminy?")
    second = await scene.anna.expect("Sprawa #2")
    await scene.settle()
    assert second.rows == [["Dopisz do #1", "Dziś lub jutro"], ["W tym tygodniu", "Więcej"]]


async def test_a_question_about_another_matter_is_not_offered_to_be_merged(scene: Scene) -> None:
    scene.anna.send(UNCOVERED)
    first = await scene.anna.expect("Sprawa #1")
    assert len([label for row in first.rows for label in row]) == 4
    assert first.rows[-1] == ["Zadzwońcie do mnie", "Więcej"]
    await scene.forward(minutes=11)

    scene.anna.send("Kto w kole odpowiada za zgubioną pieczątkę po festynie?")
    second = await scene.anna.expect("Sprawa #2")
    await scene.settle()
    assert [label for row in second.rows for label in row if "Dopisz" in label] == []


async def test_a_reply_to_the_receipt_is_added_to_that_ticket(scene: Scene) -> None:
    scene.anna.send(UNCOVERED)
    receipt = await scene.anna.expect("Sprawa #1")
    await scene.group.expect("#1 🔵")
    await scene.forward(minutes=5)

    scene.anna.send("To pilniejsze, niż myślałam.", reply_to=receipt)

    await scene.anna.expect("Dopisane do sprawy #1")
    await scene.group.expect("pilniejsze, niż myślałam")
    assert await scene.ticket_count() == 1


async def test_an_edited_question_is_updated_for_the_advisor(scene: Scene) -> None:
    question = scene.anna.send(UNCOVERED)
    await scene.anna.expect("Sprawa #1")
    await scene.group.expect("#1 🔵")

    scene.anna.edit(question, "Czy traktor z remizy może jechać w korowodzie do Płocka?")

    await scene.group.expect("w korowodzie do Płocka")


async def test_a_question_can_be_withdrawn_and_restored(scene: Scene) -> None:
    scene.anna.send(UNCOVERED)
    receipt = await scene.anna.expect("Sprawa #1")
    await scene.group.expect("#1 🔵")

    scene.anna.click(receipt, "Więcej")
    await scene.anna.expect("Co zrobić")
    scene.anna.click(receipt, "Wycofaj")
    await scene.anna.expect("jest wycofana")
    await scene.group.expect("wycofana przez lidera")
    scene.anna.click(receipt, "Jednak proszę o odpowiedź")

    await scene.anna.expect("Odpowiemy do")
    await scene.group.expect("#1 🔵")


async def test_list_of_tickets_shows_state_and_offers_what_can_be_done(scene: Scene) -> None:
    await scene.answered_ticket("Tak, traktor może jechać.")
    scene.anna.send("/sprawy")
    shown = await scene.anna.expect("Sprawy\n.*#1")

    scene.anna.click(shown, "#1")
    one = await scene.anna.expect("Ostatnia odpowiedź")

    assert "Tak, traktor może jechać." in one.text
    assert one.rows == [["Dopisz", "Załatwione"], ["Wszystkie sprawy"]]


async def test_appending_expects_words_until_it_is_cancelled(scene: Scene) -> None:
    await scene.answered_ticket("Tak.")
    scene.anna.send("/sprawy")
    scene.anna.click(await scene.anna.expect("Sprawy\n"), "#1")
    one = await scene.anna.expect("Ostatnia odpowiedź")
    scene.anna.click(one, "Dopisz")
    await scene.anna.expect("Co dopisać")

    scene.anna.send("A przyczepa?")

    await scene.anna.expect("Dopisane do sprawy #1")
    await scene.group.expect("A przyczepa")


async def test_a_dialogue_ends_by_itself_and_by_any_command(scene: Scene) -> None:
    await scene.answered_ticket("Tak.")
    answer = await scene.anna_last("sprawa #1")
    scene.anna.click(answer, "Dopisz")
    await scene.anna.expect("Co dopisać")
    await scene.forward(minutes=16)
    await scene.anna.expect("Minęło 15 minut")

    scene.anna.click(answer, "Dopisz")
    asked = await scene.anna.expect("Co dopisać")
    assert asked.rows == [["Anuluj"]]
    scene.anna.send("/pomoc")
    await scene.anna.expect("Jak korzystać")

    assert (await scene.person(scene.anna)).dialog is None


async def test_closing_asks_whether_it_helped_and_can_be_undone(scene: Scene) -> None:
    await scene.answered_ticket("Tak.")
    scene.anna.click(await scene.anna_last("sprawa #1"), "Załatwione")
    closing = await scene.anna.expect("Czy odpowiedź pomogła")
    await scene.group.expect("zamknięta")

    scene.anna.click(closing, "Pomogło")
    rated = await scene.anna.expect("Dziękujemy, zapisane przy sprawie #1")
    await scene.group.expect("Lider: pomogło")
    scene.anna.click(rated, "Otwórz ponownie")

    await scene.anna.expect("znowu otwarta")
    await scene.group.expect("#1 🟡 prowadzi: Ewa")


async def test_after_two_weeks_a_reply_opens_a_new_linked_ticket(scene: Scene) -> None:
    await scene.answered_ticket("Tak.")
    answer = await scene.anna_last("sprawa #1")
    scene.anna.click(answer, "Załatwione")
    await scene.anna.expect("Czy odpowiedź pomogła")
    await scene.forward(days=15)

    scene.anna.send("A w przyszłym roku też?", reply_to=answer)

    await scene.anna.expect("To dalszy ciąg sprawy #1")
    await scene.group.expect("Nawiązuje do #1")


async def test_thanks_after_an_answer_opens_nothing(scene: Scene) -> None:
    await scene.answered_ticket("Tak.")

    scene.anna.send("Dziękuję bardzo")

    await scene.anna.expect("Proszę bardzo")
    assert await scene.ticket_count() == 1


@pytest.mark.parametrize("words", ["dziękuję, a na kiedy?", "dziękuję a na kiedy to"])
async def test_a_question_that_begins_with_thanks_reaches_the_advisor(
    scene: Scene, words: str
) -> None:
    await scene.answered_ticket("Tak.")

    scene.anna.send(words)

    await scene.anna.expect("Dopisane do sprawy #1")
    await scene.group.expect("na kiedy")


async def test_a_further_question_after_an_answer_goes_on_in_the_ticket(scene: Scene) -> None:
    await scene.answered_ticket("Tak.")

    scene.anna.send("A czy przyczepa też może w nim jechać?")
    followed = await scene.anna.expect("Dopisane do sprawy #1")
    await scene.group.expect("przyczepa też")
    scene.anna.click(followed, "To nowe pytanie")

    await scene.anna.expect("osobna sprawa #2")
    await scene.group.expect("#2 🔵")


async def test_the_phone_is_shared_with_one_tap_and_shown_with_the_hour(scene: Scene) -> None:
    scene.anna.send(UNCOVERED)
    receipt = await scene.anna.expect("Sprawa #1")
    await scene.group.expect("#1 🔵")

    scene.anna.click(receipt, "Zadzwońcie do mnie")
    await scene.anna.expect("Pod jaki numer")
    scene.anna.press_reply_keyboard("Udostępnij mój numer")
    asked = await scene.anna.expect("Kiedy najlepiej")
    scene.anna.click(asked, "Rano")

    await scene.group.expect(r"📞 Prosi o telefon: \+?\d+, rano")


async def test_a_letter_asks_for_delivery_and_days_and_drives_the_promise(scene: Scene) -> None:
    scene.anna.send("Dostałam pismo z urzędu o uzupełnienie wniosku, co mam teraz zrobić?")
    await scene.anna.expect("Sprawa #1")
    when = await scene.anna.expect("Kiedy pismo zostało doręczone")
    assert "PESEL" in when.text
    scene.anna.click(when, "Wczoraj")
    days = await scene.anna.expect("Ile dni daje pismo")
    scene.anna.click(days, "7 dni")

    told = await scene.anna.expect("Termin z pisma to prawdopodobnie")

    assert "potwierdzi doradca" in told.text
    await scene.group.expect("Termin z pisma: ")


async def test_a_letter_takes_words_for_dates_too(scene: Scene) -> None:
    scene.anna.send_photo(b"\xff\xd8", caption="dostałam takie pismo")
    await scene.anna.expect("Kiedy pismo zostało doręczone")
    scene.anna.send("bardzo dawno")
    await scene.anna.expect("Nie udało się odczytać daty")
    scene.anna.send("wczoraj")
    await scene.anna.expect("Ile dni daje pismo")
    scene.anna.send("dwa tygodnie")

    await scene.anna.expect("Termin z pisma to prawdopodobnie")


async def test_a_promise_that_cannot_be_kept_says_so_and_alerts_coordination(
    scene: Scene,
) -> None:
    scene.anna.send("Dostałam pismo z urzędu o uzupełnienie wniosku, co mam teraz zrobić?")
    when = await scene.anna.expect("Kiedy pismo zostało doręczone")
    scene.anna.click(when, "Wczoraj")
    await scene.anna.expect("Ile dni daje pismo")
    scene.anna.send("1 dzień")

    await scene.anna.expect("Proszę zadzwonić")
    await scene.group.expect("szybciej, niż pracuje biuro", thread=scene.coordination)


async def test_settings_hide_the_name_from_advisors(scene: Scene) -> None:
    scene.anna.send("/ustawienia")
    shown = await scene.anna.expect("Doradcy widzą: Anna")
    scene.anna.click(shown, "Ukryj imię")
    await scene.anna.expect("Doradcy widzą: bez imienia")

    scene.anna.send(UNCOVERED)
    card = await scene.group.expect("#1 🔵")

    assert "Anna" not in card.text


async def test_announcements_need_consent_and_advice_does_not(scene: Scene) -> None:
    scene.anna.send("/ustawienia")
    shown = await scene.anna.expect("Ogłoszenia o warsztatach i konkursach: nie")
    scene.anna.click(shown, "Chcę ogłoszenia")

    await scene.anna.expect("tak, zgoda udzielona")
