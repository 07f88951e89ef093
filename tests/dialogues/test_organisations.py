"""People and organisations: added, told apart, claimed by a new board, handed over, given back."""

from __future__ import annotations

import pytest

from bot.domain.callbacks import encode
from bot.programme.deadlines import calendar_files
from bot.simulator.model import Message
from bot.simulator.people import Person
from bot.storage import deadlines, occurrences, organisations
from tests.dialogues.deadline_stories import STALE, added, payload_of
from tests.dialogues.scene import UNCOVERED, Scene

pytestmark = pytest.mark.usefixtures("typing_fast")


async def told(scene: Scene, who: Person, message: Message, data: str) -> str:
    """Press a button as a forger or an old message would; return what the presser is told."""
    answer = await scene.press(who, message, data).answered()
    await scene.settle()
    return str(answer["text"])


async def founded(scene: Scene, who: Person, name: str, kind: str = "Koło gospodyń") -> Message:
    """Let somebody add an organisation in Łąck; return the message that shows it."""
    who.send("/organizacja")
    who.click(await who.expect("Nie ma tu jeszcze|Moje organizacje|Rodzaj"), "Dodaj organizację")
    await who.expect("Jak nazywa się")
    who.send(name)
    message = await who.expect("Jaka to organizacja")
    who.click(message, kind)
    await scene.anna.expect("W której gminie")
    who.click(message, "Łąck")
    await scene.settle()
    assert "Gmina: Łąck" in message.text
    return message


async def claimed(scene: Scene, who: Person, name: str, since: str = "12 listopada") -> Message:
    """Let somebody claim an organisation that is known already; return its panel."""
    who.send("/organizacja")
    who.click(await who.expect("Nie ma tu jeszcze"), "Dodaj organizację")
    await who.expect("Jak nazywa się")
    who.send(name)
    message = await who.expect("Podobna organizacja już u nas jest")
    who.click(message, "To moja organizacja")
    await scene.settle()
    who.click(message, "Kieruję zarządem")
    await scene.settle()
    who.send(since)
    await who.expect("Zgłoszenie jest u doradców")
    return await scene.group.expect(rf"Do sprawdzenia[\s\S]*Zgłasza się: {who.user.first_name}")


async def checked(scene: Scene, panel: Message) -> Message:
    """Let Ewa look it up; return the panel of coordination."""
    scene.ewa.click(panel, "Sprawdzone w rejestrze")
    await scene.settle()
    assert "Sprawdza: Ewa" not in panel.text  # nothing is checked without words
    scene.ewa.send("ARiMR: nowy zarząd wpisany 14 listopada.", reply_to=panel)
    await scene.settle()
    assert "nowy zarząd wpisany" in panel.text
    scene.ewa.click(panel, "Sprawdzone w rejestrze")
    await scene.settle()
    assert "Sprawdza: Ewa" in panel.text
    return await scene.group.expect("Sprawdzone, czeka na koordynację")


# -- one's own


async def test_organisations_are_added_told_apart_and_chosen_to_ask_for(scene: Scene) -> None:
    scene.anna.send("/ustawienia")
    settings = await scene.anna.expect("Ustawienia")
    assert "Organizacja: nie podano" in settings.text
    scene.anna.click(settings, "Organizacja")
    await scene.settle()
    assert "Nie ma tu jeszcze organizacji" in settings.text
    first = await founded(scene, scene.anna, "KGW Nowinki")
    assert "nie ma tu nikogo więcej" in first.text
    scene.anna.click(first, "Rodzaj")
    await scene.settle()
    scene.anna.click(first, "Grupa nieformalna")
    await scene.settle()
    assert "Rodzaj: grupa nieformalna" in first.text
    scene.anna.click(first, "Dodaj organizację")
    await scene.anna.expect("Jak nazywa się")
    scene.anna.send("OSP Łąck")
    second = await scene.anna.expect("Jaka to organizacja")
    person = await scene.person(scene.anna)
    scene.anna.click(second, "Straż OSP")
    await scene.settle()
    assert await told(scene, scene.anna, second, encode("ours_found", person.id, 4)) == STALE
    scene.anna.click(second, "Pomiń")
    await scene.settle()
    assert "Nowe pytania nie są w jej imieniu" in second.text
    scene.anna.click(second, "Pytam jako ona")
    await scene.settle()
    scene.anna.send("/ustawienia")
    assert "Organizacja: OSP Łąck" in (await scene.anna.expect("Ustawienia")).text
    scene.anna.send(UNCOVERED)
    assert "OSP Łąck (straż OSP)" in (await scene.group.expect("#1 🔵")).text
    scene.anna.send("/organizacja")
    listed = await scene.anna.expect("Moje organizacje")
    assert "✓ OSP Łąck" in listed.text and "• KGW Nowinki, gm. Łąck" in listed.text
    # an invitation, a second leader, and nobody else's press
    scene.anna.click(listed, "KGW Nowinki")
    await scene.settle()
    scene.anna.click(listed, "Zaproś osobę")
    basia = scene.telegram.user(first_name="Basia")
    basia.start(payload_of(await scene.anna.expect("Zaproszenie dla jednej osoby")))
    await basia.expect("Dołączono: KGW Nowinki")
    basia.send("/organizacja")
    assert "Prowadzą ją też: Anna" in (await basia.expect("KGW Nowinki")).text
    for action, ident, rev in (
        ("ours_open", 2, None), ("ours_set_kind", 2, 0), ("ours_set_commune", 2, 0),
        ("ours_ask", 2, None), ("board_begin", 2, None), ("board_keep", 2, 739000),
        ("claim_begin", 2, None), ("ours", person.id, None), ("ours_add", person.id, None),
    ):  # fmt: skip
        assert await told(scene, basia, listed, encode(action, ident, rev)) == STALE, action
    found = await scene.house.database.read(lambda conn: organisations.get(conn, 2))
    assert (found.kind, found.commune) == ("osp", "")


