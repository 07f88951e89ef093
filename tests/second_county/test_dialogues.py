"""The other county's bot in conversation: everything that differs is in its files."""

from __future__ import annotations

import pytest

from bot.simulator.model import Message
from bot.simulator.people import Person
from tests.dialogues.contest_stage import go_to
from tests.dialogues.meeting import file_of
from tests.dialogues.scene import Scene
from tests.second_county.first_programme import foreign, said

pytestmark = pytest.mark.usefixtures("typing_fast")

COVERED = "Ile można dostać w konkursie „Iskra”?"
UNCOVERED = "Czy stary traktor z remizy może jechać w paradzie przez miasto?"


def telling(person: Person, words: str) -> list[Message]:
    return [one for one in person.messages if one.from_bot and words in one.text]


async def test_the_greeting_and_the_menus_are_of_its_programme(county: Scene) -> None:
    newcomer = county.newcomer("Olek")
    newcomer.start()
    greeting = await newcomer.expect("Dzień dobry")
    notice = await newcomer.expect("Kto tu odpowiada")
    assert "Razem nad Modrą" in greeting.text + notice.text
    assert "Stowarzyszenie Kładka" in notice.text
    newcomer.send("/pomoc")
    help_ = await newcomer.expect("pl. Zmyślony 4|\\+48 91 000 11 22")
    assert "Modrą" in " ".join(one.text for one in newcomer.messages)
    assert help_.text


async def test_a_question_is_answered_from_its_own_knowledge(county: Scene) -> None:
    county.anna.send(COVERED)
    answer = await county.anna.expect("3100 zł")
    county.anna.click(answer, "Pomogło")
    await county.settle()
    assert await county.ticket_count() == 0


async def test_a_ticket_goes_through_its_topics_and_office_hours(county: Scene) -> None:
    county.anna.send(UNCOVERED)
    receipt = await county.anna.expect("Sprawa #1")
    assert "soboty, 5\u00a0grudnia, 12:00" in receipt.text  # four days of work, one closed
    county.anna.click(receipt, "Więcej")
    await county.settle()
    county.anna.click((await county.anna_last("Sprawa #1")), "Zmień temat")
    await county.settle()
    choices = [text for row in (await county.anna_last("Sprawa #1")).rows for text in row]
    named = [one for one in choices if one.split(" ", 1)[0] in "💰🎭📜⚽🧶"]
    assert [one.split(" ", 1)[0] for one in named] == ["💰", "🎭", "📜", "⚽", "🧶"]
    county.anna.click((await county.anna_last("Sprawa #1")), "Sport i rekreacja")
    card = await county.group.expect("#1 🔵", thread=county.group.topic("Sport i rekreacja"))
    county.ewa.click(card, "Biorę")
    await county.group.expect("prowadzi: Ewa")
    county.ewa.send("Może, po zgłoszeniu w gminie.", reply_to=card)
    await county.anna.expect("Może, po zgłoszeniu")
    assert (await county.ticket(1)).topic == "sport"


async def test_somebody_signs_up_for_its_workshop_and_is_reminded(county: Scene) -> None:
    anna = county.anna
    anna.start("w_naglosnienie")
    card = await anna.expect("Nagłośnienie bez pisków")
    assert "Lipogóra, dom ludowy" in card.text
    anna.click(card, "Zapisz mnie")
    anna.click(await anna.expect("Tak będzie na liście"), "Dobrze")
    anna.click(await anna.expect("Z jakiej organizacji"), "Bez organizacji")
    communes = await anna.expect("Z jakiej gminy")
    offered = [text for row in communes.rows for text in row]
    assert offered[:3] == ["Jarowo", "Lipogóra", "Modrzyce"]
    anna.click(communes, "Lipogóra")
    anna.click(await anna.expect("Czy coś ułatwi"), "Pomiń")
    anna.click(await anna.expect("jaki numer"), "Pomiń")
    anna.click(await anna.expect("Czy wszystko się zgadza"), "Zapisz mnie")
    await anna.expect("Masz miejsce")
    county.zofia.start()
    await county.zofia.expect("Kto tu odpowiada")

    await go_to(county, "2027-02-13")
    assert telling(anna, "Nagłośnienie bez pisków")
    await go_to(county, "2027-02-18")
    reminders = telling(anna, "Nagłośnienie bez pisków")
    assert any("20\u00a0lutego" in one.text or "pojutrze" in one.text for one in reminders)


async def test_its_contest_takes_questions_in_its_own_days(county: Scene) -> None:
    anna = county.anna
    anna.send("/konkursy")
    card = await anna.expect("Iskra nad Modrą")
    anna.click(card, "Zadaj pytanie")
    await anna.expect("Proszę napisać pytanie o konkurs")
    anna.send("Czy pomysł może dotyczyć przedszkola sąsiadki?")
    anna.click(await anna.expect("Odpowiedź zobaczą wszyscy"), "Zgoda, wyślij")
    card = await county.group.expect("#1 🔵", thread=county.group.topic("Pieniądze"))
    assert "Iskra nad Modrą" in card.text


async def test_its_deadlines_are_its_own(county: Scene) -> None:
    county.anna.send("/terminy")
    await county.settle()
    assert any("termin" in one.text.lower() for one in county.anna.messages if one.from_bot)


async def test_its_reports_hold_its_plan_and_no_indicators_of_others(county: Scene) -> None:
    zofia = county.zofia
    zofia.start()
    await zofia.expect("Kto tu odpowiada")
    zofia.send("/raport")
    menu = await zofia.expect("Raport: listopad 2026")
    zofia.click(menu, "Wskaźniki")
    shown = await zofia.expect("Wskaźniki: listopad 2026")
    assert "z 40)" in shown.text and "z 6)" in shown.text
    assert "gali" not in shown.text and "wolontariatu" not in shown.text
    for label, caption in (
        ("Rzut oka", "Rzut oka"),
        ("Eksport XLSX", "Raport: listopad 2026"),
        ("Eksport CSV", "Raport: listopad 2026"),
    ):
        zofia.click(menu, label)
        came = await zofia.expect(caption)
        if came.kind == "document":
            assert file_of(county, came)


async def test_who_looks_after_organisations_and_taxes_is_its_own(county: Scene) -> None:
    desk = county.house.services.desk("look")
    assert desk.advising("organisations").id == "law"
    assert desk.advising("grants").id == "money"
    assert desk.advising("awards").id == "money"  # nobody's: the first topic
    of_taxes = desk.base.topic_for("taxes")
    assert of_taxes is not None and of_taxes.id == "money"


async def test_the_search_for_names_can_find_them(county: Scene) -> None:
    county.zofia.send("Zapraszamy do Płocka", chat=county.group)
    before = foreign(said(county.telegram))
    county.telegram.world.calls.append(
        type(county.telegram.world.calls[0])("sendMessage", {"text": "Biuro: 09-400 Płock"})
    )
    found = foreign(said(county.telegram))
    county.telegram.world.calls.pop()
    assert before == []
    assert {words for _, words in found} == {'{"text": "Biuro: 09-400 Płock"}'}
