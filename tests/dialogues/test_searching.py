"""[Szukaj]: a word or two is looked up; a question stays a question, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.simulator.model import Message
from tests.dialogues.scene import COVERED, UNCOVERED, Scene


async def search(scene: Scene) -> Message:
    """Let Anna open the contents and press [Szukaj]; return the page."""
    scene.anna.send("/poradniki")
    page = await scene.anna.expect("Odpowiedzi i poradniki")
    await scene.anna.click(page, "Szukaj").answered()
    await scene.anna.expect("słowo lub dwa")
    return page


async def found(scene: Scene, words: str) -> Message:
    await search(scene)
    scene.anna.send(words)
    return await scene.anna.expect("Znalezione: ")


async def test_a_word_finds_entries_guides_and_practices(reading: Scene) -> None:
    results = await found(reading, "przystanek")

    assert "Dobra praktyka (przykład ilustracyjny): Przystanek" in results.text
    assert len(results.rows) <= 8 + 2
    assert results.rows[-2:] == [["Zapytaj doradcę", "Szukaj dalej"], ["Spis"]]
    assert await reading.ticket_count() == 0


async def test_a_guide_is_found_by_a_heading_and_says_what_it_is(reading: Scene) -> None:
    results = await found(reading, "sprzątanie kolacja")

    assert "Poradnik: Wspólna kolacja krok po kroku" in results.text


@pytest.mark.parametrize("words", ["stowarzyszenie", "stowarzyszenia", "stowarzyszenei", "KRS"])
async def test_an_entry_is_found_by_any_form_of_its_word_and_with_a_slip(
    reading: Scene, words: str
) -> None:
    results = await found(reading, words)

    assert "Jak zarejestrować stowarzyszenie w KRS?" in results.text


async def test_what_was_found_is_opened_and_left_for_the_next(reading: Scene) -> None:
    results = await found(reading, "zarząd")
    before = results.text
    first = results.rows[0][0]

    await reading.anna.click(results, first).answered()
    await reading.settle()
    assert "Stan prawny" in results.text
    await reading.anna.click(results, "Wstecz").answered()
    await reading.settle()

    assert results.text == before
    assert results.rows[0][0] == first


async def test_results_of_more_than_a_month_ago_give_way_to_the_contents(reading: Scene) -> None:
    results = await found(reading, "zarząd")
    await reading.anna.click(results, results.rows[0][0]).answered()
    await reading.forward(days=31)

    told = await reading.anna.click(results, "Wstecz").answered()
    await reading.settle()

    assert "Pokazuję spis" in told["text"]
    assert "Oto aktualny spis" in results.text


async def test_nothing_found_is_said_kindly_and_one_tap_gives_it_to_an_advisor(
    reading: Scene,
) -> None:
    await search(reading)
    reading.anna.send("kosiarka <b>")
    nothing = await reading.anna.expect("Nie ma tu jeszcze strony o tym: .*kosiarka <b>")

    reading.anna.click(nothing, "Zapytaj doradcę")

    await reading.anna.expect("Sprawa #1")
    card = await reading.group.expect("#1 🔵")
    assert "kosiarka" in card.text


async def test_results_that_do_not_help_are_given_to_an_advisor_too(reading: Scene) -> None:
    results = await found(reading, "zarząd")

    reading.anna.click(results, "Zapytaj doradcę")

    await reading.anna.expect("Sprawa #1")


async def test_looking_again_is_one_press(reading: Scene) -> None:
    results = await found(reading, "zarząd")

    await reading.anna.click(results, "Szukaj dalej").answered()
    await reading.anna.expect("słowo lub dwa")
    reading.anna.send("KRS")

    await reading.anna.expect("Znalezione: KRS|Znalezione: .KRS")


async def test_a_second_press_asks_no_second_time(reading: Scene) -> None:
    page = await search(reading)

    told = await reading.anna.click(page, "Szukaj").answered()
    await reading.settle()

    assert told["text"] == "Proszę napisać słowo lub dwa."
    assert len([m for m in reading.anna.messages if "słowo lub dwa" in m.text]) == 1


# -- a question is never swallowed


async def test_a_question_during_a_search_is_answered(reading: Scene) -> None:
    await search(reading)

    reading.anna.send(COVERED)

    answer = await reading.anna.expect("siedmiu założycieli")
    assert answer.rows == [["Pomogło", "Nie o to chodzi"], ["Zapytaj doradcę"]]


@pytest.mark.parametrize(
    "words",
    [
        UNCOVERED,
        "zginął nam stary traktor z remizy w nocy",
        "dostałam pismo z urzędu",
        "proszę o kontakt z doradcą",
    ],
)
async def test_a_story_a_letter_or_a_wish_for_a_human_is_no_search(
    reading: Scene, words: str
) -> None:
    await search(reading)

    reading.anna.send(words)

    await reading.anna.expect(r"Sprawa #1|Proszę napisać|Czy chodzi o")
    assert not any("Znalezione" in m.text for m in reading.anna.messages)
    assert (await reading.person(reading.anna)).dialog != "search"


async def test_a_photo_during_a_search_is_a_question(reading: Scene) -> None:
    await search(reading)

    reading.anna.send_photo(caption="zarząd")

    await reading.anna.expect("Sprawa #1")


async def test_an_addition_to_a_ticket_is_no_search(reading: Scene) -> None:
    reading.anna.send(UNCOVERED)
    receipt = await reading.anna.expect("Sprawa #1")
    await search(reading)

    reading.anna.send("traktor czerwony", reply_to=receipt)

    await reading.group.expect("traktor czerwony")


async def test_thanks_end_a_search_kindly(reading: Scene) -> None:
    await search(reading)

    reading.anna.send("dziękuję")

    await reading.anna.expect("Proszę bardzo")
    assert (await reading.person(reading.anna)).dialog is None


async def test_a_search_that_nobody_goes_on_with_ends_without_a_word(reading: Scene) -> None:
    await search(reading)
    await reading.forward(minutes=16)
    assert (await reading.person(reading.anna)).dialog is None
    assert "Minęło" not in reading.anna.messages[-1].text

    reading.anna.send("zmiana zarządu zgłoszenie do sądu")

    await reading.anna.expect("w ciągu 7 dni|Czy chodzi o")


async def test_words_that_come_just_too_late_are_a_question(reading: Scene) -> None:
    """The sweep that ends a search may come after the words."""
    await search(reading)
    await reading.settle()
    reading.clock.advance(timedelta(minutes=16))

    reading.anna.send("zarząd")
    await reading.settle()

    assert "Znalezione" not in reading.anna.messages[-1].text
    assert (await reading.person(reading.anna)).dialog != "search"