# -- a new board


async def test_a_new_board_is_looked_up_approved_by_another_and_inherits(scene: Scene) -> None:
    await founded(scene, scene.anna, "KGW Nowinki")
    scene.anna.send("/terminy")
    near = await scene.anna.expect("Na razie żaden termin")
    own = await added(scene, "raport do gminy 30 czerwca")
    scene.anna.send("/sprawy")
    await scene.anna.expect("Nie ma jeszcze żadnych spraw")
    await scene.answered_ticket("Może, jeśli ma dopuszczenie.")
    scene.anna.send("/sprawy")
    cases = await scene.anna.expect("Sprawy")
    scene.anna.click(cases, "#1")
    await scene.settle()
    scene.anna.click(cases, "Wspólna sprawa")
    scene.anna.send("Ile kosztuje ubezpieczenie namiotu na festyn?")
    scene.anna.click(await scene.anna.expect("Dopisane do sprawy"), "To nowe pytanie")
    await scene.group.expect("#2 🔵")
    scene.anna.send("/organizacja")
    ours = await scene.anna.expect("Rodzaj: koło gospodyń")
    scene.anna.click(ours, "Zaproś osobę")
    old_link = payload_of(await scene.anna.expect("Zaproszenie dla jednej osoby"))

    krysia = scene.newcomer("Krysia")
    panel = await claimed(scene, krysia, "Koło Gospodyń Wiejskich w Nowinkach")
    assert "Teraz prowadzą: Anna" in panel.text
    assert "Wspólnych spraw do przejęcia: 1" in panel.text
    krysia.send("/terminy")
    await krysia.expect("o jaką organizację chodzi")  # a claim gives nothing
    await checked(scene, panel)
    deciding = await scene.group.expect("Sprawdzone, czeka na koordynację")
    data = next(one["callback_data"] for one in deciding.buttons if "zarząd" in one["text"])
    assert "O tym decyduje koordynator" in await told(scene, scene.ewa, deciding, data)
    assert await told(scene, scene.zofia, deciding, encode("claim_board", 1, 0)) == STALE
    scene.zofia.click(deciding, "To nowy zarząd")
    await krysia.expect("od teraz widzisz jej terminy i wspólne sprawy")
    parting = await scene.anna.expect("w bocie prowadzi ją teraz Krysia")

    # the successor has deadlines with their reminders, and the shared case without its words
    krysia.send("/terminy")
    assert "raport do gminy" in (await krysia.expect("Najbliższe terminy")).text
    krysia.send("/sprawy")
    theirs = await krysia.expect("po poprzedniej osobie")
    assert "traktor" not in theirs.text and "#2" not in theirs.text
    anna, new = await scene.person(scene.anna), await scene.person(krysia)
    waiting = await scene.house.database.read(
        lambda conn: {one.person_id for one in occurrences.of_subject(conn, "d:1")}
    )
    assert waiting == {new.id}

    # the former one has nothing more: by command, old messages, the feed, an old invitation
    scene.anna.send("/terminy")
    await scene.anna.expect("o jaką organizację chodzi")
    scene.anna.send("/sprawy")
    mine = await scene.anna.expect("Sprawy")
    assert "#2" in mine.text and "#1" not in mine.text
    for message, data in (
        (own, encode("dl_done", 1, 0)), (own, encode("dl_open", 1)), (near, encode("dl_menu", 1)),
        (cases, encode("case", 1)), (cases, encode("append", 1)), (cases, encode("unshare", 1)),
        (ours, encode("ours_open", 1)), (ours, encode("dl_invite", 1)),
        (ours, encode("board_begin", 1)), (ours, encode("ours_set_kind", 1, 0)),
    ):  # fmt: skip
        assert await told(scene, scene.anna, message, data) == STALE, data
    desk = scene.house.services.desk("test")
    assert (
        await scene.house.database.read(
            lambda conn: calendar_files.of_person(conn, desk, anna).rows
        )
        == ()
    )
    stranger = scene.telegram.user(first_name="Obcy")
    stranger.start(old_link)
    await stranger.expect("było już użyte albo straciło ważność")
    # somebody whom the new board invites
    krysia.send("/organizacja")
    krysia.click(await krysia.expect("Rodzaj: koło gospodyń"), "Zaproś osobę")
    fresh = payload_of(await krysia.expect("Zaproszenie dla jednej osoby"))
    helper = scene.telegram.user(first_name="Hela")
    helper.start(fresh)
    await helper.expect("Dołączono")
    # an objection is coordination's to settle; somebody else's counts nothing
    assert await told(scene, stranger, parting, encode("claim_object", 1)) == STALE
    assert await told(scene, krysia, parting, encode("claim_object", 1)) == STALE
    scene.anna.click(parting, "Nie zgadzam się")
    alarm = await scene.group.expect("Sprzeciw wobec zmiany zarządu: Anna")
    await scene.settle()
    assert "Sprzeciw zapisany" in parting.text
    scene.zofia.click(alarm, "Cofnij zmianę")
    await scene.anna.expect("zmiana zarządu została cofnięta")
    await krysia.expect("Zmiana została cofnięta")
    await helper.expect("Nie prowadzisz już terminów")
    there = await scene.house.database.read(lambda conn: organisations.members(conn, 1))
    assert [one.name for one in there] == ["Anna"]
    scene.anna.send("/terminy")
    assert "raport do gminy" in (await scene.anna.expect("Najbliższe terminy")).text
    scene.anna.send("/sprawy")
    assert "traktor" in (await scene.anna.expect("Sprawy")).text
    krysia.send("/sprawy")
    await krysia.expect("Nie ma jeszcze żadnych spraw")
    assert await scene.audited(
        "organisation_claim", "claim_noted", "claim_checked", "claim_approved", "claim_objected",
        "claim_undone", "handed_over",
    ) == [
        "organisation_claim", "claim_noted", "claim_checked", "claim_approved", "handed_over",
        "claim_objected", "claim_undone", "handed_over",
    ]  # fmt: skip


