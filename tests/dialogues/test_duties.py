"""Duties, days off, leaves and those who stand in; promises that follow; booking for a caller."""

from __future__ import annotations

from bot.domain.warsaw import local
from bot.storage import people, records
from tests.dialogues.consulting import choosing, duty, in_office, said, stored, thread, until
from tests.dialogues.scene import UNCOVERED, Scene


async def known(scene: Scene) -> None:
    """Let the advisors write in the group, so that the bot knows them."""
    for advisor in (scene.ewa, scene.marek):
        advisor.send("Dzień dobry", chat=scene.group)
    await scene.settle()


async def test_the_week_is_shown_by_the_command_and_by_the_word(scene: Scene) -> None:
    await known(scene)
    own = await duty(scene, scene.ewa, "śr, pt 9-13 biuro")
    assert "środy 09:00–13:00 (biuro)" in own.text
    own = await duty(scene, scene.ewa, "pt, śr 9-13 biuro")  # once more: it is there already
    assert own.rows == [["Usuń 1", "Usuń 2"]]
    assert "(biuro)\n2. piątki" in own.text
    await duty(scene, scene.marek, "wt 14-17 telefon #finanse")
    for who, word in (
        (scene.ewa, "/dyzur"), (scene.marek, "dyżur"), (scene.zofia, "/dyżur"),
        (scene.marek, "Dyżury?"),
    ):  # fmt: skip
        who.send(word, chat=scene.group)
        week = await scene.group.expect("Dyżury 23.11.2026–29.11.2026")
        assert "śr. 25.11, 09:00–13:00 Ewa (biuro)" in week.text
        assert week.text.count("Marek") == 1  # his is for one topic
    scene.ewa.send("Dyżur w środę mam ja, kto w czwartek?", chat=scene.group)
    await scene.settle()
    scene.ewa.click(week, "Następny tydzień")
    await scene.group.expect("Dyżury 30.11.2026–6.12.2026.*śr. 2.12, 09:00–13:00 Ewa")
    # nobody drops another's; what cannot be read is explained
    refused = await scene.marek.click(own, "Usuń 1").answered()
    assert refused["text"].startswith("Ten przycisk jest dla kogoś innego")
    scene.ewa.click(own, "Usuń 1")
    left = await scene.group.expect("Ewa: stałe dyżury", where=lambda m: "środy" not in m.text)
    assert "piątki 09:00–13:00" in left.text
    scene.marek.send("/dyzur kiedyś", chat=scene.group)
    await scene.group.expect("Nie rozumiem tego dyżuru")
    # a day off is seen at once, and taken back
    scene.ewa.send("/wolne 27.11", chat=scene.group)
    free = await scene.group.expect("Ewa: wolne.*27.11.2026")
    scene.anna.send("/konsultacja")
    scene.anna.click(await scene.anna.expect("Jak chcesz"), "W biurze")
    scene.anna.click(await scene.anna.expect("O czym"), "Prawo")
    slots = await scene.anna.expect("Wybierz termin")
    assert "27.11" not in str(slots.buttons) and "4.12" in str(slots.buttons)
    scene.ewa.click(free, "Jednak będę")
    await scene.group.expect("wolne odwołane")
    scene.anna.click(slots, "Wróć")
    scene.anna.click(await scene.anna.expect("O czym"), "Prawo")
    assert "27.11" in str((await scene.anna.expect("Wybierz termin")).buttons)


async def test_promises_and_nudges_follow_the_duties(scene: Scene) -> None:
    await known(scene)
    scene.anna.send(UNCOVERED)
    await scene.anna.expect("Sprawa #1")
    topic = (await scene.ticket(1)).topic
    before = local((await scene.ticket(1)).promised_at or scene.clock.now())
    assert (before.day, before.hour) == (27, 14)  # three working days: no duties, as ever
    name = {"legal": "prawo", "promotion": "promocja"}.get(topic, "")
    await duty(scene, scene.ewa, f"śr 9-13 biuro {'#' + name if name else ''}")
    ola = scene.newcomer("Ola")
    ola.send(UNCOVERED)
    await ola.expect("Sprawa #2")
    promised = local((await scene.ticket(2)).promised_at or scene.clock.now())
    assert (promised.day, promised.hour) == (25, 13)  # the duty before the target
    scene.ewa.send("/wolne 25.11", chat=scene.group)
    await scene.group.expect("Ewa: wolne")
    jan = scene.newcomer("Jan")
    jan.send(UNCOVERED)
    await jan.expect("Sprawa #3")
    later = local((await scene.ticket(3)).promised_at or scene.clock.now())
    assert (later.month, later.day, later.hour) == (12, 2, 13)  # nobody is there before
    await until(scene, "2026-11-26", "09:00")
    assert "śr. 2.12, 09:00" in said(scene, "Najbliższy dyżur: Ewa")


