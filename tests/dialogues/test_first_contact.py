"""The first message gets its answer at once; the notice comes beside it and gates nothing."""

from tests.dialogues.scene import Scene


async def test_first_message_is_answered_before_the_notice_is_read(scene: Scene) -> None:
    halina = scene.newcomer("Halina")
    halina.send("Jak zarejestrować stowarzyszenie w KRS?")

    answer = await halina.expect("siedmiu założycieli")
    notice = await halina.expect("Kto tu odpowiada")

    assert answer.rows == [["Pomogło", "Nie o to chodzi"], ["Zapytaj doradcę"]]
    assert notice.rows == [["Rozumiem"]]
    assert "Administrator" in notice.text
    assert "PESEL" in notice.text
    assert "Telegram" in notice.text


async def test_every_automatic_answer_ends_with_its_provenance(scene: Scene) -> None:
    scene.anna.send("Jak zarejestrować stowarzyszenie w KRS?")

    answer = await scene.anna.expect("siedmiu założycieli")

    assert answer.text.endswith(
        "Stan prawny: 22.11.2026 · podstawa: przykład do testów · sprawdzono: 22.11.2026"
    )


async def test_notice_is_shown_once_and_its_button_goes_when_read(scene: Scene) -> None:
    halina = scene.telegram.user(first_name="Halina")
    halina.start()
    await halina.expect("Proszę napisać pytanie")
    notice = await halina.expect("Kto tu odpowiada")
    press = halina.click(notice, "Rozumiem")
    await press.answered()
    await scene.settle()

    halina.send("/pomoc")
    await halina.expect("Jak korzystać")

    assert notice.rows == []
    await halina.expect_none(0.1, "Kto tu odpowiada")


async def test_start_link_of_an_entry_opens_that_entry(scene: Scene) -> None:
    halina = scene.telegram.user(first_name="Halina")
    halina.start("a_stowarzyszenie-krs")

    await halina.expect("siedmiu założycieli")
    await halina.expect("Kto tu odpowiada")


async def test_start_link_of_a_workshop_is_not_lost(scene: Scene) -> None:
    halina = scene.telegram.user(first_name="Halina")
    halina.start("w_warsztat-1")
    await halina.expect("już nie ma albo się odbyło")

    kept = await scene.person(halina)

    assert kept.start_payload == "w_warsztat-1"


async def test_commands_say_what_they_promise(scene: Scene) -> None:
    for command, words in (
        ("/pomoc", "Jak korzystać"),
        ("/prywatnosc", "Jakie dane mamy"),
        ("/ustawienia", "Doradcy widzą"),
        ("/sprawy", "Nie ma jeszcze żadnych spraw"),
        ("/nieznane", "Nie znam takiego polecenia"),
    ):
        scene.anna.send(command)
        await scene.anna.expect(words)


async def test_sticker_is_answered_kindly_and_makes_no_ticket(scene: Scene) -> None:
    scene.anna.send_sticker()

    await scene.anna.expect("Miło")

    assert await scene.ticket_count() == 0


async def test_thanks_and_greetings_make_no_ticket(scene: Scene) -> None:
    scene.anna.send("Dzień dobry")
    await scene.anna.expect("W czym pomóc")
    scene.anna.send("dziękuję")
    await scene.anna.expect("Proszę bardzo")

    assert await scene.ticket_count() == 0


async def test_what_holds_no_words_is_not_taken_for_something_off_topic(scene: Scene) -> None:
    scene.anna.send("?")
    await scene.anna.expect("Nie widzę tu słów")
    scene.anna.send("👍")
    await scene.anna.expect("Miło")
    scene.anna.send_contact()
    await scene.anna.expect("Dziękujemy za numer")

    assert await scene.ticket_count() == 0
