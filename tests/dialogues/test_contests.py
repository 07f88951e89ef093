"""A contest on its card: how long it still takes, may I enter, what is missing, reminders."""

from __future__ import annotations

import pytest

from bot.domain.callbacks import encode
from bot.domain.warsaw import local
from bot.programme.contests import quizzes
from bot.storage import follows
from bot.storage.occasions import number_of_occasion
from tests.dialogues.contest_stage import card_of, go_to
from tests.dialogues.scene import Scene

pytestmark = pytest.mark.slow
NUMBER = number_of_occasion("granty")


async def test_the_card_counts_down_and_names_what_is_not_certain(scene: Scene) -> None:
    await go_to(scene, "2027-04-13")
    card = await card_of(scene, scene.anna)
    assert "Zostały 3\u00a0dni, do piątku, 16\u00a0kwietnia, 16:00" in card.text
    assert "Najwyższy grant: 6000 zł (przykład)" in card.text
    assert "koło gospodyń wiejskich: z rejestru" in card.text
    assert "Teraz: Składanie wniosków, do piątku" in card.text
    assert "Raport" in card.text
    labels = [button["text"] for button in card.buttons]
    assert labels[:6] == [
        "Czy mogę?", "Sprawdź wniosek", "Lista dokumentów",
        "Pytania i odpowiedzi", "Zapytaj doradcę", "Obserwuj",
    ]  # fmt: skip

    scene.anna.click(card, "Lista dokumentów")
    await scene.anna.expect("formularz próbny")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2027-03-01", "Nabór od poniedziałku, 8\u00a0marca"),
        ("2027-04-16", "To ostatni dzień, do piątku"),
        ("2027-04-20", "Nabór zakończony, trwał do piątku"),
    ],
)
async def test_the_card_says_when_a_call_opens_and_that_it_is_over(
    scene: Scene, day: str, words: str
) -> None:
    await go_to(scene, day)
    assert words in (await card_of(scene, scene.anna)).text


async def test_a_start_link_opens_the_card_also_for_a_stranger(scene: Scene) -> None:
    await scene.forward(seconds=1)
    ola = scene.newcomer("Ola")
    ola.start("c_granty")
    await ola.expect("Granty na próbę")


async def test_a_quiz_is_gone_through_by_taps_and_keeps_nothing(scene: Scene) -> None:
    scene.anna.click(await card_of(scene, scene.anna), "Czy mogę?")
    asked = await scene.anna.expect("Kto składa wniosek?")
    scene.anna.click(asked, "Koło gospodyń")
    asked = await scene.anna.expect("Czy koło jest w rejestrze?")
    scene.anna.click(asked, "Wróć")
    asked = await scene.anna.expect("Kto składa wniosek?")
    scene.anna.click(asked, "Koło gospodyń")
    await scene.anna.expect("Czy koło jest w rejestrze?")
    await scene.settle()
    scene.anna.click(asked, "Tak")
    await scene.anna.expect("Wygląda na to, że tak")
    anna = await scene.person(scene.anna)
    found = await scene.house.database.read(
        lambda conn: follows.result(conn, anna.id, "granty", "quiz")
    )
    assert found is None


async def test_an_honest_no_and_an_honest_ask(scene: Scene) -> None:
    card = await card_of(scene, scene.anna)
    scene.anna.click(card, "Czy mogę?")
    asked = await scene.anna.expect("Kto składa wniosek?")
    scene.anna.click(asked, "Firma")
    ended = await scene.anna.expect("Wygląda na to, że nie")
    assert "Konkurs nie jest dla firm" in ended.text
    scene.anna.click(ended, "Wróć")
    await scene.anna.expect("Kto składa wniosek?")
    await scene.settle()
    scene.anna.click(asked, "Nie wiem")
    await scene.anna.expect("Czy koło jest w rejestrze?")
    await scene.settle()
    scene.anna.click(asked, "Tak")
    ended = await scene.anna.expect("Warto zapytać")
    assert "To sprawdzi doradca" in ended.text


