"""An announcement from the coordinator's first words to what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from bot.domain.announcements import EVERYTHING
from bot.domain.callbacks import encode
from bot.programme.announcements import going
from bot.simulator.model import Message
from bot.simulator.people import Person
from bot.storage import consents, people, staff
from bot.storage.occasions import number_of_occasion
from bot.storage.programme_tables import (
    announcement,
    consent,
    membership,
    organisation,
    registration,
)
from bot.storage.rows import add
from bot.storage.tables import receipt
from tests.dialogues.scene import COVERED, Scene

WORDS = "Zapraszamy na warsztat o księgach w Bielsku."


async def agree(scene: Scene, *who: Person) -> None:
    """Let people open the bot and want announcements."""
    for person in who:
        if not person.user.started:
            person.start()
            await person.expect("Kto tu odpowiada")
        person.send("/ustawienia")
        person.click(await person.expect("Ogłoszenia"), "Chcę ogłoszenia")
        await person.expect("tak, zgoda udzielona")
        person.skip()


async def draft(scene: Scene, words: str = WORDS) -> Message:
    """Let Zofia write an announcement; return its panel."""
    if not scene.zofia.user.started:
        scene.zofia.start()
        await scene.zofia.expect("Kto tu odpowiada")
    scene.zofia.send("/komunikat")
    await scene.zofia.expect("Proszę przysłać komunikat")
    scene.zofia.send(words)
    await scene.zofia.expect("Ogłoszenie z tematu: aktualności")
    return await scene.zofia.expect("Komunikat: szkic")


async def second_coordinator(scene: Scene, who: Person) -> None:
    await scene.settle()
    await scene.house.database.write(
        lambda conn: staff.know(conn, who.id, "Ewa", coordinator=True)
    )


async def panel(scene: Scene, words: str, who: Person | None = None) -> Message:
    """Return the newest panel of the private chat that says this."""
    await scene.settle()
    chat = (who or scene.zofia).messages
    found = [one for one in chat if one.from_bot and words in one.text and not one.deleted]
    assert found, [one.text for one in chat][-6:]
    return found[-1]


async def alone(scene: Scene, words: str = WORDS) -> Message:
    """Let Zofia, who is alone, ask for approval, and a quarter of an hour pass."""
    shown = await draft(scene, words)
    scene.zofia.click(shown, "Proś o akceptację")
    await scene.zofia.expect("bez drugiej osoby")
    await scene.forward(minutes=16)
    await scene.forward(seconds=16)
    return await panel(scene, "Komunikat wysłany")


def got(who: Person, words: str = WORDS) -> list[Message]:
    return [one for one in who.messages if one.from_bot and words in one.text and not one.deleted]


# -- writing


async def test_the_preview_is_what_everybody_will_get(scene: Scene) -> None:
    await agree(scene, scene.anna)
    scene.zofia.start()
    scene.zofia.send("/komunikat")
    await scene.zofia.expect("Proszę przysłać komunikat")
    bold = [{"type": "bold", "offset": 0, "length": 10}]
    scene.zofia.send(WORDS, entities=bold)
    preview = await scene.zofia.expect("Ogłoszenie z tematu")
    shown = await scene.zofia.expect("Komunikat: szkic")
    scene.zofia.click(shown, "Proś o akceptację")
    await scene.forward(minutes=16)
    (received,) = got(scene.anna)
    assert received.content["text"] == preview.content["text"]
    assert received.content["entities"] == preview.content["entities"]
    assert received.content["entities"][0] == bold[0]
    assert [b["text"] for b in received.buttons] == [b["text"] for b in preview.buttons]
    assert received.buttons[-1]["text"] == "Nie chcę: aktualności"


async def test_a_photo_goes_with_its_words_and_even_after_the_original_is_gone(
    scene: Scene,
) -> None:
    await agree(scene, scene.anna)
    scene.zofia.start()
    scene.zofia.send("/komunikat")
    await scene.zofia.expect("Proszę przysłać komunikat")
    original = scene.zofia.send_photo(caption="Plakat gali")
    preview = await scene.zofia.expect("Plakat gali")
    assert preview.kind == "photo"
    shown = await scene.zofia.expect("Komunikat: szkic")
    scene.zofia.click(shown, "Proś o akceptację")
    await scene.settle()
    scene.zofia.delete(original)
    await scene.forward(minutes=16)
    (received,) = got(scene.anna, "Plakat gali")
    assert received.kind == "photo"


async def test_an_album_and_a_voice_are_refused_kindly(scene: Scene) -> None:
    scene.zofia.start()
    scene.zofia.send("/komunikat")
    await scene.zofia.expect("Proszę przysłać komunikat")
    scene.zofia.send_album(2)
    await scene.zofia.expect("Kilku zdjęć naraz nie wyślę")
    scene.zofia.send_voice()
    await scene.zofia.expect("Tego nie wyślę do wielu osób")
    scene.zofia.send("a" * 4000)
    await scene.zofia.expect("To jest za długie o 24")
    assert (
        await scene.house.database.read(lambda conn: conn.execute(select(announcement.c.id)).all())
        == []
    )
    scene.zofia.send(WORDS)
    await scene.zofia.expect("Komunikat: szkic")


async def test_an_edit_before_approval_changes_the_preview_and_what_is_sent(scene: Scene) -> None:
    await agree(scene, scene.anna)
    await draft(scene, "Zapraszamy w piątek")
    own = next(one for one in scene.zofia.messages if one.text == "Zapraszamy w piątek")
    scene.zofia.edit(own, "Zapraszamy w sobotę")
    await scene.zofia.expect("Zapraszamy w sobotę")
    scene.zofia.click(await panel(scene, "szkic"), "Proś o akceptację")
    await scene.forward(minutes=16)
    assert len(got(scene.anna, "Zapraszamy w sobotę")) == 1
    scene.zofia.edit(own, "Zapraszamy w niedzielę")
    await scene.zofia.expect("Ten komunikat jest już zatwierdzony")
    assert not got(scene.anna, "niedzielę")


async def test_who_does_not_coordinate_does_not_know_the_command(scene: Scene) -> None:
    scene.anna.send("/komunikat")
    await scene.anna.expect("Nie znam")
    scene.ewa.send("/komunikat", chat=scene.group, thread=scene.coordination)
    await scene.group.expect("Komunikaty pisze koordynator", thread=scene.coordination)


async def test_in_the_group_the_command_begins_it_in_private(scene: Scene) -> None:
    scene.zofia.send("/komunikat", chat=scene.group, thread=scene.coordination)
    await scene.group.expect("nacisnąć Start", thread=scene.coordination)
    scene.zofia.start()
    await scene.zofia.expect("Kto tu odpowiada")
    scene.zofia.send("/komunikat", chat=scene.group, thread=scene.coordination)
    await scene.group.expect("Pytanie już tam czeka", thread=scene.coordination)
    await scene.zofia.expect("Proszę przysłać komunikat")


# -- to whom


async def test_the_live_count_tells_who_gets_it_who_is_muted_and_who_is_away(
    scene: Scene,
) -> None:
    await agree(scene, scene.anna, scene.ewa, scene.marek)
    ewa = await scene.person(scene.ewa)

    def mute(conn):
        consents.note(conn, ewa.id, "news", False, "button", scene.clock.now())

    await scene.house.database.write(mute)
    scene.marek.block()
    shown = await draft(scene)
    without = "bez 1\u00a0osoby po rezygnacji, bez 1\u00a0osoby poza zasięgiem bota"
    assert f"Dostanie teraz: 1\u00a0osoba, {without}" in shown.text
    scene.zofia.click(shown, "Temat")
    shown = await scene.zofia.expect(where=lambda one: "Warsztaty" in str(one.rows))
    scene.zofia.click(shown, "Warsztaty")
    shown = await scene.zofia.expect("Dostanie teraz: 2\u00a0osoby, bez 1\u00a0osoby poza")
    await panel(scene, "Ogłoszenie z tematu: warsztaty")


async def test_taps_narrow_the_audience_by_topic_commune_kind_and_occasion(scene: Scene) -> None:
    await scene.forward(minutes=1)
    await agree(scene, scene.anna, scene.ewa, scene.marek)
    scene.anna.send(COVERED)
    await scene.anna.expect("siedmiu założycieli")
    _anna, ewa = await scene.person(scene.anna), await scene.person(scene.ewa)
    marek = await scene.person(scene.marek)
    now = scene.clock.now()

    def facts(conn):
        people.set_fields(conn, ewa.id, commune="gm. bielsk")
        kgw = add(
            conn, organisation, name="KGW", kind="kgw", traits=[], created_at=now, changed_at=now
        )
        add(
            conn, membership, organisation_id=kgw, person_id=marek.id, via="founded", joined_at=now
        )
        add(
            conn,
            registration,
            occasion_id="ksiegi",
            person_id=marek.id,
            state="seated",
            name="Marek",
            created_at=now,
        )

    await scene.house.database.write(facts)
    await draft(scene)
    for page, tap, words, count in (
        ("Kto pytał", "Prawo", "Pytali o: Prawo", 1),
        ("Kto pytał", "✓ Prawo", "Do wszystkich", 3),
        ("Gminy", "Bielsk", "Gminy: Bielsk", 1),
        ("Gminy", "✓ Bielsk", "Do wszystkich", 3),
        ("Organizacje", "koła gospodyń", "Organizacje: koła gospodyń", 1),
        ("Zapisani na", "Księgi", "Zapisani: Księgi", 1),
        ("Gminy", "Bielsk", "Gminy: Bielsk", 0),
    ):
        scene.zofia.click(await panel(scene, "szkic"), page)
        await scene.settle()
        scene.zofia.click(await panel(scene, "szkic"), tap)
        await scene.settle()
        scene.zofia.click(await panel(scene, "szkic"), "Gotowe")
        await scene.settle()
        shown = await panel(scene, "szkic")
        assert words in shown.text
        assert f"Dostanie teraz: {count}\u00a0os" in shown.text, (page, tap)
    told = await scene.zofia.click(shown, "Proś o akceptację").answered()
    assert "nikt by tego nie dostał" in told["text"]


async def test_nobody_who_has_not_agreed_gets_it(scene: Scene) -> None:
    await agree(scene, scene.ewa)
    await alone(scene)
    assert (len(got(scene.ewa)), got(scene.anna)) == (1, [])


# -- test and approval


async def test_a_test_goes_to_its_author_alone(scene: Scene) -> None:
    await agree(scene, scene.anna)
    shown = await draft(scene)
    scene.zofia.skip()
    scene.zofia.click(shown, "Test do mnie")
    tested = await scene.zofia.expect(WORDS)
    told = await scene.zofia.click(tested, "Nie chcę").answered()
    assert "To podgląd" in told["text"]
    await scene.forward(days=1)
    assert got(scene.anna) == []


async def test_another_coordinator_approves_what_was_shown(scene: Scene) -> None:
    await second_coordinator(scene, scene.ewa)
    await agree(scene, scene.anna)
    scene.zofia.click(await draft(scene), "Proś o akceptację")
    await scene.group.expect(WORDS, thread=scene.coordination)
    card = await scene.group.expect("czeka na zatwierdzenie", thread=scene.coordination)
    own = await scene.zofia.click(card, "Zatwierdź").answered()
    assert "Zatwierdza go inny" in own["text"]
    no = await scene.marek.click(card, "Zatwierdź").answered()
    assert "decyduje koordynator" in no["text"]
    assert got(scene.anna) == []
    scene.ewa.click(await scene.group_message(card), "Zatwierdź")
    await scene.anna.expect(WORDS)
    await scene.zofia.expect("Komunikat zatwierdzony: Ewa")
    await scene.forward(seconds=16)
    done = await panel(scene, "Komunikat wysłany")
    assert "Zatwierdzenie: Ewa" in done.text
    asked = ("announcement_asked", "announcement_approved", "announcement_alone")
    assert await scene.audited(*asked) == list(asked[:2])


async def test_a_press_on_older_words_decides_nothing(scene: Scene) -> None:
    await second_coordinator(scene, scene.ewa)
    await agree(scene, scene.anna)
    scene.zofia.click(await draft(scene, "Wersja pierwsza"), "Proś o akceptację")
    card = await scene.group.expect("czeka na zatwierdzenie", thread=scene.coordination)
    old = card.buttons[0]["callback_data"]
    own = next(one for one in scene.zofia.messages if one.text == "Wersja pierwsza")
    scene.zofia.edit(own, "Wersja druga")
    await scene.settle()
    told = await scene.press(scene.ewa, card, old).answered()
    assert "Coś się tu zmieniło" in told["text"]
    assert not got(scene.anna, "Wersja")
    assert scene.seen("Wersja druga") and not scene.seen("Wersja pierwsza")
    scene.ewa.click(await scene.group_message(card), "Zatwierdź")
    await scene.anna.expect("Wersja druga")


async def test_a_rejected_one_is_a_draft_again(scene: Scene) -> None:
    await second_coordinator(scene, scene.ewa)
    await agree(scene, scene.anna)
    scene.zofia.click(await draft(scene), "Proś o akceptację")
    card = await scene.group.expect("czeka na zatwierdzenie", thread=scene.coordination)
    scene.ewa.click(card, "Odrzuć")
    await scene.zofia.expect("Komunikat wrócił do poprawki: Ewa")
    await scene.forward(days=1)
    assert got(scene.anna) == []
    await panel(scene, "Komunikat: szkic")


async def test_who_is_alone_waits_and_may_stop_it(scene: Scene) -> None:
    await agree(scene, scene.anna)
    scene.zofia.click(await draft(scene), "Proś o akceptację")
    shown = await scene.zofia.expect("pójdzie po 10:1. bez drugiej osoby")
    await scene.forward(minutes=10)
    assert got(scene.anna) == []
    scene.zofia.click(shown, "Zatrzymaj")
    await scene.zofia.expect("szkic")
    await scene.forward(minutes=30)
    assert got(scene.anna) == []
    scene.zofia.click(await panel(scene, "szkic"), "Proś o akceptację")
    await scene.settle()
    await scene.forward(minutes=16)
    assert len(got(scene.anna)) == 1
    assert "announcement_alone" in await scene.audited("announcement_alone")
    await scene.forward(seconds=20)
    assert "Bez drugiej osoby" in (await panel(scene, "Komunikat wysłany")).text


# -- when


async def test_it_goes_on_its_date_said_with_the_name_of_the_day(scene: Scene) -> None:
    await agree(scene, scene.anna)
    scene.zofia.click(await draft(scene), "Termin")
    await scene.zofia.expect("Kiedy ma pójść")
    scene.zofia.send("kiedyś")
    await scene.zofia.expect("Nie wiem, o który moment chodzi")
    scene.zofia.send(COVERED)  # a question is answered as one
    await scene.zofia.expect("siedmiu założycieli")
    scene.zofia.send("5 grudnia 10:00")
    await scene.zofia.expect("Termin: sobota, 5\u00a0grudnia, 10:00")
    scene.zofia.click(await panel(scene, "szkic"), "Proś o akceptację")
    await scene.settle()
    await scene.forward(minutes=16)
    await panel(scene, "Komunikat czeka na swój termin")
    await scene.forward(days=10)
    assert got(scene.anna) == []
    await scene.forward(days=1)
    assert len(got(scene.anna)) == 1


async def test_nothing_goes_at_night_and_that_is_said(scene: Scene) -> None:
    await agree(scene, scene.anna)
    scene.zofia.click(await draft(scene), "Termin")
    await scene.zofia.expect("Kiedy ma pójść")
    scene.zofia.send("dziś 21:00")
    moved = await scene.zofia.expect("Termin: środa, 25\u00a0listopada, 08:00")
    assert "Między 20:00 a 8:00 nic nie wysyłamy" in moved.text
    scene.zofia.click(moved, "Od razu")
    await scene.zofia.expect("zaraz po zatwierdzeniu")
    await scene.forward(hours=9, minutes=50)  # ten to eight in the evening
    scene.zofia.click(await panel(scene, "szkic"), "Proś o akceptację")
    await scene.settle()
    await scene.forward(minutes=16)
    assert got(scene.anna) == []
    assert "25\u00a0listopada, 08:00" in (await panel(scene, "czeka na swój termin")).text
    await scene.forward(hours=12)
    assert len(got(scene.anna)) == 1


async def test_the_third_of_a_day_waits_for_the_morning(scene: Scene) -> None:
    await agree(scene, scene.anna)
    for number in ("pierwszy", "drugi", "trzeci"):
        scene.zofia.click(await draft(scene, f"Komunikat {number}"), "Proś o akceptację")
        await scene.settle()
        await scene.forward(minutes=16)
    assert [len(got(scene.anna, f"Komunikat {n}")) for n in ("pierwszy", "trzeci")] == [1, 0]
    await scene.forward(hours=24)
    assert len(got(scene.anna, "Komunikat trzeci")) == 1


# -- what recipients press


async def test_no_more_of_a_subject_is_kept_and_holds(scene: Scene) -> None:
    await agree(scene, scene.anna, scene.ewa)
    await alone(scene)
    (received,) = got(scene.anna)
    told = await scene.anna.click(received, "Nie chcę: aktualności").answered()
    assert "Nie wyślemy więcej ogłoszeń z tematu: aktualności" in told["text"]
    await scene.ewa.click(got(scene.ewa)[0], "Przydatne").answered()
    await scene.settle()
    assert received.buttons[-1]["text"] == "Chcę jednak: aktualności"
    rows = await scene.house.database.read(
        lambda conn: conn.execute(
            select(consent.c.subject, consent.c.given, consent.c.method).order_by(consent.c.id)
        ).all()
    )
    assert tuple(rows[0]) == (EVERYTHING, True, "settings")
    assert tuple(rows[-1]) == ("news", False, "button:1")

    done = await alone(scene, "Drugi komunikat")
    assert "Dostarczone: 1" in done.text
    assert (got(scene.anna, "Drugi"), len(got(scene.ewa, "Drugi"))) == ([], 1)
    scene.zofia.send("/komunikat")
    await scene.zofia.expect("Proszę przysłać")
    scene.zofia.click("Zapraszamy na warsztat")
    await scene.settle()
    first = await panel(scene, "Nacisnęli przycisk")
    assert "Nacisnęli przycisk: 2, w tym rezygnacja: 1" in first.text

    scene.anna.send("/ustawienia")
    shown = await scene.anna.expect("ale nie te: aktualności")
    scene.anna.click(shown, "Chcę wszystkie ogłoszenia")
    await scene.settle()
    assert "ale nie te" not in shown.text


async def test_a_stranger_cannot_press_what_somebody_else_got(scene: Scene) -> None:
    await agree(scene, scene.anna)
    await alone(scene)
    (received,) = got(scene.anna)
    data = received.buttons[-1]["callback_data"]
    newcomer = scene.newcomer("Obca")
    newcomer.start()
    mine = await newcomer.expect("Kto tu odpowiada")
    told = await scene.press(newcomer, mine, data).answered()
    assert "nieaktualne" in told["text"]
    assert received.buttons[-1]["text"] == "Nie chcę: aktualności"


async def stored(scene: Scene) -> tuple[object, ...]:
    """Return the only announcement as its row has it."""
    await scene.settle()
    return await scene.house.database.read(
        lambda conn: tuple(conn.execute(select(announcement)).one())
    )


AUTHORS = ("ask", "drop", "test", "when", "now", "workshops", "topics", "confirm")
COORDINATORS = ("stop", "withdraw", "recall", "fix", "open", "pause", "resume")


async def test_forged_presses_of_others_change_nothing(scene: Scene) -> None:
    await agree(scene, scene.anna)
    await draft(scene)
    shown = await scene.anna_last("Ogłoszenia o warsztatach")
    before = await stored(scene)
    for action in (*AUTHORS, *COORDINATORS):
        told = await scene.press(scene.anna, shown, f"v1:ann_{action}:1:0").answered()
        assert "nieaktualne" in told["text"], action
        assert await stored(scene) == before, action
    assert got(scene.anna) == []


async def test_nobody_but_its_author_works_on_a_draft(scene: Scene) -> None:
    await second_coordinator(scene, scene.ewa)
    await agree(scene, scene.ewa)
    await draft(scene)
    shown = got(scene.ewa, "Ogłoszenia o warsztatach")[-1]
    before = await stored(scene)
    for action in AUTHORS:
        told = await scene.press(scene.ewa, shown, f"v1:ann_{action}:1:0").answered()
        assert "nieaktualne" in told["text"], action
        assert await stored(scene) == before, action


async def test_no_forged_press_of_its_author_goes_round_the_second_person(scene: Scene) -> None:
    await second_coordinator(scene, scene.ewa)
    await agree(scene, scene.anna)
    shown = await draft(scene)
    for action in ("confirm", "resume", "approve", "recall", "fix"):
        await scene.press(scene.zofia, shown, f"v1:ann_{action}:1:0").answered()
    scene.zofia.click(await panel(scene, "Komunikat: szkic"), "Proś o akceptację")
    await scene.settle()
    for action in ("confirm", "resume", "approve", "now", "alone"):
        await scene.press(scene.zofia, shown, f"v1:ann_{action}:1:1").answered()
    await scene.forward(days=1)
    assert got(scene.anna) == []


async def test_when_nobody_decides_for_a_day_its_author_may_go_on_alone(scene: Scene) -> None:
    await second_coordinator(scene, scene.ewa)
    await agree(scene, scene.anna)
    scene.zofia.click(await draft(scene), "Proś o akceptację")
    await scene.group.expect("czeka na zatwierdzenie", thread=scene.coordination)
    await scene.forward(hours=23)
    assert "Wyślij bez drugiej osoby" not in str((await panel(scene, "czeka na")).rows)
    await scene.group.expect_none(0.2, "Czeka już dobę")
    await scene.forward(hours=1)
    await scene.group.expect("Czeka już dobę", thread=scene.coordination)
    shown = await scene.zofia.expect("Minęła doba bez decyzji")
    await scene.forward(hours=3)
    await scene.group.expect_none(0.2, "Czeka już dobę")  # once is enough
    no = await scene.press(scene.ewa, shown, "v1:ann_alone:1:1").answered()
    assert "nieaktualne" in no["text"]
    scene.zofia.click(shown, "Wyślij bez drugiej osoby")
    stopped = await scene.zofia.expect("bez drugiej osoby, więc jest kwadrans")
    assert "Zatrzymaj" in str(stopped.rows)
    assert got(scene.anna) == []
    await scene.forward(minutes=16)
    assert len(got(scene.anna)) == 1
    steps = ("announcement_waited", "announcement_unanswered", "announcement_alone")
    assert await scene.audited(*steps) == list(steps)


async def test_who_is_waited_for_may_still_decide_after_a_day(scene: Scene) -> None:
    await second_coordinator(scene, scene.ewa)
    await agree(scene, scene.anna)
    scene.zofia.click(await draft(scene), "Proś o akceptację")
    await scene.settle()
    await scene.forward(days=1)
    card = await scene.group.expect("Czeka już dobę", thread=scene.coordination)
    scene.ewa.click(card, "Zatwierdź")
    await scene.anna.expect(WORDS)
    assert await scene.audited("announcement_alone") == []


async def test_in_the_group_only_coordinators_decide(scene: Scene) -> None:
    await second_coordinator(scene, scene.ewa)
    await agree(scene, scene.anna)
    scene.zofia.click(await draft(scene), "Proś o akceptację")
    card = await scene.group.expect("czeka na zatwierdzenie", thread=scene.coordination)
    before = await stored(scene)
    for action in ("approve", "reject", "withdraw", "pause", "resume", "stop"):
        told = await scene.press(scene.marek, card, f"v1:ann_{action}:1:1").answered()
        assert "decyduje koordynator" in told["text"], action
        assert await stored(scene) == before, action


# -- on the way, and afterwards


async def crowd(scene: Scene, count: int) -> list[Person]:
    """Return people who want announcements."""
    found = [scene.newcomer(f"Osoba{number}") for number in range(count)]

    def known(conn):
        for one in found:
            met = people.meet(conn, one.id, one.user.first_name, scene.clock.now())
            consents.note(conn, met.id, EVERYTHING, True, "settings", scene.clock.now())

    await scene.house.database.write(known)
    return found


def reached(people_: list[Person], words: str = WORDS) -> int:
    return sum(len(got(one, words)) for one in people_)


async def test_a_pause_holds_what_has_not_gone_and_a_stop_ends_it(scene: Scene) -> None:
    """Nothing goes while Telegram rests, so that the pause comes before most of it."""
    listed = await crowd(scene, 30)
    await held_up(scene)
    assert reached(listed) == 0
    scene.zofia.click(await panel(scene, "Komunikat w drodze"), "Pauza")
    await scene.settle()
    await scene.forward(minutes=30)
    assert reached(listed) == 0
    scene.zofia.click(await panel(scene, "Komunikat wstrzymany"), "Wznów")
    await scene.settle()
    await scene.forward(minutes=1)
    assert reached(listed) == 30
    await scene.forward(seconds=20)
    done = await panel(scene, "Komunikat wysłany")
    assert "30\u00a0osób na liście" in done.text
    assert "Dostarczone: 30" in done.text


async def held_up(scene: Scene, words: str = WORDS) -> None:
    """Let an announcement begin while Telegram wants everybody to wait."""
    scene.zofia.click(await draft(scene, words), "Proś o akceptację")
    await scene.settle()
    scene.telegram.faults.next("flood", 30, methods=["sendMessage"], retry_after=600)
    scene.clock.advance(timedelta(minutes=16))
    await scene.house.sweep_now()
    await scene.settle()
    scene.telegram.faults.clear()


async def test_a_refusal_holds_for_what_is_on_its_way(scene: Scene) -> None:
    await agree(scene, scene.anna, scene.ewa)
    await alone(scene)
    await held_up(scene, "Drugi komunikat")
    scene.anna.click(got(scene.anna)[0], "Nie chcę")
    await scene.forward(minutes=15)
    await scene.forward(seconds=16)
    assert (got(scene.anna, "Drugi"), len(got(scene.ewa, "Drugi"))) == ([], 1)
    assert "Zrezygnowali wcześniej: 1" in (await panel(scene, "Komunikat wysłany")).text


async def test_a_correction_in_a_pause_holds_for_all_who_have_not_got_it(scene: Scene) -> None:
    listed = await crowd(scene, 4)
    await held_up(scene)
    scene.zofia.click(await panel(scene, "Komunikat w drodze"), "Pauza")
    await scene.settle()
    scene.zofia.click(await panel(scene, "Komunikat wstrzymany"), "Popraw treść")
    await scene.zofia.expect("Proszę przysłać poprawioną treść")
    scene.zofia.send("Warsztat jest w Łącku.")
    await scene.settle()
    scene.zofia.click(await panel(scene, "Poprawić u odbiorców?"), "Popraw u wszystkich")
    await scene.settle()
    scene.zofia.click(await panel(scene, "Komunikat wstrzymany"), "Wznów")
    await scene.settle()
    await scene.forward(minutes=15)
    assert (reached(listed), reached(listed, "Łącku")) == (0, 4)


async def test_a_stop_leaves_the_rest_without_it_and_counts_them(scene: Scene) -> None:
    listed = await crowd(scene, 20)
    await held_up(scene)
    scene.zofia.click(await panel(scene, "Komunikat w drodze"), "Zatrzymaj")
    await scene.settle()
    await scene.forward(days=1)
    assert reached(listed) == 0
    shown = await panel(scene, "Komunikat zatrzymany")
    assert "Zatrzymane przed wysłaniem: 20" in shown.text


async def test_the_result_counts_everybody_once(scene: Scene) -> None:
    listed = await crowd(scene, 12)
    for one in listed[-3:]:
        one.user.blocked = True  # nobody has told the bot
    shown = await draft(scene)
    scene.zofia.click(shown, "Proś o akceptację")
    await scene.settle()
    scene.telegram.faults.next("reset_after", 2, methods=["sendMessage"])
    scene.clock.advance(timedelta(minutes=16))
    await scene.house.sweep_now()
    await scene.settle()
    await scene.forward(seconds=20)
    done = await panel(scene, "Komunikat wysłany")
    for figure in ("Dostarczone: 7", "Niepewne (mogły dojść): 2", "Zablokowali bota: 3"):
        assert figure in done.text
    assert [len(got(one)) for one in listed] == [1] * 9 + [0] * 3


async def test_a_correction_edits_what_was_delivered(scene: Scene) -> None:
    listed = await crowd(scene, 5)
    shown = await alone(scene)
    scene.zofia.click(shown, "Popraw treść")
    await scene.zofia.expect("Proszę przysłać poprawioną treść")
    scene.zofia.send("Warsztat jest w Łącku.")
    asked = await panel(scene, "Poprawić u odbiorców?")
    assert "5\u00a0osób" in asked.text
    assert reached(listed, "Łącku") == 0
    scene.zofia.click(asked, "Popraw u wszystkich")
    await scene.settle()
    await scene.forward(seconds=20)
    assert (reached(listed), reached(listed, "Warsztat jest w Łącku.")) == (0, 5)
    assert "Poprawione: 5 z 5" in (await panel(scene, "Komunikat wysłany")).text
    assert got(listed[0], "Łącku")[0].buttons[-1]["text"] == "Nie chcę: aktualności"


async def test_a_recall_deletes_what_was_delivered(scene: Scene) -> None:
    listed = await crowd(scene, 5)
    shown = await alone(scene)
    scene.zofia.click(shown, "Wycofaj")
    asked = await panel(scene, "Wycofać komunikat u odbiorców?")
    assert reached(listed) == 5
    scene.zofia.click(asked, "Wycofaj u wszystkich")
    await scene.settle()
    await scene.forward(seconds=20)
    assert reached(listed) == 0
    assert "Usunięte: 5 z 5" in (await panel(scene, "Komunikat wycofany")).text


async def test_a_message_that_is_gone_meanwhile_stops_no_recall(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = await crowd(scene, 4)
    shown = await alone(scene)
    monkeypatch.setattr(going, "STOCK", 1)
    scene.zofia.click(shown, "Wycofaj")
    scene.zofia.click(await panel(scene, "Wycofać komunikat"), "Wycofaj u wszystkich")
    await scene.settle()
    gone = delete(receipt).where(receipt.c.chat_id == listed[-1].id)
    await scene.house.database.write(lambda conn: conn.execute(gone))
    for _ in range(5):
        await scene.forward(seconds=16)
    assert [len(got(one)) for one in listed] == [0, 0, 0, 1]
    assert "Usunięte: 3 z 4" in (await panel(scene, "Komunikat wycofany")).text


async def test_after_two_days_nothing_can_be_mended(scene: Scene) -> None:
    await crowd(scene, 2)
    shown = await alone(scene)
    await scene.forward(days=2)
    told = await scene.zofia.click(shown, "Wycofaj").answered()
    assert "Minęło 48 godzin" in told["text"]
    await scene.settle()
    assert (shown.buttons, "Komunikat wysłany" in shown.text) == ([], True)


async def test_an_announcement_of_a_meeting_begins_with_its_facts(scene: Scene) -> None:
    scene.zofia.start()
    menu = await scene.zofia.expect("Kto tu odpowiada")
    await scene.forward(seconds=16)  # meetings follow their files
    number = number_of_occasion("ksiegi")
    scene.press(scene.zofia, menu, encode("ann_about", number))
    asked = await scene.zofia.expect("Gotowe zdanie")
    assert "start=w_ksiegi" in asked.text
    scene.zofia.send(WORDS)
    await scene.zofia.expect("Ogłoszenie z tematu: warsztaty")
    scene.anna.send("/warsztaty")
    shown = await scene.anna.expect("Księgi bez strachu")
    pressed = await scene.press(scene.anna, shown, encode("ann_about", number)).answered()
    assert "nieaktualne" in pressed["text"]
