"""Consultations from the first tap to the meeting, in each form; told as the people tell them."""

from __future__ import annotations

from bot.storage import bookings
from tests.dialogues.consulting import (
    calendar,
    choosing,
    data_of,
    duty,
    in_office,
    stored,
    thread,
    until,
)
from tests.dialogues.scene import Scene


async def test_a_meeting_in_the_office_from_the_first_tap_to_the_end(scene: Scene) -> None:
    await duty(scene, scene.ewa, "czw 9-12 biuro")
    slots = await choosing(scene.anna, "W biurze")
    labels = [one["text"] for one in slots.buttons]
    assert labels[:3] == ["czw. 26.11, 09:00", "czw. 26.11, 10:00", "czw. 3.12, 09:00"]
    scene.anna.click(slots, "26.11, 10:00")
    summary = await scene.anna.expect("czwartek, 26.listopada, 10:00–10:45")
    assert "ul. Próbna 1" in summary.text and "Doradca: Ewa" in summary.text
    scene.anna.click(summary, "Potwierdzam")
    told = await scene.anna.expect(
        "Spotkanie umówione.*wejście od podwórza.*Co przygotować.*statut"
    )
    file = await scene.anna.expect("Plik do kalendarza")
    assert file.kind == "document"
    written = calendar(scene)
    assert "UID:konsultacja-1@sample_test_bot" in written and "SEQUENCE:0" in written
    assert "SUMMARY:Porada: Prawo i organizacja" in written
    await scene.anna.expect(where=lambda m: m.kind == "venue")
    panel = await scene.group.expect("Spotkanie: czw. 26.11, 10:00.*Anna", thread=thread(scene))
    # the question that it is about
    scene.anna.click(told, "Napisz pytanie")
    await scene.anna.expect("Proszę napisać pytanie albo wysłać")
    scene.anna.send("Mamy pismo z sądu, czy zdążymy zwołać zebranie?")
    await scene.anna.expect("Sprawa #1")
    await scene.group.expect("#1.*prowadzi: Ewa", thread=thread(scene))
    ticket, found = await scene.ticket(1), await stored(scene, 1)
    assert (ticket.advisor_id, ticket.promised_at) == (scene.ewa.id, found.starts_at)
    assert found.ticket_id == 1
    # the day before, the plan of the day, two hours before
    await until(scene, "2026-11-25", "09:01")
    reminder = await scene.anna.expect("Przypominamy o spotkaniu.*Co przygotować")
    scene.anna.click(reminder, "Potwierdzam")
    await scene.anna.expect("Dziękujemy, do zobaczenia")
    await scene.group.expect("Obecność potwierdzona", thread=thread(scene))
    await until(scene, "2026-11-26", "07:31")
    plan = await scene.group.expect("Plan na dziś, czwartek", thread=thread(scene))
    assert "10:00–10:45" in plan.text and "Anna" in plan.text and "#1" in plan.text
    await until(scene, "2026-11-26", "08:01")
    last = await scene.anna.expect("spotkanie z doradcą.*Do zobaczenia")
    assert "Potwierdzam" not in str(last.buttons)
    # the meeting, and what came of it
    await until(scene, "2026-11-26", "10:50")
    await scene.group.expect("Jak poszło", thread=thread(scene))
    told_off = await scene.marek.click(panel, "Odbyła się").answered()
    assert told_off["text"].startswith("Ten przycisk jest dla kogoś innego")
    scene.ewa.click(panel, "Odbyła się")
    await scene.group.expect("Odbyło się: czw. 26.11, 10:00–10:45", thread=thread(scene))
    scene.ewa.send("10:05-10:40", reply_to=panel)
    await scene.group.expect("Odbyło się: czw. 26.11, 10:05–10:40", thread=thread(scene))
    left = await scene.house.database.read(bookings.finished_without_card)
    assert [one.id for one in left] == [1]


async def test_a_call_asks_for_a_number_and_a_hold_that_runs_out_is_free_again(
    scene: Scene,
) -> None:
    await duty(scene, scene.ewa, "śr 9-9:30 telefon")
    slots = await choosing(scene.anna, "Telefon")
    assert slots.buttons[0]["text"] == "śr. 25.11, 09:00"
    ola = scene.newcomer("Ola")
    at_once = await choosing(ola, "Telefon")
    scene.anna.click(slots, "25.11, 09:00")
    await scene.anna.expect("Pod jaki numer zadzwonić")
    ola.click(at_once, "25.11, 09:00")
    quicker = await ola.expect("Ktoś był szybszy")
    assert "25.11" not in str(quicker.buttons)
    ola.click(quicker, "Powiadom mnie")
    await ola.expect("Damy znać, gdy coś się zwolni")
    await scene.forward(minutes=6)
    await scene.anna.expect("termin przestał czekać.*Wybierz termin")
    # what became free is offered to who waited, though it was never booked
    offer = await ola.expect("Zwolnił się termin: środa, 25.listopada, 09:00")
    ola.click(offer, "Biorę")
    await ola.expect("Pod jaki numer")
    ola.press_reply_keyboard("Udostępnij")
    await ola.expect("Numer .* zapisany")
    ola.click(await ola.expect("Doradca zadzwoni pod numer"), "Potwierdzam")
    await ola.expect("Spotkanie umówione")
    found = await stored(scene, 2)
    assert (found.state, found.form) == ("booked", "phone") and found.phone
    await scene.group.expect("Spotkanie: śr. 25.11, 09:00.*Telefon: ", thread=thread(scene))


