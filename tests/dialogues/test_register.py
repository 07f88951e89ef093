"""The advice register: cards at closing and by /karta, confirmed, disputed, corrected, printed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from bot.simulator.model import Message
from bot.simulator.people import Person
from bot.storage import advice_cards, people, staff
from bot.storage.advice_cards import AdviceCard
from bot.storage.advice_tables import advice_card, closed_month
from bot.storage.rows import every, put
from tests.dialogues.meeting import file_of
from tests.dialogues.scene import Scene
from tests.pdf_text import text_of

GRID = [
    ["5 min", "10 min"], ["15 min", "20 min"], ["30 min", "45 min"], ["60 min", "Inna liczba"],
    ["Inna forma", "Inny temat"], ["Bez karty", "Więcej"],
]  # fmt: skip


async def cards(scene: Scene) -> list[AdviceCard]:
    await scene.settle()
    query = select(advice_card).order_by(advice_card.c.id)
    return await scene.house.database.read(lambda conn: every(conn, AdviceCard, query))


async def tap(scene: Scene, who: Person, panel: Message, *labels: str) -> str:
    """Press one button after another; return the words of the last answer."""
    told: dict[str, Any] = {}
    for label in labels:
        pressed = who.click(panel, label)
        assert not isinstance(pressed, str)
        told = await pressed.answered()
        await scene.settle()
    return str(told.get("text") or "")


async def write(scene: Scene, who: Person, panel: Message, text: str) -> None:
    who.send(text, reply_to=panel)
    await scene.settle()


async def closing(scene: Scene) -> Message:
    """Let Ewa answer Anna and close the ticket; return the panel of her card."""
    card = await scene.answered_ticket("Tak, w asyście straży.")
    scene.ewa.click(await scene.group_message(card), "Zamknij")
    return await scene.group.expect("Karta porady do sprawy #1")


async def begun(scene: Scene, command: str = "/karta") -> Message:
    scene.ewa.send(command, chat=scene.group, thread=scene.group.topics[0])
    return await newest(scene, "Karta porady")


async def newest(scene: Scene, words: str) -> Message:
    """Return the newest message of the group with these words."""
    await scene.settle()
    return [one for one in scene.group.messages() if words in one.text][-1]


async def close_month(scene: Scene, month: str) -> None:
    values = {"closed_by": 900, "closer": "Zofia", "closed_at": scene.clock.now(), "figures": {}}
    await scene.house.database.write(lambda conn: put(conn, closed_month, month=month, **values))


async def test_a_card_is_issued_at_closing_and_the_leader_confirms_it(scene: Scene) -> None:
    panel = await closing(scene)
    assert "na czacie · wt. 24.11.2026" in panel.text
    assert panel.rows == GRID
    await scene.anna.expect_none(0.1, "Sprawa #1|zamknął")

    await tap(scene, scene.ewa, panel, "30 min")
    assert panel.rows[0] == ["Wystaw kartę"]
    assert await tap(scene, scene.ewa, panel, "Wystaw kartę") == "Karta nr 1/2026."

    told = await scene.anna.expect("Sprawa #1: porada 30\u00a0min")
    assert told.rows == [
        ["Potwierdzam, pomogło"],
        ["Potwierdzam, nie pomogło"],
        ["Nie zgadza się", "Otwórz ponownie"],
    ]
    assert "Jeszcze niepotwierdzona" in panel.text
    await tap(scene, scene.anna, told, "Potwierdzam, pomogło")
    await scene.anna.expect("Dziękujemy za potwierdzenie w sprawie #1")
    await scene.group.expect("Karta porady nr 1/2026: 30\u00a0min\nLider: pomogło")
    assert "Potwierdzona: pomogło" in panel.text

    (card,) = await cards(scene)
    assert (card.state, card.minutes, card.month, card.form) == ("issued", 30, "2026-11", "bot")
    assert (card.person, card.advisor, card.issued_by) == ("Anna", "Ewa", scene.ewa.id)
    assert (card.confirmed, card.confirmed_by) == ("helped", "button")
    assert card.confirmed_message == told.message_id
    assert card.confirmed_at is not None
    assert (await scene.ticket(1)).rating == 3
    await scene.forward(minutes=11)  # nothing more is said: it was one message
    await scene.anna.expect_none(0.1, "Sprawa #1|zamknął")
    assert await scene.audited("advice_issued", "advice_confirmed") == [
        "advice_issued", "advice_confirmed",
    ]  # fmt: skip


async def test_what_does_not_agree_is_brought_to_advisor_and_coordination_and_corrected(
    scene: Scene,
) -> None:
    panel = await closing(scene)
    await tap(scene, scene.ewa, panel, "60 min", "Wystaw kartę")
    told = await scene.anna.expect("porada 1\u00a0h")

    await tap(scene, scene.anna, told, "Nie zgadza się")
    await scene.anna.expect("Co się nie zgadza w sprawie #1")
    await scene.group.expect("Karta porady nr 1/2026 się nie zgadza", thread=scene.coordination)
    scene.anna.send("To była krótka rozmowa, z kwadrans.")
    await scene.anna.expect("Sprawdzimy i poprawimy")
    await scene.group.expect("z kwadrans", thread=scene.coordination)
    disputed = await newest(scene, "Nie zgadza się: To była krótka rozmowa")
    assert disputed.message_id > panel.message_id  # below, where it is seen
    assert scene.seen("Lider: karta się nie zgadza")

    await tap(scene, scene.ewa, disputed, "Popraw")
    better = await scene.group.expect("Poprawia kartę nr 1/2026")
    assert better.rows[-1] == ["Bez poprawki"]
    await tap(scene, scene.ewa, better, "Inny czas", "15 min", "Wystaw kartę")
    await scene.group.expect("Poprawia ją karta nr 2/2026", thread=scene.coordination)
    again = await scene.anna.expect("porada 15\u00a0min")
    assert "poprzedni się nie liczy" in again.text
    await tap(scene, scene.anna, again, "Potwierdzam, nie pomogło")

    first, second = await cards(scene)
    assert (first.state, first.sign, first.cancelled_why) == ("cancelled", "1/2026", "poprawiona")
    assert (second.sign, second.corrects_id, second.minutes) == ("2/2026", first.id, 15)
    assert (first.confirmed, second.confirmed) == ("disputed", "not_helped")
    assert "Zamiast niej jest karta nr 2/2026" in disputed.text
    await tap(scene, scene.ewa, better, "Anuluj kartę")
    await write(scene, scene.ewa, better, "To była sprawa próbna")
    cancelled = (await cards(scene))[1]
    assert (cancelled.state, cancelled.number) == ("cancelled", 2)
    assert (cancelled.cancelled_by, cancelled.cancelled_why) == (
        scene.ewa.id, "To była sprawa próbna",
    )  # fmt: skip
    assert (await begun(scene, "/karta 1")).text.startswith("Karta porady do sprawy #1")


async def test_without_a_card_the_plain_question_stays_and_a_late_card_follows(
    scene: Scene,
) -> None:
    panel = await closing(scene)
    await scene.forward(minutes=11)
    plain = await scene.anna.expect("Doradca zamknął sprawę #1")
    assert plain.rows == [["Pomogło", "Nie pomogło"], ["Otwórz ponownie"]]
    await scene.forward(minutes=11)
    await scene.anna.expect_none(0.1, "zamknął")

    await tap(scene, scene.ewa, panel, "Inna liczba")
    await write(scene, scene.ewa, panel, "chwilę")
    assert "To się nie zgadza" in panel.text
    await write(scene, scene.ewa, panel, "25 min")
    await tap(scene, scene.ewa, panel, "Inna forma", "Inny komunikator")
    await write(scene, scene.ewa, panel, "Messenger")
    await tap(scene, scene.ewa, panel, "Wystaw kartę")

    await scene.anna.expect("Sprawa #1: porada 25\u00a0min")
    assert plain.rows == []
    (card,) = await cards(scene)
    assert (card.form, card.form_words, card.started_at) == ("messenger", "Messenger", None)


async def test_a_card_may_be_left_out_for_a_reason_and_is_wanted_until_then(scene: Scene) -> None:
    await scene.answered_ticket("Tak.")
    scene.anna.click(await scene.anna_last("sprawa #1"), "Załatwione")
    await scene.anna.expect("Czy odpowiedź pomogła")
    ticket = await scene.group.expect("#1 ✅")
    assert ["Karta porady"] in ticket.rows

    told = await scene.press(scene.marek, ticket, "v1:advice:1").answered()
    assert "dla kogoś innego" in told["text"]
    scene.ewa.click(ticket, "Karta porady")
    panel = await scene.group.expect("Karta porady do sprawy #1")
    await tap(scene, scene.ewa, panel, "Bez karty", "Tylko informacja")

    assert "Powód: tylko informacja" in panel.text
    await scene.forward(minutes=11)
    await scene.anna.expect_none(0.1, "zamknął|porada")
    (card,) = await cards(scene)
    assert (card.state, card.number) == ("dropped", None)
    assert ["Karta porady"] not in ticket.rows


async def test_two_advisors_have_a_card_each_and_the_leader_one_message(scene: Scene) -> None:
    card = await scene.answered_ticket("Tak.")
    scene.marek.send("Jeszcze zgoda wójta.", reply_to=card)
    asked = await scene.group.expect("Wysłać tę odpowiedź")
    await tap(scene, scene.marek, asked, "Zostaw notatkę")
    scene.ewa.click(await scene.group_message(card), "Zamknij")
    ewas = await scene.group.expect("do sprawy #1 · Ewa")
    mareks = await scene.group.expect("do sprawy #1 · Marek")

    old = mareks.buttons[0]["callback_data"]
    assert "dla kogoś innego" in await tap(scene, scene.ewa, mareks, "5 min")
    await tap(scene, scene.marek, mareks, "10 min")
    late = await scene.press(scene.marek, mareks, old).answered()
    assert "Coś się tu zmieniło" in late["text"]
    await tap(scene, scene.ewa, ewas, "20 min", "Wystaw kartę")
    await scene.anna.expect_none(0.1, "porada")
    await tap(scene, scene.marek, mareks, "Wystaw kartę")

    told = await scene.anna.expect("Sprawa #1: porada 30\u00a0min")
    assert "Doradcy: Ewa, Marek" in told.text
    stranger = scene.newcomer("Obcy")
    data = told.buttons[0]["callback_data"]
    assert (await scene.press(stranger, told, data).answered())["text"]
    assert [one.confirmed for one in await cards(scene)] == [None, None]
    await tap(scene, scene.anna, told, "Potwierdzam, pomogło")
    kept = await cards(scene)
    assert [(one.minutes, one.confirmed) for one in kept] == [(20, "helped"), (10, "helped")]


async def test_a_card_by_telephone_for_somebody_new_is_printed_for_signature(
    scene: Scene,
) -> None:
    scene.ewa.start()
    await scene.ewa.expect("Kto tu odpowiada")
    panel = await begun(scene)
    await write(scene, scene.ewa, panel, "Kowalski")
    assert "Nie ma nikogo takiego: Kowalski" in panel.text
    await tap(scene, scene.ewa, panel, "Nowa osoba")
    await write(scene, scene.ewa, panel, "jan kowalski, KGW Bielsk, Bielsk")
    assert "Dla: Jan Kowalski · KGW Bielsk" in panel.text
    await tap(scene, scene.ewa, panel, "Godziny")
    await write(scene, scene.ewa, panel, "9:00-9:40")
    await tap(scene, scene.ewa, panel, "Więcej", "Wczoraj")
    await tap(scene, scene.ewa, panel, "Więcej", "Porada")
    await write(scene, scene.ewa, panel, "Wniosek złożyć do 15 marca. PESEL 44051401359.")
    await tap(scene, scene.ewa, panel, "Wystaw kartę")

    (card,) = await cards(scene)
    assert (card.form, card.day, card.minutes) == ("phone", "2026-11-23", 40)
    assert card.started_at == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert "44051401359" not in card.advice
    assert card.person_id is not None
    jan = await scene.house.database.read(lambda conn: people.by_id(conn, card.person_id or 0))
    assert (jan.telegram_id, jan.source, jan.commune) == (None, "phone", "Bielsk")

    await tap(scene, scene.ewa, panel, "Wydrukuj")
    page = text_of(file_of(scene, await scene.ewa.expect("nie ma potwierdzenia przyciskiem")))
    for words in (
        "Karta porady nr 1/2026", "Umowa nr 7/2026", "Jan Kowalski", "KGW Bielsk", "09:00–09:40",
        "poniedziałek, 23", "Wniosek złożyć", "podpis osoby",
    ):  # fmt: skip
        assert words in page, words

    await tap(scene, scene.ewa, panel, "Podpis na papierze")
    assert "dla kogoś innego" in await tap(scene, scene.marek, panel, "^Pomogło")
    await tap(scene, scene.ewa, panel, "^Pomogło")
    assert "Potwierdzona na papierze: pomogło" in panel.text
    other = await begun(scene)
    await write(scene, scene.ewa, other, "kowalski jan")
    await tap(scene, scene.ewa, other, "Jan Kowalski, KGW Bielsk", "Więcej", "Wczoraj", "Godziny")
    await write(scene, scene.ewa, other, "9:30-10:00")
    assert "jest już Twoja karta nr 1/2026 (9:00–9:40)" in other.text.replace("09:", "9:")
    await write(scene, scene.ewa, other, "9:40-10:00")
    await tap(scene, scene.ewa, other, "Wystaw kartę")
    assert [one.minutes for one in await cards(scene)] == [40, 20]
    again = await begun(scene, "/karta 1/2026")
    assert again.message_id > other.message_id
    assert "Karta porady nr 1/2026" in again.text


async def test_over_the_limit_the_coordinator_decides_and_nothing_is_silent(scene: Scene) -> None:
    """The sample allows an organisation two hours."""
    panel = await begun(scene)
    await tap(scene, scene.ewa, panel, "Nowa osoba")
    await write(scene, scene.ewa, panel, "Jan Kowalski, KGW Bielsk")
    await tap(scene, scene.ewa, panel, "Inna forma", "E-mail", "Inna liczba")
    await write(scene, scene.ewa, panel, "1 h 40")
    assert "Organizacja ma razem z tą kartą 1\u00a0h 40\u00a0min porad z 2 h" in panel.text
    await tap(scene, scene.ewa, panel, "Wystaw kartę")

    over = await begun(scene)
    await write(scene, scene.ewa, over, "bielsk")
    await tap(scene, scene.ewa, over, "Jan Kowalski, KGW Bielsk")
    await tap(scene, scene.ewa, over, "Inna forma", "E-mail", "30 min")
    assert "o karcie decyduje koordynator" in over.text
    assert "ponad limit" in await tap(scene, scene.ewa, over, "Wystaw kartę")
    asked = await scene.group.expect("Karta porady ponad limit", thread=scene.coordination)
    assert "koordynator" in await tap(scene, scene.ewa, asked, "Wystaw mimo limitu")
    assert (await cards(scene))[1].state == "draft"
    await tap(scene, scene.zofia, asked, "Wystaw mimo limitu")

    allowed = (await cards(scene))[1]
    assert (allowed.sign, allowed.issued_by) == ("2/2026", scene.zofia.id)
    assert await scene.audited("advice_over_limit") == ["advice_over_limit"]
    assert asked.rows == []


async def test_a_closed_month_is_never_rewritten(scene: Scene) -> None:
    panel = await closing(scene)
    await tap(scene, scene.ewa, panel, "60 min", "Wystaw kartę")
    await scene.forward(days=8)  # December has come
    await close_month(scene, "2026-11")

    assert "zamknięty" in await tap(scene, scene.ewa, panel, "Anuluj kartę")
    await tap(scene, scene.ewa, panel, "Popraw")
    better = await scene.group.expect("Poprawia kartę nr 1/2026")
    assert "dla kogoś innego" in await tap(scene, scene.marek, better, "Inny czas")
    await tap(scene, scene.zofia, better, "Inny czas", "^0 min", "Wystaw kartę")
    late = await begun(scene)
    await write(scene, scene.ewa, late, "anna")
    await tap(scene, scene.ewa, late, "Anna", "Inna forma", "E-mail", "10 min")
    await tap(scene, scene.ewa, late, "Więcej", "Inny dzień")
    await write(scene, scene.ewa, late, "20.11")
    await tap(scene, scene.ewa, late, "Wystaw kartę")

    kept = [(one.state, one.month, one.concerns, one.minutes) for one in await cards(scene)]
    assert kept == [
        ("issued", "2026-11", None, 60),
        ("issued", "2026-12", "2026-11", 0),
        ("issued", "2026-12", "2026-11", 10),
    ]
    assert "Dotyczy zamkniętego miesiąca: listopad 2026" in late.text


async def test_an_advisor_never_issues_a_card_for_themself(scene: Scene) -> None:
    scene.ewa.start()
    await scene.ewa.expect("Kto tu odpowiada")
    scene.ewa.send("Czy stary traktor z remizy może jechać w paradzie przez miasto?")
    card = await scene.group.expect("#1 🔵")
    scene.marek.click(card, "Biorę")
    await scene.group.expect("prowadzi: Marek")

    scene.ewa.send("/karta 1", chat=scene.group)
    await scene.group.expect("Nie wystawia się karty porady samemu sobie")
    scene.ewa.send("/karta 17", chat=scene.group)
    await scene.group.expect("Nie ma takiej sprawy")
    scene.ewa.send("/karta 1/2026", chat=scene.group)
    await scene.group.expect("Nie ma takiej karty")
    panel = await begun(scene)
    await write(scene, scene.ewa, panel, "ewa")
    await tap(scene, scene.ewa, panel, "Ewa", "Inna forma", "E-mail", "5 min")
    assert "samemu sobie" in await tap(scene, scene.ewa, panel, "Wystaw kartę")
    assert (await cards(scene))[0].number is None


async def test_on_somebodys_own_tax_matter_others_are_told_to_speak_in_general(
    scene: Scene,
) -> None:
    scene.anna.send("Dostałam pismo z urzędu skarbowego w sprawie podatku CIT, proszę pomóc.")
    card = await scene.group.expect("własna sprawa podatkowa")
    scene.ewa.click(card, "Biorę")
    await scene.group.expect("informacja ogólna lub skieruj")
    scene.ewa.click(card, "Zamknij")
    panel = await scene.group.expect("Karta porady do sprawy #1")
    assert "Informacja ogólna" in panel.text
    await tap(scene, scene.ewa, panel, "10 min", "Wystaw kartę")
    ewa = scene.ewa.id
    await scene.house.database.write(lambda conn: staff.set_fields(conn, ewa, tax_qualified=True))
    scene.anna.click(await scene.anna.expect("porada 10"), "Otwórz ponownie")
    reopened = await scene.group.expect("#1 🟡 prowadzi: Ewa")

    assert "podatkowa" not in reopened.text
    assert [one.general for one in await cards(scene)] == [True]
    untold = await scene.house.database.read(
        lambda conn: advice_cards.untold(conn, scene.clock.now())
    )
    assert untold == []


async def test_a_question_by_telephone_that_is_answered_already_gets_its_card_at_once(
    scene: Scene,
) -> None:
    scene.ewa.send("/telefon", chat=scene.group, thread=scene.group.topics[0])
    asked = await newest(scene, "Kto pyta")
    await write(scene, scene.ewa, asked, "Jan Kos, KGW Bielsk, 600 100 200")
    await tap(scene, scene.ewa, asked, "Telefon")
    await write(scene, scene.ewa, asked, "Czy traktor może jechać w paradzie?")
    await tap(scene, scene.ewa, asked, "Zapisz", "Karta porady")
    panel = await newest(scene, "Karta porady do sprawy #1")
    assert "Dla: Jan Kos · KGW Bielsk" in panel.text
    await write(scene, scene.ewa, panel, "9:00-9:20")
    await tap(scene, scene.ewa, panel, "Wystaw kartę")

    (card,) = await cards(scene)
    assert (card.sign, card.form, card.minutes, card.ticket_id) == ("1/2026", "phone", 20, 1)
    ticket = await newest(scene, "Karta porady nr 1/2026: 20")
    scene.ewa.click(ticket, "Biorę")
    await scene.settle()
    await tap(scene, scene.ewa, ticket, "Zamknij")
    await scene.forward(minutes=11)
    assert [one.sign for one in await cards(scene)] == ["1/2026"]  # no other one is offered
    assert (await cards(scene))[0].told_at is not None


async def test_what_waited_for_a_card_that_will_not_come_is_said_at_once(scene: Scene) -> None:
    panel = await closing(scene)
    await tap(scene, scene.ewa, panel, "Bez karty", "Wróć", "Bez karty", "Inny powód")
    await write(scene, scene.ewa, panel, "Sprawa próbna")

    await scene.anna.expect("Doradca zamknął sprawę #1")
    assert "Powód: Sprawa próbna" in panel.text
    await scene.forward(minutes=11)
    await scene.anna.expect_none(0.1, "zamknął")