async def test_a_leave_hands_tickets_and_meetings_to_who_stands_in(scene: Scene) -> None:
    await known(scene)
    scene.marek.start()
    await scene.marek.expect("Kto tu odpowiada")
    await duty(scene, scene.ewa, "czw 9-12 biuro")
    card = await scene.card()
    scene.ewa.click(card, "Biorę")
    await scene.group.expect("prowadzi: Ewa")
    scene.ewa.send("Dyżur", reply_to=card)  # in reply it is for the leader
    await scene.anna.expect("sprawa #1:.*Dyżur")
    await in_office(scene, scene.anna, "26.11, 09:00")
    scene.ewa.send("/urlop do 15.12", chat=scene.group)
    panel = await scene.group.expect("Ewa: urlop.*Kto zastępuje.*Umówione w tym czasie")
    assert (await scene.ticket(1)).advisor_id == scene.ewa.id
    refused = await scene.marek.click(panel, "Marek").answered()
    assert refused["text"].startswith("Ten przycisk jest dla kogoś innego")
    scene.ewa.click(panel, "Marek")
    told = await scene.marek.expect(
        "Marek zastępuje: Ewa.*Przejęte sprawy: #1.*Przejęte spotkania"
    )
    assert "do wtorku, 15" in told.text
    await scene.settle()
    assert scene.seen("Zastępuje: Marek. Sprawy są już przekazane")
    assert scene.seen("Marek zastępuje: Ewa")
    await scene.anna.expect("Spotka się z Tobą ktoś inny: Marek")
    assert (await scene.ticket(1)).advisor_id == scene.marek.id
    assert (await stored(scene, 1)).advisor_id == scene.marek.id
    # while she is away, nothing of hers can be booked
    slots = await choosing(scene.newcomer("Ola"), "W biurze")
    assert "17.12" in slots.buttons[0]["text"]
    # somebody named at once; and a leave that begins later waits for its day
    scene.marek.send("/urlop 1.12-2.12 zastępuje Ewę", chat=scene.group)
    await scene.group.expect("Marek: urlop.*Zastępuje: Ewa")
    assert (await scene.ticket(1)).advisor_id == scene.marek.id
    await until(scene, "2026-12-01", "08:00")
    await scene.settle()
    assert (await scene.ticket(1)).advisor_id == scene.ewa.id


async def test_an_advisor_books_for_somebody_who_has_called(scene: Scene) -> None:
    await known(scene)
    await duty(scene, scene.ewa, "czw 9-12 telefon")
    scene.marek.send("/konsultacja", chat=scene.group, thread=thread(scene))
    panel = await scene.group.expect("Konsultacja dla osoby", thread=thread(scene))
    scene.marek.send("Maria Nowak, tel. 600 100 200", reply_to=panel)
    await scene.group.expect("Maria Nowak, 600100200.*Jak się spotkać", thread=thread(scene))
    refused = await scene.ewa.click(panel, "Telefon").answered()
    assert refused["text"].startswith("Ten przycisk jest dla kogoś innego")
    scene.marek.click(panel, "Telefon")
    await scene.group.expect("Który termin", thread=thread(scene))
    scene.marek.click(panel, "26.11, 09:30")
    card = await scene.group.expect("Bez Telegrama: o zmianie trzeba", thread=thread(scene))
    assert "Telefon: 600100200" in card.text
    await scene.settle()
    assert scene.seen("Umówione: Maria Nowak")
    found = await stored(scene, 1)
    maria = await scene.house.database.read(lambda conn: people.by_id(conn, found.person_id))
    assert (maria.telegram_id, maria.source, maria.phone) == (None, "phone", "600100200")
    scene.ewa.send("Proszę o statut", reply_to=card)
    await scene.group.expect("nie ma Telegrama", thread=thread(scene))
    await until(scene, "2026-11-26", "07:31")
    drafts = await scene.house.database.read(lambda conn: records.facts_named(conn, "caller:"))
    assert drafts == {}  # what was written down for it is forgotten
    await scene.group.expect("Plan na dziś.*telefon, Maria Nowak, 600100200")