async def test_a_visit_needs_an_address_and_the_advisors_word(scene: Scene) -> None:
    await duty(scene, scene.ewa, "pt 9-14 wyjazdy")
    slots = await choosing(scene.anna, "U Was")
    assert slots.buttons[0]["text"] == "pt. 27.11, 09:30"  # the way there
    scene.anna.click(slots, "27.11, 09:30")
    await scene.anna.expect("Dokąd przyjechać")
    scene.anna.send("Łąck, świetlica, ul. Leśna 3")
    summary = await scene.anna.expect("Przyjedziemy: Łąck, świetlica")
    scene.anna.click(summary, "Potwierdzam")
    await scene.anna.expect("Prośba o wizytę zapisana")
    panel = await scene.group.expect("Prośba o wizytę.*Adres: Łąck", thread=thread(scene))
    # the way back is not for others: the next visit begins two ways later
    ola = scene.newcomer("Ola")
    times = await choosing(ola, "U Was")
    assert times.buttons[0]["text"] == "pt. 27.11, 12:00"
    scene.marek.send("Dzień dobry", chat=scene.group)
    await scene.settle()
    not_his = await scene.marek.click(panel, "Potwierdzam").answered()
    assert not_his["text"].startswith("Ten przycisk")
    scene.ewa.click(panel, "Potwierdzam")
    await scene.anna.expect("Doradca przyjedzie")
    await scene.anna.expect("Plik z nowym terminem|Plik do kalendarza")
    # words in reply to the panel reach who is visited
    scene.ewa.send("Proszę przygotować protokoły.", reply_to=panel)
    await scene.anna.expect("Doradca pisze o spotkaniu.*protokoły")
    # and one that nobody confirms in time is called off, with an apology
    ola.click(times, "27.11, 12:00")
    await ola.expect("Dokąd przyjechać")
    ola.send("Bielsk, remiza, ul. Długa 1")
    ola.click(await ola.expect("Przyjedziemy: Bielsk"), "Potwierdzam")
    await ola.expect("Prośba o wizytę zapisana")
    await until(scene, "2026-11-27", "10:01")
    await ola.expect("Nie udało się potwierdzić wizyty na czas")


async def test_change_and_cancel_free_a_slot_for_who_waits(scene: Scene) -> None:
    await duty(scene, scene.ewa, "czw 9-9:45 biuro")
    told = await in_office(scene, scene.anna, "26.11, 09:00")
    old_data = data_of(told, "Zmień")
    ola, jan = scene.newcomer("Ola"), scene.newcomer("Jan")
    for one in (ola, jan):
        one.click(await choosing(one, "W biurze"), "Powiadom mnie")
        await one.expect("Damy znać")
    # another time: the old one is kept until the new one is confirmed
    scene.anna.click(told, "Zmień")
    new = await scene.anna.expect("Wybierz nowy termin.*Dotychczasowy termin zostaje")
    scene.anna.click(new, "3.12, 09:00")
    assert (await stored(scene, 1)).starts_at.day == 26
    scene.anna.click(await scene.anna.expect("czeka na Ciebie"), "Potwierdzam")
    moved = await scene.anna.expect("Spotkanie ma nowy termin.*3.grudnia")
    await scene.anna.expect("Plik z nowym terminem")
    written = calendar(scene)
    assert "UID:konsultacja-1@sample_test_bot" in written and "SEQUENCE:1" in written
    found = await stored(scene, 1)
    assert (found.state, found.seq, found.starts_at.day) == ("booked", 1, 3)
    await scene.forward(seconds=20)
    offer = await ola.expect("Zwolnił się termin: czwartek, 26.listopada")
    # an old button, and somebody else's, change nothing
    stale = await scene.press(scene.anna, told, old_data).answered()
    assert stale["text"].startswith("Coś się tu zmieniło")
    mine = data_of(moved, "Odwołaj")
    foreign = await scene.press(ola, offer, mine).answered()
    assert foreign["text"].startswith("To już nieaktualne")
    # refused, it goes on to the next who waits, for a while
    ola.click(offer, "Nie teraz")
    await ola.expect("Dobrze, ten termin dostanie ktoś inny")
    await scene.forward(seconds=20)
    await jan.expect("Zwolnił się termin: czwartek, 26.listopada")
    await scene.forward(hours=4)
    await jan.expect("przestał czekać")
    # called off, it is gone from everybody's calendar; who had seen it free is not told
    scene.anna.click(moved, "Odwołaj")
    asked = await scene.anna.expect("Odwołać to spotkanie")
    scene.anna.click(asked, "Tak, odwołuję")
    await scene.anna.expect("Spotkanie odwołane")
    assert asked.text.startswith("Odwołane: ") and not asked.rows
    await scene.anna.expect("usunie spotkanie z kalendarza")
    await scene.group.expect("Odwołane.*przez lidera", thread=thread(scene))
    await scene.forward(seconds=20)
    assert not [one for one in jan.messages if "Zwolnił się termin: czwartek, 3" in one.text]
    assert await scene.audited("consultation_booked", "consultation_moved") == [
        "consultation_booked", "consultation_moved",
    ]  # fmt: skip