async def test_who_looked_it_up_does_not_approve_and_a_refusal_has_words(scene: Scene) -> None:
    await founded(scene, scene.anna, "KGW Nowinki")
    krysia = scene.newcomer("Krysia")
    panel = await claimed(scene, krysia, "kgw nowinki")
    scene.zofia.send("KRKGW: bez zmian.", reply_to=panel)
    await scene.settle()
    scene.zofia.click(panel, "Sprawdzone w rejestrze")
    deciding = await scene.group.expect("Sprawdzone, czeka na koordynację")
    press = scene.zofia.click(deciding, "To nowy zarząd")
    assert "Zatwierdza ktoś inny" in (await press.answered())["text"]
    scene.marek.click(deciding, "Sprawdzam też ja")
    await scene.settle()
    assert "Sprawdza: Marek" in deciding.text
    scene.zofia.click(deciding, "Odmów")
    ask = await scene.group.expect("Dlaczego nie")
    scene.marek.send("bo tak", reply_to=ask)  # not a coordinator
    await scene.settle()
    assert "czeka na koordynację" in deciding.text
    scene.zofia.send("W rejestrze jest jeszcze poprzedni zarząd.", reply_to=ask)
    await krysia.expect("W rejestrze jest jeszcze poprzedni zarząd")
    await scene.settle()
    assert "Zgłoszenie odrzucone" in panel.text
    assert len(await scene.house.database.read(lambda conn: organisations.members(conn, 1))) == 1


