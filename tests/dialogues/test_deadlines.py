"""Deadlines: what the calendar proposes, what is followed, done, put off, and asked about."""

from __future__ import annotations

import pytest

from bot.domain.callbacks import encode
from bot.storage import organisations
from tests.dialogues.deadline_stories import (
    STALE,
    added,
    circle,
    days_of,
    following,
    joined,
    owed_with,
    payload_of,
    rows,
)
from tests.dialogues.scene import COVERED, Scene

pytestmark = pytest.mark.usefixtures("typing_fast")


# -- set up once


async def test_the_kind_and_then_only_what_matters_for_it_is_asked(scene: Scene) -> None:
    scene.anna.send("/terminy")
    first = await scene.anna.expect("o jaką organizację chodzi")
    assert first.rows == [["Stowarzyszenie", "Koło gospodyń"], ["Bez organizacji"]]
    scene.anna.click(first, "Stowarzyszenie")
    message = await scene.anna.expect("Co pasuje")
    assert message.rows == [["☐ Mamy status OPP"], ["Dalej"]]
    scene.anna.click(message, "OPP")
    await scene.settle()
    assert message.rows == [["☑ Mamy status OPP"], ["☐ Inny rok obrotowy"], ["Dalej"]]


async def test_the_proposal_names_its_legal_basis_and_depends_on_the_answers(
    scene: Scene,
) -> None:
    plain = await circle(scene)
    assert "Złożyć CIT-8" in plain.text
    assert "Podstawa: art. 27 ust. 1 ustawy o CIT" in plain.text
    assert "najpóźniej czwartek, 15\u00a0lipca 2027" in plain.text
    assert "Składki" not in plain.text
    scene.anna.click(plain, "Zmień odpowiedzi")
    await scene.anna.expect("Co pasuje")
    scene.anna.click(plain, "składki")
    await scene.settle()
    scene.anna.click(plain, "Dalej")
    await scene.anna.expect("15. dnia każdego miesiąca")


async def test_days_are_followed_tick_by_tick(scene: Scene) -> None:
    message = await circle(scene, "składki")
    scene.anna.click(message, "CIT-8")
    await scene.settle()
    assert "☑ 2. Złożyć CIT-8" in [label for row in message.rows for label in row]
    assert await days_of(scene, "law:cit-8") == ["2027-03-31"]
    assert await days_of(scene, "law:skladki") == []
    scene.anna.click(message, "CIT-8")
    await scene.settle()
    assert await days_of(scene, "law:cit-8") == []
    scene.anna.click(message, "CIT-8")
    scene.anna.click(message, "Gotowe")
    await scene.anna.expect("Najbliższe terminy")
    assert await days_of(scene, "law:cit-8") == ["2027-03-31"]


async def test_following_all_keeps_a_year_of_days_and_asks_nothing_twice(scene: Scene) -> None:
    await following(scene, "składki")
    assert await days_of(scene, "law:cit-8") == ["2027-03-31"]
    assert len(await days_of(scene, "law:skladki")) == 13
    scene.anna.send("/terminy")
    again = await scene.anna.expect("Najbliższe terminy")
    assert again.text.count("Składki") == 1  # the next one stands for those that follow


async def test_a_second_press_on_the_kind_founds_no_second_organisation(scene: Scene) -> None:
    scene.anna.send("/terminy")
    first = await scene.anna.expect("o jaką organizację chodzi")
    person = await scene.person(scene.anna)
    presses = [scene.press(scene.anna, first, encode("dl_kind", person.id, 1)) for _ in range(2)]
    for press in presses:
        await press.answered()
    await scene.settle()
    there = await scene.house.database.read(lambda conn: organisations.of_person(conn, person.id))
    assert [one.kind for one in there] == ["kgw"]


