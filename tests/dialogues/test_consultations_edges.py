"""Consultations where something comes between: leave, nightfall, haste, a full calendar."""

from __future__ import annotations

from datetime import UTC, datetime

from icalendar import Calendar

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


async def test_a_slot_is_not_booked_with_who_took_leave_or_left_meanwhile(scene: Scene) -> None:
    await duty(scene, scene.ewa, "czw 9-12 biuro")
    scene.anna.click(await choosing(scene.anna, "W biurze"), "26.11, 09:00")
    summary = await scene.anna.expect("czeka na Ciebie")
    scene.ewa.send("/wolne 26.11", chat=scene.group, thread=thread(scene))
    await scene.group.expect("26.11|26.listopada", thread=thread(scene))
    scene.anna.click(summary, "Potwierdzam")
    left = await scene.anna.expect("Tego terminu już nie ma.*Spotkania jeszcze nie ma")
    assert (await stored(scene, 1)).state == "cancelled"
    assert "26.11" not in str(left.buttons)

    scene.anna.click(left, "3.12, 09:00")
    summary = await scene.anna.expect("czeka na Ciebie")
    scene.ewa.leave(scene.group)
    await scene.settle()
    scene.anna.click(summary, "Potwierdzam")
    await scene.anna.expect("nie ma wolnego terminu")
    assert (await stored(scene, 2)).state == "cancelled"
    assert await scene.audited("consultation_booked", "consultation_booked") == []


async def test_what_is_offered_in_the_evening_waits_for_the_morning(scene: Scene) -> None:
    await duty(scene, scene.ewa, "czw 12-12:45 biuro")
    told = await in_office(scene, scene.anna, "26.11, 12:00")
    jan = scene.newcomer("Jan")
    jan.click(await choosing(jan, "W biurze"), "Powiadom mnie")
    await jan.expect("Damy znać")
    await until(scene, "2026-11-24", "18:30")
    scene.anna.click(told, "Odwołaj")
    scene.anna.click(await scene.anna.expect("Odwołać to spotkanie"), "Tak, odwołuję")
    await scene.forward(seconds=20)
    offer = await jan.expect("Zwolnił się termin.*Czekamy do środy, 25.listopada, 09:00")
    await until(scene, "2026-11-25", "08:30")
    assert not [one for one in jan.messages if "przestał czekać" in one.text]
    jan.click(offer, "Biorę")
    jan.click(await jan.expect("czeka na Ciebie"), "Potwierdzam")
    await jan.expect("Spotkanie umówione")


async def test_three_are_enough_and_a_second_tap_is_none(scene: Scene) -> None:
    await duty(scene, scene.ewa, "czw 9-11 biuro")
    ola = scene.newcomer("Ola")
    told = await in_office(scene, ola, "26.11, 10:00")
    scene.anna.click(await choosing(scene.anna, "Telefon"), "Powiadom mnie")
    await scene.anna.expect("Damy znać")
    for label in ("26.11, 09:00", "3.12, 09:00", "3.12, 10:00"):
        scene.anna.click(await choosing(scene.anna, "W biurze"), label)
        summary = await scene.anna.expect("czeka na Ciebie")
        again = data_of(summary, "Potwierdzam")
        scene.anna.click(summary, "Potwierdzam")
        await scene.anna.expect("Spotkanie umówione")
        await scene.settle()
        twice = await scene.press(scene.anna, summary, again).answered()
        assert twice["text"].startswith("To już nieaktualne")
    assert await scene.audited("consultation_booked") == ["consultation_booked"] * 4
    ola.click(told, "Odwołaj")
    ola.click(await ola.expect("Odwołać to spotkanie"), "Tak, odwołuję")
    await scene.forward(seconds=20)
    await scene.forward(seconds=20)
    assert not [one for one in scene.anna.messages if "Zwolnił się" in one.text]


async def test_who_calls_off_late_is_heard_and_the_calendar_follows(scene: Scene) -> None:
    await duty(scene, scene.ewa, "śr 12-14 biuro")
    told = await in_office(scene, scene.anna, "25.11, 12:00")
    await scene.anna.expect("Plik do kalendarza")
    [booked] = Calendar.from_ical(calendar(scene)).walk("VEVENT")
    starts = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
    assert booked.decoded("dtstart").astimezone(UTC) == starts
    await until(scene, "2026-11-25", "11:30")
    scene.anna.click(told, "Odwołaj")
    scene.anna.click(await scene.anna.expect("Odwołać to spotkanie"), "Tak, odwołuję")
    await scene.anna.expect("usunie spotkanie z kalendarza")
    await scene.group.expect(
        "Ewa: spotkanie śr. 25.11.*odwołane przez lidera", thread=thread(scene)
    )
    whole = Calendar.from_ical(calendar(scene))
    [gone] = whole.walk("VEVENT")
    assert (str(gone["uid"]), str(gone["status"])) == (str(booked["uid"]), "CANCELLED")
    assert str(whole["method"]) == "CANCEL" and int(gone["sequence"]) > int(booked["sequence"])
