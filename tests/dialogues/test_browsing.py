"""`/poradniki`: one message turned into page after page, whatever has changed meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.callbacks import encode
from bot.domain.page_numbers import number_of
from bot.simulator.model import Message
from tests.dialogues.scene import UNCOVERED, Scene
from tests.dialogues.shelf import SUPPER, write

GONE = "Tej strony już nie ma. Pokazuję spis."


async def contents(scene: Scene) -> Message:
    scene.anna.send("/poradniki")
    return await scene.anna.expect("Odpowiedzi i poradniki")


async def turned(scene: Scene, message: Message, *labels: str) -> Message:
    """Press one button after another on the same message."""
    for label in labels:
        await scene.anna.click(message, label).answered()
        await scene.settle()
    return message


def label(message: Message, words: str) -> str:
    return next(one["text"] for one in message.buttons if words in one["text"])


async def test_the_contents_count_what_stands_on_each_shelf(reading: Scene) -> None:
    page = await contents(reading)

    assert "⚖️ Prawo i organizacja: 2\n" in page.text
    assert page.rows[-2:] == [["Poradniki", "Dobre praktyki"], ["Szukaj"]]
    assert len(page.rows) == 5


async def test_without_guides_and_practices_no_button_leads_to_them(scene: Scene) -> None:
    page = await contents(scene)

    assert page.rows[3:] == [["Szukaj"]]


async def test_an_entry_is_two_presses_away_and_the_way_back_is_one(reading: Scene) -> None:
    page = await contents(reading)

    await turned(reading, page, "Prawo", "KRS")
    assert "siedmiu założycieli" in page.text
    assert "Stan prawny: 22.11.2026" in page.text
    assert page.rows == [["Zapytaj doradcę", "Wstecz"]]
    await turned(reading, page, "Wstecz")
    assert "1. Jak zarejestrować stowarzyszenie" in page.text
    await turned(reading, page, "Spis")

    assert "Odpowiedzi i poradniki" in page.text
    assert len([m for m in reading.anna.messages if "Odpowiedzi i poradniki" in m.text]) == 1


async def test_an_entry_to_be_confirmed_says_so_and_opens_no_ticket(reading: Scene) -> None:
    page = await turned(reading, await contents(reading), "Finanse", "fakturę")

    assert "ta odpowiedź wymaga potwierdzenia" in page.text
    assert await reading.ticket_count() == 0


async def test_an_entry_past_its_date_is_not_shown(reading: Scene) -> None:
    page = await turned(reading, await contents(reading), "Finanse")
    await reading.forward(days=800)

    await turned(reading, page, "CIT-8")

    assert "wymaga sprawdzenia" in page.text
    assert "Stan prawny" not in page.text
    assert page.rows == [["Zapytaj doradcę", "Wstecz"]]


async def test_long_lists_come_in_pages_of_eight(reading: Scene) -> None:
    page = await turned(reading, await contents(reading), "Dobre praktyki")
    assert "strona 1 z 2" in page.text
    own = [["Spis", "Szukaj"], ["Zgłoś swoją praktykę"]]
    assert page.rows[7:] == [["8. Przystanek 7"], ["Dalej"], *own]

    await turned(reading, page, "Dalej")
    assert page.rows[0] == ["9. Przystanek 8"]
    assert page.rows[2:] == [["Wstecz"], *own]
    await turned(reading, page, "9. ", "Wstecz")

    assert "strona 2 z 2" in page.text


async def test_the_list_of_practices_takes_in_ones_own(reading: Scene) -> None:
    page = await turned(reading, await contents(reading), "Dobre praktyki")

    reading.anna.click(page, "Zgłoś swoją")

    await reading.anna.expect("tytuł")


async def test_a_practice_is_marked_while_it_is_an_example(reading: Scene) -> None:
    page = await turned(reading, await contents(reading), "Dobre praktyki", "1. ")
    assert page.text.startswith("Przykład ilustracyjny\nPrzystanek 0")
    assert "9 osób, 22 godziny" in page.text.replace("\u00a0", " ")
    await turned(reading, page, "Cała historia")
    assert page.text.startswith("Przykład ilustracyjny")
    assert "także wójt" in page.text

    await turned(reading, page, "W skrócie", "Wstecz", "4. ")

    assert page.text.startswith("Przystanek 3")
    assert "ilustracyjny" not in page.text


async def test_a_guide_is_read_part_by_part(reading: Scene) -> None:
    page = await turned(reading, await contents(reading), "Poradniki", "kolacja")
    assert "Kolacja udaje się wtedy" in page.text
    assert "potwierdzić z doradcą" in page.text
    assert page.rows[:3] == [
        ["1. Zanim zaczniecie"],
        ["2. Zaproszenie do skopiowania"],
        ["3. Sprzątanie"],
    ]

    await turned(reading, page, "1. ")
    assert "☐ klucz do świetlicy" in page.text
    assert "• strażacy – stoły" in page.text
    assert "Stawka kucharza: 40 zł." in page.text
    await turned(reading, page, "Dalej")
    assert "pre" in [entity["type"] for entity in page.entities]
    await turned(reading, page, "Dalej")
    assert "Kto je, ten zmywa." in page.text
    assert page.rows == [["Wstecz"], ["Spis części", "Zapytaj doradcę"]]
    await turned(reading, page, "Wstecz", "Spis części")

    assert "Od pomysłu do sprzątania" in page.text


async def test_an_aged_value_is_left_to_an_advisor(reading: Scene) -> None:
    await reading.forward(days=60)

    page = await turned(reading, await contents(reading), "Poradniki", "kolacja", "1. ")

    assert "stawkę na 2027 potwierdzi doradca" in page.text


async def test_a_guide_past_its_date_is_not_read(reading: Scene) -> None:
    page = await turned(reading, await contents(reading), "Poradniki", "Piwnica")

    assert "wymaga sprawdzenia" in page.text
    assert page.rows == [["Zapytaj doradcę"], ["Wstecz", "Spis"]]


# -- after a change of the knowledge


async def changed(scene: Scene, name: str, text: str | None) -> None:
    path = scene.house.library.directory / name
    if text is None:
        path.unlink()
    else:
        write(scene.house.library.directory, name, text)
    assert await scene.house.library.reload_if_changed() == []


async def test_an_old_button_opens_its_page_though_others_came_and_went(reading: Scene) -> None:
    page = await turned(reading, await contents(reading), "Dobre praktyki")
    await changed(reading, "practices/przystanek-0.md", None)

    await turned(reading, page, "2. Przystanek 1")

    assert "Przystanek 1" in page.text


async def test_a_button_of_a_page_that_is_gone_says_so_and_shows_the_contents(
    reading: Scene,
) -> None:
    page = await turned(reading, await contents(reading), "Dobre praktyki")
    await changed(reading, "practices/przystanek-0.md", None)

    told = await reading.anna.click(page, "1. Przystanek 0").answered()
    await reading.settle()

    assert told["text"] == GONE
    assert page.text.startswith("Tej strony już nie ma albo nosi inną nazwę.")
    assert page.rows[-1] == ["Szukaj"]


async def test_a_part_that_was_renamed_is_gone_and_the_others_are_not(reading: Scene) -> None:
    page = await turned(reading, await contents(reading), "Poradniki", "kolacja")
    await changed(reading, "guides/wspolna-kolacja.md", SUPPER.replace("## Zanim", "## Nim"))
    first, last = label(page, "1. "), label(page, "3. ")

    await turned(reading, page, last)
    assert "Kto je, ten zmywa." in page.text
    await turned(reading, page, "Spis części")

    assert label(page, "1. ") == "1. Nim zaczniecie"
    assert first == "1. Zanim zaczniecie"


async def test_a_page_beyond_the_end_of_a_list_is_its_last(reading: Scene) -> None:
    page = await turned(reading, await contents(reading), "Dobre praktyki")
    for number in range(3):
        await changed(reading, f"practices/przystanek-{number}.md", None)

    await turned(reading, page, "Dalej")

    assert page.rows[0] == ["1. Przystanek 3"]


# -- presses that were not offered


@pytest.mark.parametrize("action", ["open", "part", "open_found", "guide_file", "photo", "ask"])
async def test_a_number_that_names_no_page_shows_the_contents(reading: Scene, action: str) -> None:
    page = await contents(reading)

    told = await reading.press(reading.anna, page, encode(action, 2**56)).answered()
    await reading.settle()

    assert told["text"] == GONE
    assert "Oto aktualny spis" in page.text


async def test_a_forged_page_does_not_stand_in_the_place_of_other_words(reading: Scene) -> None:
    reading.anna.send(UNCOVERED)
    await reading.anna.expect("Sprawa #1")
    await reading.settle()
    receipt = await reading.anna_last("Sprawa #1")
    before = receipt.text

    number = number_of("entry", "stowarzyszenie-krs")
    told = await reading.press(reading.anna, receipt, encode("open", number)).answered()
    await reading.settle()

    assert "nieaktualne" in told["text"]
    assert receipt.text == before


async def test_results_are_not_shown_where_nothing_was_looked_for(reading: Scene) -> None:
    page = await contents(reading)

    told = await reading.press(reading.anna, page, encode("found", 0)).answered()

    assert told["text"] == GONE


# -- asking about a page


async def test_asking_about_an_entry_gives_the_next_words_to_an_advisor(reading: Scene) -> None:
    page = await turned(reading, await contents(reading), "Prawo", "KRS")
    await turned(reading, page, "Zapytaj doradcę")
    await reading.anna.expect("chodzi o: „Jak zarejestrować stowarzyszenie")

    reading.anna.send("Czy siedem osób musi być z jednej gminy?")

    await reading.anna.expect("Sprawa #1")
    card = await reading.group.expect("#1 🔵")
    assert "z jednej gminy" in card.text
    assert "Lider pyta o stronę „Jak zarejestrować stowarzyszenie w KRS?”." in card.text
    assert "Prawo" in card.text


async def test_asking_about_a_guide_names_it_to_the_advisor(reading: Scene) -> None:
    page = await turned(reading, await contents(reading), "Poradniki", "kolacja")
    await turned(reading, page, "Zapytaj doradcę")
    await reading.anna.expect("pytanie do doradcy")

    reading.anna.send_photo()

    card = await reading.group.expect("#1 🔵")
    assert "Wspólna kolacja krok po kroku" in card.text
    assert "Pozyskiwanie" in card.text


async def test_thanks_are_no_question_and_an_advisor_is_still_expected_to_be_asked(
    reading: Scene,
) -> None:
    page = await turned(reading, await contents(reading), "Prawo", "KRS")
    await turned(reading, page, "Zapytaj doradcę")

    reading.anna.send("dziękuję")
    await reading.anna.expect("Proszę bardzo")
    assert await reading.ticket_count() == 0
    reading.anna.send("A ile to kosztuje?")

    await reading.anna.expect("Sprawa #1")


async def test_asking_about_a_page_is_cancelled_or_ends_by_itself(reading: Scene) -> None:
    page = await turned(reading, await contents(reading), "Prawo", "KRS")
    await turned(reading, page, "Zapytaj doradcę")
    await reading.anna.click(await reading.anna.expect("pytanie do doradcy"), "Anuluj").answered()
    await reading.anna.expect("Anulowane")
    await turned(reading, page, "Zapytaj doradcę")

    await reading.forward(minutes=16)

    await reading.anna.expect("Minęło 15 minut")
    assert await reading.ticket_count() == 0


async def test_a_second_press_asks_no_second_time(reading: Scene) -> None:
    page = await turned(reading, await contents(reading), "Prawo", "KRS")

    await turned(reading, page, "Zapytaj doradcę", "Zapytaj doradcę")

    asked = [m for m in reading.anna.messages if "pytanie do doradcy" in m.text]
    assert len(asked) == 1


# -- start links


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ("a_stowarzyszenie-krs", "siedmiu założycieli"),
        ("g_wspolna-kolacja", "Od pomysłu do sprzątania"),
        ("p_przystanek-3", "Sąsiedzi odnowili przystanek"),
    ],
)
async def test_a_start_link_opens_a_page_from_which_others_are_reached(
    reading: Scene, payload: str, words: str
) -> None:
    halina = reading.telegram.user(first_name="Halina")
    halina.start(payload)
    page = await halina.expect(words)
    await halina.expect("Kto tu odpowiada")

    await halina.click(page, "Wstecz").answered()
    await reading.settle()

    assert ["Spis", "Szukaj"] in page.rows


@pytest.mark.parametrize("payload", ["g_nie-ma", "p_nie-ma", "g_przystanek-3"])
async def test_a_start_link_to_a_page_that_is_not_there_greets(
    reading: Scene, payload: str
) -> None:
    halina = reading.telegram.user(first_name="Halina")
    halina.start(payload)

    await halina.expect("Dzień dobry")


async def test_the_command_is_in_the_help_and_in_the_menu(scene: Scene) -> None:
    scene.anna.send("/pomoc")
    await scene.anna.expect("/poradniki – gotowe odpowiedzi")
    await scene.settle()

    menus = scene.telegram.requests("setMyCommands")

    assert any("poradniki" in str(menu.params["commands"]) for menu in menus)


async def test_every_press_under_a_page_of_long_ago_still_works(reading: Scene) -> None:
    page = await contents(reading)
    await reading.forward(days=90)

    await turned(reading, page, "Prawo", "KRS")

    assert "siedmiu założycieli" in page.text
    assert reading.clock.now() - page.sent > timedelta(days=89)