async def test_with_two_organisations_each_has_its_name_and_its_own_days(scene: Scene) -> None:
    listed = await following(scene)
    scene.anna.click(listed, "Więcej")
    menu = await scene.anna.expect("Obserwowane terminy z przepisów: 2")
    scene.anna.click(menu, "Nazwa organizacji")
    await scene.anna.expect("Jak nazywa się organizacja")
    scene.anna.send("Koło z Łagiewnik")
    await scene.anna.expect("Zapisane: Koło z Łagiewnik")
    scene.anna.click(menu, "Inna organizacja")
    scene.anna.click(await scene.anna.expect("Jaka to organizacja"), "Stowarzyszenie")
    await scene.anna.expect("Co pasuje")
    await scene.settle()
    scene.anna.click(menu, "Dalej")
    await scene.anna.expect("Terminy z przepisów \\(stowarzyszenie\\)")
    await scene.settle()
    scene.anna.click(menu, "CIT-8")
    scene.anna.click(menu, "Gotowe")
    near = await scene.anna.expect("Najbliższe terminy")
    assert "(za 127\u00a0dni), Koło z Łagiewnik" in near.text
    assert "(za 127\u00a0dni), stowarzyszenie" in near.text
    scene.anna.click(near, "Więcej: stowarzyszenie")
    await scene.anna.expect("Obserwowane terminy z przepisów: 1")
    scene.anna.click(near, "Wróć do terminów")
    await scene.anna.expect("Najbliższe terminy")


async def test_without_an_organisation_there_are_ones_own_deadlines(scene: Scene) -> None:
    scene.anna.send("/terminy")
    message = await scene.anna.expect("o jaką organizację chodzi")
    scene.anna.click(message, "Bez organizacji")
    await scene.anna.expect("żaden termin nie czeka")
    scene.anna.click(message, "Dodaj własny")
    await scene.anna.expect("Co i do kiedy")
    scene.anna.send("oddać namiot 5 grudnia")
    scene.anna.click(await scene.anna.expect("Czy tak ma być"), "Dobrze")
    (row,) = await rows(scene)
    assert (row.title, row.day) == ("oddać namiot", "2026-12-05")
    assert row.owner.startswith("person:")
    scene.anna.send("/terminy")
    await scene.anna.expect("oddać namiot")


# -- shown honestly


async def test_a_later_day_is_shown_only_when_sure_and_reminded_of_the_earlier(
    scene: Scene,
) -> None:
    await following(scene, "składki")
    moved = [row for row in await rows(scene) if row.later]
    assert [(row.day, row.later) for row in moved][:1] == [("2027-05-15", "2027-05-17")]
    doubtful = [row for row in await rows(scene) if not row.sure]
    assert all(row.later is None for row in doubtful)
    await scene.forward(days=(16 * 7 + 60) - 1)  # 14 May 2027, a Friday
    message = await scene.anna_last("15\u00a0maja 2027")
    await scene.settle()
    assert "Zbliża" in message.text
    scene.anna.send("/terminy")
    listed = await scene.anna.expect("Najbliższe terminy")
    assert "czwartek, 15\u00a0kwietnia 2027 (termin minął)" in listed.text
    scene.press(scene.anna, listed, encode("dl_open", moved[0].id))
    card = await scene.anna.expect("prawo daje czas do poniedziałku, 17\u00a0maja")
    assert "sobota, 15\u00a0maja 2027" in card.text


async def test_what_is_not_sure_says_that_it_has_to_be_checked_and_by_whom(scene: Scene) -> None:
    scene.anna.send("/terminy")
    message = await scene.anna.expect("o jaką organizację chodzi")
    scene.anna.click(message, "Stowarzyszenie")
    scene.anna.click(await scene.anna.expect("Co pasuje"), "Dalej")
    await scene.settle()
    scene.anna.click(message, "Gotowe")
    await scene.settle()
    scene.anna.click(message, "Policz od zdarzenia")
    scene.anna.click(await scene.anna.expect("Policz termin"), "Zgłosić zmiany")
    await scene.anna.expect("Który to dzień")
    scene.anna.send("wczoraj")
    offer = await scene.anna.expect("Czy tak ma być")
    assert "poniedziałek, 30\u00a0listopada 2026" in offer.text
    assert "zmiana zarządu (poniedziałek, 23\u00a0listopada 2026)" in offer.text
    assert "Tę datę trzeba sprawdzić. Dzień potwierdza doradca." in offer.text