async def test_one_more_person_joins_and_a_claim_is_taken_back(scene: Scene) -> None:
    await founded(scene, scene.anna, "KGW Nowinki")
    marek, krysia = scene.marek, scene.newcomer("Krysia")
    marek.user.started = True
    panel = await claimed(scene, marek, "KGW Nowinki")
    marek.send("KRKGW: to ja.", reply_to=panel)  # an advisor, but not in one's own matter
    await scene.settle()
    press = marek.click(panel, "Sprawdzone w rejestrze")
    assert "To Twoje zgłoszenie" in (await press.answered())["text"]
    marek.send("/organizacja")
    listed = await marek.expect("sprawdzamy zgłoszenie")
    marek.click(listed, "Wycofaj zgłoszenie")
    await scene.settle()
    assert "wycofane" in panel.text
    assert await told(scene, scene.ewa, panel, encode("claim_checked", 1)) == STALE
    again = await claimed(scene, krysia, "KGW Nowinki")
    await scene.forward(days=4, hours=1)  # nobody cares, so coordination sees it
    await scene.group.expect("Do sprawdzenia", thread=scene.coordination)
    deciding = await checked(scene, again)
    scene.zofia.click(deciding, "Tylko dołącza")
    await krysia.expect("Osoby, które prowadziły ją wcześniej, dalej mają dostęp")
    await scene.anna.expect("Do organizacji dołącza Krysia")
    there = await scene.house.database.read(lambda conn: organisations.members(conn, 1))
    assert [one.name for one in there] == ["Anna", "Krysia"]


async def test_a_new_board_gets_dated_tasks_that_are_ticked_off(scene: Scene) -> None:
    message = await founded(scene, scene.anna, "Nasza Wieś", "Stowarzyszenie")
    scene.anna.click(message, "Mamy nowy zarząd")
    await scene.anna.expect("Od kiedy jest nowy zarząd")
    scene.anna.send("kiedyś tam")
    await scene.anna.expect("Tej daty nie rozumiem")
    scene.anna.send("w niedzielę")  # 22 November
    preview = await scene.anna.expect("Po zmianie zarządu")
    assert "Zgłosić zmiany" in preview.text and "29\u00a0listopada" in preview.text
    assert "datę potwierdzi doradca" in preview.text
    assert "Zmienić osoby w banku\nproponujemy do" in preview.text
    assert "Zapytać w ZUS" not in preview.text  # pays no contributions
    keep = preview.buttons[0]["callback_data"]
    scene.anna.click(preview, "Zapisz terminy")
    await scene.settle()
    assert "Najbliższe terminy" in preview.text
    assert await told(scene, scene.anna, preview, keep) == "Zapisane."
    rows = await scene.house.database.read(lambda conn: deadlines.of_owners(conn, ["org:1"]))
    assert [(one.source, one.day) for one in rows] == [
        ("event:zmiany-w-krs:2026-11-22", "2026-11-29"),
        ("board:nowy-bank:2026-11-22", "2026-12-06"),
    ]
    scene.anna.skip()
    await scene.forward(days=7)
    reminder = await scene.anna.expect("Zmienić osoby w banku")
    scene.anna.click(reminder, "Zrobione")
    await scene.settle()
    rows = await scene.house.database.read(lambda conn: deadlines.of_owners(conn, ["org:1"]))
    assert [one.source for one in rows] == ["event:zmiany-w-krs:2026-11-22"]


async def test_an_objection_has_its_time_and_the_next_board_replaces_this_one(
    scene: Scene,
) -> None:
    await founded(scene, scene.anna, "KGW Nowinki")
    krysia, ola, marta = (scene.newcomer(name) for name in ("Krysia", "Ola", "Marta"))
    scene.zofia.click(
        await checked(scene, await claimed(scene, krysia, "KGW Nowinki")), "To nowy zarząd"
    )
    parting = await scene.anna.expect("w bocie prowadzi ją teraz Krysia")
    # a colleague of the same new board takes nothing away from the first one
    second = await claimed(scene, ola, "KGW Nowinki")
    assert "nie ma tu nikogo więcej" not in second.text
    assert "Z tego samego zarządu są już: Krysia" in second.text
    scene.zofia.click(await checked(scene, second), "To nowy zarząd")
    await ola.expect("od teraz widzisz jej terminy")
    there = await scene.house.database.read(lambda conn: organisations.members(conn, 1))
    assert [one.name for one in there] == ["Krysia", "Ola"]
    await scene.forward(days=9)
    data = parting.buttons[0]["callback_data"]
    assert await told(scene, scene.anna, parting, data) == "Na to jest już za późno."
    # a year later another board follows: both lose it
    await scene.forward(days=200)
    third = await claimed(scene, marta, "KGW Nowinki", "wczoraj")
    assert "Teraz prowadzą: Krysia, Ola" in third.text