async def test_the_advisor_cannot_and_another_time_is_offered(scene: Scene) -> None:
    await duty(scene, scene.ewa, "czw 9-12")
    slots = await choosing(scene.anna, "Wideo")
    scene.anna.click(slots, "Inne dni")
    scene.anna.click(await scene.anna.expect("Który dzień"), "czwartek, 3")
    scene.anna.click(await scene.anna.expect("3.grudnia: o której"), "09:30–10:15")
    scene.anna.send("tak")
    told = await scene.anna.expect("Spotkanie umówione.*Link przyślemy")
    del told
    panel = await scene.group.expect("Spotkanie: czw. 3.12, 09:30", thread=thread(scene))
    scene.ewa.click(panel, "Nie mogę")
    sorry = await scene.anna.expect("Doradca nie może się spotkać.*Przepraszamy")
    scene.anna.click(sorry, "Wybierz termin")
    await scene.anna.expect("Jak chcesz się spotkać")
    scene.anna.send("Anuluj")
    await scene.anna.expect("Dobrze|Anulowane|anul")
    scene.anna.send("konsultacja")
    await scene.anna.expect("Jak chcesz się spotkać")
    assert (await stored(scene, 1)).closed_why == "advisor"


async def test_what_is_forgotten_is_looked_after(scene: Scene) -> None:
    await duty(scene, scene.ewa, "czw 9-13")
    for label in ("26.11, 09:00", "26.11, 10:00", "3.12, 09:00"):
        told = await in_office(scene, scene.anna, label)
    # nobody takes more than three at a time
    scene.anna.send("/konsultacja")
    full = await scene.anna.expect("Więcej naraz umówić się nie da")
    assert "Umów kolejne" not in str(full.buttons)
    # the question of a meeting that is called off gets another date
    scene.anna.click(told, "Napisz pytanie")
    await scene.anna.expect("Proszę napisać pytanie albo")
    scene.anna.send("Jak zmienić statut?")
    await scene.anna.expect("Sprawa #1")
    asked = await scene.ticket(1)
    assert (asked.promised_at, asked.escalated_at) != (None, None)
    scene.anna.click(told, "Odwołaj")
    scene.anna.click(await scene.anna.expect("Odwołać to spotkanie"), "Tak, odwołuję")
    await scene.anna.expect("Spotkanie odwołane")
    anew = await scene.ticket(1)
    assert anew.promised_at is not None and anew.escalated_at is None
    assert asked.promised_at is not None and anew.promised_at < asked.promised_at
    # a visit that nobody answers is asked for once more
    slots = await choosing(scene.anna, "U Was")
    scene.anna.click(slots, "3.12, 09:30")
    await scene.anna.expect("Dokąd przyjechać")
    scene.anna.send("Łąck, świetlica")
    scene.anna.click(await scene.anna.expect("Przyjedziemy"), "Potwierdzam")
    await scene.anna.expect("Prośba o wizytę zapisana")
    await scene.forward(hours=25)
    await scene.group.expect("od doby czeka na potwierdzenie: Ewa", thread=thread(scene))
    # and when the advisor leaves, coordination hears of each meeting once
    scene.ewa.leave(scene.group)
    await scene.forward(seconds=20)
    await scene.forward(seconds=20)
    alarms = [one for one in scene.group.messages() if "⚠️ Spotkanie" in one.text]
    assert len(alarms) == 3
    panel = next(one for one in scene.group.messages() if "Spotkanie: czw. 26.11" in one.text)
    scene.zofia.click(panel, "Nie mogę")
    await scene.anna.expect("Doradca nie może się spotkać")