# -- in one's own words


async def test_own_words_are_confirmed_with_the_days_name(scene: Scene) -> None:
    listed = await following(scene)
    scene.anna.click(listed, "Dodaj własny")
    await scene.anna.expect("Co i do kiedy")
    scene.anna.send("raport do gminy 30 czerwca")
    offer = await scene.anna.expect("Czy tak ma być")
    assert "raport do gminy\nśroda, 30\u00a0czerwca 2027" in offer.text
    assert [row.title for row in await rows(scene, "draft")] == ["raport do gminy"]
    scene.anna.click(offer, "Popraw")
    await scene.anna.expect("Co i do kiedy")
    scene.anna.send("raport do gminy za dwa tygodnie")
    offer = await scene.anna.expect("wtorek, 8\u00a0grudnia 2026")
    scene.anna.click(offer, "Dobrze")
    await scene.settle()
    own = [row for row in await rows(scene) if row.source.startswith("own:")]
    assert [(row.title, row.day) for row in own] == [("raport do gminy", "2026-12-08")]
    assert await rows(scene, "draft") == []


async def test_what_is_missing_is_asked_for(scene: Scene) -> None:
    listed = await following(scene)
    scene.anna.click(listed, "Dodaj własny")
    await scene.anna.expect("Co i do kiedy")
    scene.anna.send("raport do gminy")
    await scene.anna.expect("„raport do gminy”. Do kiedy?")
    scene.anna.send("kiedyś")
    await scene.anna.expect("Nie wiem, który to dzień")
    scene.anna.send("30 czerwca")
    await scene.anna.expect("środa, 30\u00a0czerwca 2027")
    scene.anna.send("dodaj: 30.06.2027")
    await scene.anna.expect("A co wtedy trzeba zrobić")
    scene.anna.send("rozliczenie dotacji")
    await scene.anna.expect("rozliczenie dotacji\nśroda, 30\u00a0czerwca 2027")


async def test_a_question_in_the_middle_is_answered_as_a_question(scene: Scene) -> None:
    listed = await following(scene)
    scene.anna.click(listed, "Dodaj własny")
    await scene.anna.expect("Co i do kiedy")
    scene.anna.send(COVERED)
    await scene.anna.expect("siedmiu założycieli")
    assert await rows(scene, "draft") == []


async def test_a_question_that_nobody_has_answered_yet_is_no_name_of_a_deadline(
    scene: Scene,
) -> None:
    listed = await following(scene)
    scene.anna.click(listed, "Dodaj własny")
    await scene.anna.expect("Co i do kiedy")
    scene.anna.send("a ile to jest czasu na odwołanie od decyzji burmistrza?")
    await scene.anna.expect("Sprawa #1")
    scene.anna.send("raport do gminy 30 czerwca")
    await scene.anna.expect("Czy tak ma być")


async def test_what_was_asked_for_is_a_deadline_also_when_the_base_knows_the_words(
    scene: Scene,
) -> None:
    listed = await following(scene)
    scene.anna.click(listed, "Dodaj własny")
    await scene.anna.expect("Co i do kiedy")
    scene.anna.send("rejestracja stowarzyszenia w KRS")
    await scene.anna.expect("„rejestracja stowarzyszenia w KRS”. Do kiedy?")