async def test_a_check_lists_the_gaps_and_is_kept_when_asked(scene: Scene) -> None:
    scene.anna.click(await card_of(scene, scene.anna), "Sprawdź wniosek")
    asked = await scene.anna.expect("Kwota mieści się w limicie")
    scene.anna.click(asked, "Nie")
    await scene.anna.expect("Są podpisy")
    await scene.settle()
    scene.anna.click(asked, "Tak")
    ended = await scene.anna.expect("Do poprawy albo sprawdzenia: 1 z 2")
    assert "Trzeba zmniejszyć kwotę" in ended.text
    scene.anna.click(ended, "Zapisz wynik")
    await scene.anna.expect("Zapisany wynik")
    anna = await scene.person(scene.anna)
    found = await scene.house.database.read(
        lambda conn: follows.result(conn, anna.id, "granty", "check")
    )
    assert found is not None
    assert (found.means, found.notes) == ("fails", ["Trzeba zmniejszyć kwotę"])
    await scene.settle()
    again = await card_of(scene, scene.anna)
    assert "Twój wynik „Sprawdź wniosek” z wt. 24.11.2026: są braki" in again.text
    scene.anna.click(ended, "Usuń wynik")
    await scene.settle()
    assert not await scene.house.database.read(
        lambda conn: follows.result(conn, anna.id, "granty", "check")
    )


async def test_a_forged_answer_or_one_of_other_questions_does_nothing(scene: Scene) -> None:
    sheet = scene.house.library.current.base.programme.contests["granty"]
    scene.anna.click(await card_of(scene, scene.anna), "Czy mogę?")
    asked = await scene.anna.expect("Kto składa wniosek?")
    right = quizzes.number(sheet, "quiz")
    for data in (
        encode("contest_tap_e", right, 1),  # there is no fifth answer
        encode("contest_tap_a", right, quizzes.packed((1, 1, 1, 1))),  # after the end
        encode("contest_tap_a", right + 1, 1),  # questions that have changed
        encode("contest_keep", right, 1),  # nothing to keep yet
    ):
        told = await scene.press(scene.anna, asked, data).answered()
        assert told["text"] == "To już nieaktualne. Odświeżam.", data


async def test_followers_are_reminded_on_the_days_and_at_noon_of_the_last_one(
    scene: Scene,
) -> None:
    await go_to(scene, "2027-03-20")
    card = await card_of(scene, scene.anna)
    scene.anna.click(card, "Obserwuj")
    await scene.anna.expect("Granty na próbę")
    await scene.settle()
    came = []
    for day in ("2027-04-01", "2027-04-02", "2027-04-13", "2027-04-15", "2027-04-16"):
        for hour in ("08:30", "09:01", "12:01"):
            await go_to(scene, day, hour)
        came += [
            (day, one.text.splitlines()[0])
            for one in scene.anna.messages
            if one.from_bot and one.text.startswith("⏰") and f"{local(one.sent):%Y-%m-%d}" == day
        ]
    end = "do piątku, 16\u00a0kwietnia, 16:00"
    assert came == [
        ("2027-04-02", f"⏰ Składanie wniosków: zostało 14\u00a0dni, {end}"),
        ("2027-04-13", f"⏰ Składanie wniosków: zostały 3\u00a0dni, {end}"),
        ("2027-04-16", f"⏰ To dziś: Składanie wniosków, {end}"),
    ]
    last = await scene.anna_last("To dziś")
    assert "zrób zrzut ekranu błędu" in last.text


async def test_who_follows_no_longer_is_not_reminded(scene: Scene) -> None:
    await go_to(scene, "2027-03-20")
    scene.anna.click(await card_of(scene, scene.anna), "Obserwuj")
    await scene.settle()
    await go_to(scene, "2027-04-02", "09:01")
    first = await scene.anna_last("Składanie wniosków: zostało")
    scene.anna.click(first, "Nie obserwuj")
    await scene.settle()
    await go_to(scene, "2027-04-13", "09:01")
    assert not [one for one in scene.anna.messages if "zostały 3" in one.text]


async def test_following_is_the_pressers_own(scene: Scene) -> None:
    card = await card_of(scene, scene.anna)
    await scene.press(scene.marek, card, encode("contest_follow", NUMBER)).answered()
    anna = await scene.person(scene.anna)
    assert not await scene.house.database.read(
        lambda conn: follows.is_following(conn, anna.id, "contest:granty")
    )
