"""Answer, suggestions, one rephrasing, then a human: pressed, or said in words."""

import pytest

from tests.dialogues.scene import COVERED, UNCERTAIN, UNCOVERED, Scene


async def test_helped_takes_the_buttons_away(scene: Scene) -> None:
    scene.anna.send(COVERED)
    answer = await scene.anna.expect("siedmiu założycieli")

    await scene.anna.click(answer, "Pomogło").answered()
    await scene.settle()

    assert answer.rows == []
    assert await scene.ticket_count() == 0


async def test_asking_for_an_advisor_opens_a_ticket_with_a_promised_date(scene: Scene) -> None:
    scene.anna.send(COVERED)
    answer = await scene.anna.expect("siedmiu założycieli")

    scene.anna.click(answer, "Zapytaj doradcę")

    await scene.anna.expect(r"Sprawa #1: .*\n.*Odpowiemy do \w+, \d+\s\w+, \d\d:\d\d")
    await scene.group.expect(r"#1 🔵 czeka na doradcę")


async def test_a_missed_answer_leads_to_other_words_and_then_to_a_human(scene: Scene) -> None:
    scene.anna.send(COVERED)
    answer = await scene.anna.expect("siedmiu założycieli")
    scene.anna.click(answer, "Nie o to chodzi")
    following = await scene.anna.expect("Czy chodzi o|innymi słowami")
    if "Czy chodzi o" in following.text:
        scene.anna.click(following, "Żadne z tych")
        await scene.anna.expect("innymi słowami")

    scene.anna.send(UNCOVERED)

    await scene.anna.expect("Sprawa #1")
    card = await scene.group.expect("#1 🔵")
    assert COVERED in card.text
    assert UNCOVERED in card.text


async def test_other_words_that_are_known_are_answered(scene: Scene) -> None:
    await scene.rephrasing()

    scene.anna.send("Jak zgłosić zmianę zarządu?")

    await scene.anna.expect("w ciągu 7 dni od uchwały")
    assert await scene.ticket_count() == 0


async def test_nobody_has_to_rephrase_silence_brings_a_human(scene: Scene) -> None:
    await scene.rephrasing()

    await scene.forward(minutes=16)

    await scene.anna.expect("Sprawa #1")


async def test_rephrasing_can_be_cancelled(scene: Scene) -> None:
    asked = await scene.rephrasing()

    scene.anna.click(asked, "Anuluj")
    await scene.settle()
    await scene.forward(minutes=16)

    assert await scene.ticket_count() == 0


async def test_suggestions_answer_when_pressed(scene: Scene) -> None:
    scene.anna.send(UNCERTAIN)
    offered = await scene.anna.expect("Czy chodzi o jedno z tych pytań")
    assert offered.rows[-1] == ["Żadne z tych", "Zapytaj doradcę"]
    assert 1 <= len(offered.rows) - 1 <= 3

    scene.anna.click(offered, r"^1\.")

    await scene.anna.expect("Stan prawny")
    assert await scene.ticket_count() == 0


async def test_denial_in_words_works_like_the_button(scene: Scene) -> None:
    scene.anna.send(COVERED)
    await scene.anna.expect("siedmiu założycieli")

    scene.anna.send("nie, to nie to")

    await scene.anna.expect("Czy chodzi o|innymi słowami")


@pytest.mark.parametrize("words", ["chcę rozmawiać z człowiekiem", "proszę doradcę"])
async def test_asking_for_a_human_in_words_works_like_the_button(scene: Scene, words: str) -> None:
    scene.anna.send(COVERED)
    await scene.anna.expect("siedmiu założycieli")

    scene.anna.send(words)

    await scene.anna.expect("Sprawa #1")
    card = await scene.group.expect("#1 🔵")
    assert COVERED in card.text
    assert words in card.text


async def test_what_a_wish_for_a_human_is_about_joins_the_question_still_open(
    scene: Scene,
) -> None:
    scene.anna.send(UNCERTAIN)
    await scene.anna.expect("Czy chodzi o jedno z tych pytań")

    scene.anna.send("proszę doradcę, w sprawie zmiany statutu")

    await scene.anna.expect("Sprawa #1")
    card = await scene.group.expect("#1 🔵")
    assert UNCERTAIN in card.text
    assert "w sprawie zmiany statutu" in card.text


async def test_a_wish_for_a_human_about_something_else_is_a_question_of_its_own(
    scene: Scene,
) -> None:
    scene.anna.send(COVERED)
    await scene.anna.expect("siedmiu założycieli")

    scene.anna.send("proszę doradcę, chodzi o likwidację fundacji")

    await scene.anna.expect("Sprawa #1")
    card = await scene.group.expect("#1 🔵")
    assert "likwidację fundacji" in card.text
    assert COVERED not in card.text


async def test_asking_again_for_a_human_shows_the_ticket_and_its_date(scene: Scene) -> None:
    scene.anna.send(UNCOVERED)
    await scene.anna.expect("Sprawa #1")

    await scene.group.expect("#1 🔵")

    scene.anna.send("chcę rozmawiać z człowiekiem, czekam od rana")

    shown = await scene.anna.expect("jest już u doradców")
    assert shown.rows == [["Zadzwońcie do mnie", "Dopisz"]]
    assert await scene.ticket_count() == 1
    await scene.group.expect("czekam od rana")


async def test_pressing_an_old_button_twice_does_nothing(scene: Scene) -> None:
    scene.anna.send(COVERED)
    answer = await scene.anna.expect("siedmiu założycieli")
    first = scene.anna.click(answer, "Zapytaj doradcę")
    second = scene.anna.click(answer, "Zapytaj doradcę")

    await first.answered()
    await second.answered()
    await scene.anna.expect("Sprawa #1")

    assert await scene.ticket_count() == 1


async def test_an_entry_to_be_confirmed_is_answered_and_reaches_an_advisor(scene: Scene) -> None:
    scene.anna.send("Jak opisać fakturę?")

    answer = await scene.anna.expect("potwierdzi jeszcze doradca: sprawa #1")

    assert "Stan prawny" in answer.text
    await scene.group.expect("Bot odpowiedział wpisem")


async def test_an_entry_past_its_date_is_not_sent_by_itself(scene: Scene) -> None:
    scene.anna.send("Do kiedy składa się CIT-8?")
    await scene.anna.expect("Stan prawny")

    await scene.forward(days=800)
    scene.anna.send("Do kiedy składa się CIT-8?")

    await scene.anna.expect("Sprawa #1|Czy chodzi o")


@pytest.mark.parametrize(
    ("button", "words"),
    [("Nie o to chodzi", "Lider pisze, że nie o to chodzi"), ("Zapytaj", "Lider prosi o")],
)
async def test_the_advisor_sees_that_the_answer_missed(
    scene: Scene, button: str, words: str
) -> None:
    scene.anna.send("Jak opisać fakturę?")
    answer = await scene.anna.expect("potwierdzi jeszcze doradca: sprawa #1")
    card = await scene.group.expect("Proszę potwierdzić albo poprawić")

    first = scene.anna.click(answer, button)
    second = scene.anna.click(answer, button)
    await first.answered()
    told = await second.answered()

    await scene.anna.expect("Sprawa #1")
    assert words in (await scene.group_message(card)).text
    assert "nieaktualne" in told["text"]