async def test_a_wish_to_be_reminded_of_a_day_is_taken_at_its_word(scene: Scene) -> None:
    await following(scene)
    scene.anna.send("prosze przypomniec mi ze raport do gminy 30 czerwca")
    offer = await scene.anna.expect("Czy tak ma być")
    assert offer.text.startswith("raport do gminy\nśroda, 30\u00a0czerwca 2027")
    scene.anna.click(offer, "Dobrze")
    scene.anna.send("przypomnij mi: zebranie 15 stycznia")
    offer = await scene.anna.expect("zebranie\npiątek, 15\u00a0stycznia 2027")
    scene.anna.click(offer, "Dobrze")
    scene.anna.send("przypomnij mi hasło do generatora")  # no day: a question like any other
    await scene.anna.expect("Sprawa #1")


async def test_a_draft_counts_whenever_it_is_confirmed_but_only_once(scene: Scene) -> None:
    await following(scene)
    scene.anna.send("dodaj: raport 30 czerwca")
    offer = await scene.anna.expect("Czy tak ma być")
    await scene.forward(hours=20)
    (draft,) = await rows(scene, "draft")
    first = scene.press(scene.anna, offer, encode("dl_keep", draft.id, draft.rev))
    second = scene.press(scene.anna, offer, encode("dl_keep", draft.id, draft.rev))
    assert (await first.answered())["text"] == "Zapisane."
    assert (await second.answered())["text"] == STALE
    assert await days_of(scene, draft.source) == ["2027-06-30"]


async def test_drafts_that_nobody_confirms_are_forgotten(scene: Scene) -> None:
    await following(scene)
    scene.anna.send("dodaj: raport 30 czerwca")
    await scene.anna.expect("Czy tak ma być")
    await scene.forward(days=3)
    assert await rows(scene, "draft") == []


# -- counted from an event


async def test_a_day_counted_from_an_event_stands_for_the_last_possible_one(scene: Scene) -> None:
    listed = await following(scene)
    assert await days_of(scene, "law:sprawozdanie") == ["2027-07-15"]
    scene.anna.click(listed, "Policz od zdarzenia")
    menu = await scene.anna.expect("15\u00a0dni od: zatwierdzenie sprawozdania")
    scene.anna.click(menu, "Wysłać sprawozdanie")
    await scene.anna.expect("Który to dzień")
    scene.anna.send("20 maja 2027")
    offer = await scene.anna.expect("Czy tak ma być")
    assert "piątek, 4\u00a0czerwca 2027" in offer.text
    scene.anna.click(offer, "Dobrze")
    assert await days_of(scene, "event:sprawozdanie:2027-05-20") == ["2027-06-04"]
    assert await days_of(scene, "law:sprawozdanie") == []
    await scene.forward(days=1)  # and it does not come back, not even when it is chosen again
    assert await days_of(scene, "law:sprawozdanie") == []
    scene.anna.click(listed, "Co obserwujemy|Wróć do terminów")
    await scene.settle()
    scene.anna.click(listed, "Co obserwujemy")
    await scene.settle()
    for _ in range(2):
        scene.anna.click(listed, "Wysłać sprawozdanie")
        await scene.settle()
    assert await days_of(scene, "law:sprawozdanie") == []


# -- reminders


async def test_a_reminder_says_what_until_when_and_why(scene: Scene) -> None:
    await following(scene)
    await scene.forward(days=106)  # 10 March 2027, 21 days before
    message = await scene.anna.expect("Zbliża się termin: Złożyć CIT-8")
    assert "środa, 31\u00a0marca 2027 (za 21\u00a0dni)" in message.text
    assert "Podstawa: art. 27 ust. 1 ustawy o CIT" in message.text
    assert message.rows == [["Zrobione", "Przypomnij jutro"], ["Zapytaj doradcę", "Jak to zrobić"]]
    assert scene.anna.click(message, "Jak to zrobić") == (
        "https://t.me/sample_test_bot?start=a_cit-8-termin"
    )


async def test_several_on_one_morning_are_one_message_with_a_button_each(scene: Scene) -> None:
    await following(scene, "składki")
    await added(scene, "raport 17 grudnia")
    await scene.forward(days=9)
    await scene.anna.expect("Zbliża się termin: raport")
    await scene.forward(days=6, hours=22)  # 10 December, 8:00 in Poland
    await scene.anna.expect_none(0.2, "Zbliża")
    await scene.forward(hours=2)
    message = await scene.anna.expect("Zbliżają się terminy")
    assert message.rows == [["1. Składki"], ["2. raport"]]
    scene.anna.click(message, "Składki")
    card = await scene.anna.expect("wtorek, 15\u00a0grudnia 2026 \\(za 5\u00a0dni\\)")
    scene.anna.click(card, "Zrobione")
    await scene.anna.expect("Zrobione, zaznaczone przez: Anna")
    assert message.rows == [["1. Składki"], ["2. raport"]]


async def test_once_more_tomorrow_at_nine_and_not_twice(scene: Scene) -> None:
    await following(scene)
    await scene.forward(days=106)
    message = await scene.anna.expect("Zbliża się termin: Złożyć CIT-8")
    told = await scene.anna.click(message, "Przypomnij jutro").answered()
    assert told["text"] == "Przypomnimy jutro o 9:00."
    await scene.settle()
    assert message.rows == []
    await scene.forward(days=1)
    again = await scene.anna.expect("za 20\u00a0dni")
    assert "Złożyć CIT-8" in again.text
    await scene.forward(days=1)
    await scene.anna.expect_none(0.2, "Złożyć CIT-8")


async def test_on_its_last_day_nothing_is_put_off(scene: Scene) -> None:
    card = await added(scene, "raport dziś")
    (row,) = await rows(scene)
    press = scene.press(scene.anna, card, encode("dl_tomorrow", row.id))
    assert (await press.answered())["text"] == "Na to jest już za późno."


async def test_asking_an_advisor_opens_a_ticket_that_names_the_deadline(scene: Scene) -> None:
    await following(scene)
    await scene.forward(days=120)  # 24 March, seven days before
    message = await scene.anna.expect("Zbliża się termin: Złożyć CIT-8")
    press = scene.anna.click(message, "Zapytaj doradcę")
    assert (await press.answered())["text"] == "Pytanie o ten termin jest już u doradców."
    await scene.anna.expect("Sprawa #1")
    card = await scene.group.expect("#1 🔵")
    assert "Złożyć CIT-8" in card.text
    assert "31.03.2027" in card.text
    ticket = await scene.ticket(1)
    assert (ticket.topic, ticket.need, ticket.confirms) == ("accounting", "week", "cit-8-termin")
    scene.anna.click(message, "Zapytaj doradcę")
    await scene.settle()
    assert await scene.ticket_count() == 1


async def test_a_day_missed_during_an_outage_says_what_now(scene: Scene) -> None:
    await following(scene)
    await scene.forward(days=100)
    scene.anna.skip()
    await scene.forward(days=30)  # away from 4 March to 3 April
    message = await scene.anna.expect("Termin minął: Złożyć CIT-8")
    assert "Co teraz?" in message.text
    assert ["Zrobione", "Zapytaj doradcę"] in message.rows
    await scene.forward(days=1)
    await scene.anna.expect_none(0.2, "Złożyć CIT-8")
    scene.anna.click(message, "Przypomnij jutro")
    await scene.settle()
    scene.anna.skip()
    await scene.forward(days=1)
    again = await scene.anna.expect("Złożyć CIT-8")
    assert again.text.startswith("Termin minął")  # what is over does not come near
    scene.anna.click(again, "Zrobione")
    await scene.anna.expect("Zrobione, zaznaczone przez: Anna")


async def test_several_days_missed_are_one_message(scene: Scene) -> None:
    await following(scene)
    await added(scene, "raport 30 marca 2027")
    await scene.forward(days=90)
    scene.anna.skip()
    await scene.forward(days=40)
    message = await scene.anna.expect("Te terminy minęły")
    assert message.rows == [["1. raport"], ["2. Złożyć CIT-8"]]
    scene.anna.click(message, "raport")
    await scene.anna.expect("wtorek, 30\u00a0marca 2027 \\(termin minął\\)")


# -- several leaders of one organisation


async def test_done_by_one_is_done_for_all_who_are_told_by_whom(scene: Scene) -> None:
    basia = await joined(scene, await following(scene))
    await scene.anna.expect("Dołącza Basia")
    await scene.forward(days=106)
    await basia.expect("Zbliża się termin: Złożyć CIT-8")
    hers = await scene.anna.expect("Zbliża się termin: Złożyć CIT-8")
    scene.anna.click(hers, "Zrobione")
    told = await basia.expect("Anna zaznacza, że to zrobione: Złożyć CIT-8")
    assert "Dla: koło gospodyń" in told.text  # who acts for two has to know for which
    await scene.forward(days=14)  # seven days before
    await basia.expect_none(0.2, "Zbliża się")
    basia.click(told, "Cofnij")
    await scene.anna.expect("Basia przywraca termin: Złożyć CIT-8")
    assert "2027-03-31" in await days_of(scene, "law:cit-8")


async def test_undone_in_time_reminds_everybody_again(scene: Scene) -> None:
    basia = await joined(scene, await following(scene))
    await scene.forward(days=106)
    message = await scene.anna.expect("Zbliża się termin")
    scene.anna.click(message, "Zrobione")
    await scene.anna.expect("Nie będziemy o tym przypominać")
    scene.anna.click(message, "Cofnij")
    await basia.expect("Anna przywraca termin")
    basia.skip()
    scene.anna.skip()
    await scene.forward(days=14)
    await basia.expect("za 7\u00a0dni")
    await scene.anna.expect("za 7\u00a0dni")


async def test_others_are_not_told_at_night(scene: Scene) -> None:
    basia = await joined(scene, await following(scene))
    await scene.forward(hours=12)  # 22:00
    (row,) = [one for one in await rows(scene) if one.source == "law:cit-8"]
    scene.anna.send("/terminy")
    scene.anna.click(await scene.anna.expect("Najbliższe terminy"), "CIT-8")
    scene.anna.click(await scene.anna.expect("środa, 31\u00a0marca"), "Zrobione")
    await scene.settle()
    assert (await rows(scene, "done"))[0].id == row.id
    await basia.expect_none(0.2, "zaznacza")
    basia.send(COVERED)  # nor is what they ask at night held up by it
    await basia.expect("siedmiu założycieli")
    await scene.forward(hours=10)
    await basia.expect("Anna zaznacza")


async def test_an_invitation_counts_once_and_for_a_week(scene: Scene) -> None:
    listed = await following(scene)
    scene.anna.click(listed, "Zaproś osobę")
    payload = payload_of(await scene.anna.expect("Działa raz"))
    assert await owed_with(scene, payload) == []  # once it has come, it stands nowhere else
    scene.anna.start(payload)
    await scene.anna.expect("w której już jesteś")
    basia, celina = (scene.telegram.user(first_name=name) for name in ("Basia", "Celina"))
    basia.start(payload)
    await basia.expect("Dołączono")
    await basia.expect("Najbliższe terminy")
    celina.start(payload)
    await celina.expect("To zaproszenie było już użyte")
    await scene.settle()
    members = await scene.house.database.read(lambda conn: organisations.members(conn, 1))
    assert [one.name for one in members] == ["Anna", "Basia"]
    scene.anna.click(listed, "Zaproś osobę")
    late = payload_of(await scene.anna.expect("Działa raz"))
    await scene.forward(days=7, minutes=1)
    celina.start(late)
    await celina.expect("To zaproszenie było już użyte albo straciło ważność")
    await scene.settle()
    members = await scene.house.database.read(lambda conn: organisations.members(conn, 1))
    assert [one.name for one in members] == ["Anna", "Basia"]


async def test_somebody_invited_by_mistake_sees_and_hears_nothing_more(scene: Scene) -> None:
    basia = await joined(scene, await following(scene))
    scene.anna.click(await scene.anna.expect("Dołącza Basia"), "To pomyłka")
    await basia.expect("Nie prowadzisz już terminów tej organizacji")
    await scene.forward(days=106)
    await scene.anna.expect("Zbliża się termin")
    await basia.expect_none(0.2, "Zbliża się")
    basia.send("/terminy")
    await basia.expect("o jaką organizację chodzi")


async def test_leaving_is_asked_about_first(scene: Scene) -> None:
    basia = await joined(scene, await following(scene))
    basia.send("/terminy")
    listed = await basia.expect("Najbliższe terminy")
    person = await scene.person(basia)
    basia.click(listed, "Więcej")
    basia.click(await basia.expect("Obserwowane terminy z przepisów: 2"), "Wypisz mnie")
    asked = await basia.expect("Czy na pewno")
    basia.click(asked, "Tak, wypisz mnie")
    await basia.expect("Wypisano: koło gospodyń")
    there = await scene.house.database.read(lambda conn: organisations.of_person(conn, person.id))
    assert there == []


# -- what buttons prove


async def test_another_member_cannot_confirm_somebodys_draft(scene: Scene) -> None:
    basia = await joined(scene, await following(scene))
    scene.anna.send("dodaj: oferta 15 maja")
    offer = await scene.anna.expect("Czy tak ma być")
    (draft,) = await rows(scene, "draft")
    basia.send("/terminy")
    listed = await basia.expect("Najbliższe terminy")
    for action in ("dl_keep", "dl_fix", "dl_done", "dl_open", "dl_ask"):
        press = scene.press(basia, listed, encode(action, draft.id, draft.rev))
        assert (await press.answered())["text"] == STALE
        await scene.settle()
    assert (await rows(scene, "draft"))[0] == draft
    scene.anna.click(offer, "Dobrze")
    await scene.settle()
    assert await rows(scene, "draft") == []


async def test_who_says_a_day_again_may_confirm_it(scene: Scene) -> None:
    basia = await joined(scene, await following(scene))
    for person in (scene.anna, basia):
        person.skip()
        person.send("/terminy")
        person.click(await person.expect("Najbliższe terminy"), "Policz od zdarzenia")
        person.click(await person.expect("Policz termin"), "Wysłać sprawozdanie")
        await person.expect("Który to dzień")
        person.send("20 maja 2027")
        offer = await person.expect("Czy tak ma być")
    basia.click(offer, "Dobrze")
    assert await days_of(scene, "event:sprawozdanie:2027-05-20") == ["2027-06-04"]


# -- rolling on


async def test_days_that_come_every_month_roll_on_by_themselves(scene: Scene) -> None:
    await following(scene, "składki")
    first = await days_of(scene, "law:skladki")
    await scene.forward(days=62)
    later = await days_of(scene, "law:skladki")
    assert (first[0], first[-1]) == ("2026-12-15", "2027-12-15")
    assert later[-1] == "2028-02-15"
    assert later[: len(first)] == first


async def test_what_was_done_or_dropped_stays_so_when_days_roll_on(scene: Scene) -> None:
    await following(scene, "składki")
    for label, button in (("Składki", "Usuń z listy"), ("CIT-8", "Zrobione")):
        scene.anna.send("/terminy")
        scene.anna.click(await scene.anna.expect("Najbliższe terminy"), label)
        scene.anna.click(await scene.anna.expect("Zapytaj|za "), button)
        await scene.settle()
        scene.anna.skip()
    await scene.forward(days=2)
    assert "2026-12-15" not in await days_of(scene, "law:skladki")
    assert await days_of(scene, "law:cit-8") == []
    assert await days_of(scene, "law:skladki", "dropped") == ["2026-12-15"]
