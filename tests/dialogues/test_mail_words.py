"""A word written back does what it says, once, for who was asked; nothing else does anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, select

from bot.helpdesk import mail_targets
from bot.office.proxies import handing
from bot.storage import outbox, people, tickets
from bot.storage.mail_tables import mail, mail_file
from tests.dialogues import test_mail
from tests.dialogues.meeting import SMALL, Meeting
from tests.dialogues.scene import UNCOVERED, Scene
from tests.dialogues.test_mail import JAN, come
from tests.office.mail.post_office import PostOffice, letter, text

office, scene = test_mail.office, test_mail.scene

PESEL = "44051401359"


async def test_a_personal_number_is_hidden_wherever_an_e_mail_holds_it(
    scene: Scene, office: PostOffice
) -> None:
    files = [(f"umowa {PESEL}.pdf", b"%PDF-1.7 umowa")]
    long = "Słowo za słowem. " * 205 + f"Mój PESEL to {PESEL}."
    written = f"{UNCOVERED} {long}\n\n-- \nJan, PESEL {PESEL}\n"
    await come(
        scene,
        office,
        letter(
            written, subject=f"PESEL {PESEL}", sender=f"Jan {PESEL} <{JAN}>", files=files, number=1
        ),
    )
    card = await scene.group.expect("#1 🔵")
    scene.ewa.click(card, "Załączniki")
    await scene.settle()
    assert not scene.seen(PESEL)
    names = select(mail_file.c.name, mail_file.c.content)
    kept = await scene.house.database.read(lambda conn: conn.execute(names).all())
    assert len(kept) == 2 and PESEL not in str(kept)

    [receipt] = office.to(JAN)
    assert "wygląda na PESEL" in text(receipt) and "„Pokaż numer doradcy”" in text(receipt)
    assert "Tylko jeden doradca" not in text(receipt)  # letters pass through many hands
    await come(scene, office, letter("Pokaż numer doradcy", answers=receipt, number=2))
    assert "Zapisane" in text(office.to(JAN)[-1])
    assert (await scene.ticket(1)).numbers_shown


async def test_who_withdraws_hears_of_it_and_may_come_back(
    scene: Scene, office: PostOffice
) -> None:
    await come(scene, office, letter(UNCOVERED))
    await scene.group.expect("#1 🔵")
    await scene.settle()
    [receipt] = office.to(JAN)
    automatic = letter("Wycofuję", answers=receipt, number=2, Auto_Submitted="auto-replied")
    await come(scene, office, automatic)
    stranger = letter("Wycofuję", answers=receipt, sender="ktos@obcy.example", number=3)
    await come(scene, office, stranger)
    await scene.settle()
    assert (await scene.ticket(1)).state == "queued" and len(office.to(JAN)) == 1

    await come(scene, office, letter("wycofuję.\n\nJan", answers=receipt, number=4))
    await scene.settle()
    told = office.to(JAN)[-1]
    assert (await scene.ticket(1)).state == "withdrawn"
    assert "jest wycofana" in text(told) and "doszło" not in text(told)
    await come(scene, office, letter("Jednak proszę o odpowiedź", answers=told, number=5))
    await scene.settle()
    assert (await scene.ticket(1)).state == "queued"
    assert "Zapisane" in text(office.to(JAN)[-1]) and len(office.to(JAN)) == 3


async def test_what_needs_a_talk_is_left_to_people(scene: Scene, office: PostOffice) -> None:
    await come(scene, office, letter("Konsultacja", subject="", number=1))
    await scene.group.expect("#1 🔵")
    await scene.settle()
    [told] = office.to(JAN)
    assert "pytanie doszło" in text(told) and "W biurze" not in text(told)

    other = "ala@wies.example"
    await come(scene, office, letter("warsztaty", subject="", sender=other, number=2))
    await scene.settle()
    [shown] = office.to(other)
    assert "Księgi bez strachu" in text(shown) and "wystarczy odpisać, na które" in text(shown)
    assert "Wystarczy odpisać: „" not in text(shown)
    await come(
        scene, office, letter("Na księgi, Ala i Ola", answers=shown, sender=other, number=3)
    )
    await scene.group.expect("#2 🔵.*Na księgi, Ala i Ola")


async def test_a_dispute_is_taken_from_the_answer_to_our_question_only(
    scene: Scene, office: PostOffice
) -> None:
    def ask(conn: Connection) -> None:
        who = people.by_telegram(conn, (1 << 60) + 1)
        assert who is not None
        now = scene.house.clock.now()
        people.start_dialog(conn, who.id, "advice_wrong", {"card": 1}, now, handing.LASTS)

    await come(scene, office, letter(UNCOVERED))
    await scene.group.expect("#1 🔵")
    await scene.house.database.write(ask)
    again = letter("Czy wójt może nam odmówić traktora na dożynki?", number=2)
    await come(scene, office, again)
    await scene.group.expect("#2 🔵|odmówić traktora")
    await scene.settle()
    who = await scene.house.database.read(lambda conn: people.by_telegram(conn, (1 << 60) + 1))
    assert who is not None and who.dialog == "advice_wrong"


async def test_an_old_letter_tells_nothing_of_a_case_that_was_handed_over(
    scene: Scene, office: PostOffice
) -> None:
    await scene.meet_anna()
    await come(scene, office, letter(UNCOVERED))
    card = await scene.group.expect("#1 🔵")
    await scene.settle()
    [receipt] = office.to(JAN)

    def take(conn: Connection) -> None:
        anna = people.by_telegram(conn, scene.anna.id)
        assert anna is not None
        desk = scene.house.services.desk("taken")
        handing._take(conn, desk, anna, tickets.get(conn, 1))

    await scene.house.database.write(take)
    scene.ewa.send("Tylko dla Anny.", reply_to=card)
    await scene.anna.expect("Tylko dla Anny")
    await come(scene, office, letter("Wycofuję", answers=receipt, number=2))
    await come(
        scene, office, letter("A co z tą sprawą?", answers=receipt, subject="Re: x", number=3)
    )
    await scene.group.expect("#2.*powołuje się na sprawę #1")
    await scene.settle()
    assert (await scene.ticket(1)).state == "claimed"
    assert "Tylko dla Anny" not in "".join(text(one) for one in office.to(JAN))


async def test_what_follows_from_somebody_elses_letter_counts_for_nobody(
    scene: Scene, office: PostOffice
) -> None:
    await come(scene, office, letter(UNCOVERED))
    await scene.settle()

    def looked(conn: Connection) -> tuple[bool, bool, bool]:
        ident = conn.execute(select(mail.c.id)).scalar_one()
        latest = outbox.latest(conn, 100)
        [row] = [
            one for one in latest if one.to.startswith("mail:") and one.key.endswith(f":m{ident}")
        ]
        other = replace(row, to="mail:77")
        unknown = replace(row, key="x:m99")
        given = (row, other, unknown)
        first, second, third = (mail_targets.is_automatic(conn, one) for one in given)
        return first, second, third

    assert await scene.house.database.read(looked) == (True, False, False)


async def test_a_seat_given_back_by_a_word_is_offered_and_taken_by_another(
    scene: Scene, office: PostOffice
) -> None:
    ola = "ola@wies.example"
    meeting = Meeting(scene, SMALL)
    await scene.forward(seconds=20)
    jans = await meeting.list_up("Jan Nowak", channel="email", email=JAN)
    await meeting.list_up("Ala", channel="email", email="ala@wies.example")
    olas = await meeting.list_up("Ola", seat=False, channel="email", email=ola)
    await scene.forward(seconds=40)
    await meeting.until((await meeting.row()).starts_at - timedelta(days=2))
    await scene.forward(hours=1)
    asked = office.to(JAN)[-1]
    await come(scene, office, letter("Nie dam rady.\n\nJan", answers=asked, number=5))
    await scene.forward(seconds=40)
    assert (await meeting.registration(jans)).state == "left"
    assert "Miejsce zwolnione" in text(office.to(JAN)[-1])

    offered = office.to(ola)[-1]
    assert "Zwolniło się miejsce" in text(offered) and "„Biorę” albo „Rezygnuję”" in text(offered)
    stolen = letter("Biorę", answers=offered, sender="ktos@obcy.example", number=6)
    await come(scene, office, stolen)
    assert (await meeting.registration(olas)).state == "offered"
    await come(scene, office, letter("Biorę!", answers=offered, sender=ola, number=7))
    assert (await meeting.registration(olas)).state == "seated"
    count = len(office.to(ola))
    await meeting.ends(days=2)  # nobody is asked by letter for what is answered by tapping
    assert not [one for one in office.to(ola)[count:] if "pytania" in text(one)]


async def test_what_comes_with_a_confidential_letter_goes_to_who_has_it(
    scene: Scene, office: PostOffice
) -> None:
    scene.ewa.start()
    await come(scene, office, letter(UNCOVERED, files=[("list.pdf", b"%PDF-1.7 tajne")]))
    await scene.group.expect("#1 🔵")
    await scene.settle()
    [receipt] = office.to(JAN)

    def hide(conn: Connection) -> None:
        tickets.set_fields(conn, 1, confidential=True)
        people.set_fields(conn, tickets.get(conn, 1).person_id, phone="601000000")

    await scene.house.database.write(hide)
    more = [("skan.pdf", b"%PDF-1.7 skan")]
    await come(scene, office, letter("Dodaję skan.", answers=receipt, number=2, files=more))
    await come(scene, office, test_mail.returned(receipt))
    card = await scene.group.expect("#1.*sprawa poufna")
    scene.ewa.click(card, "Biorę")
    await scene.ewa.expect("Sprawa poufna #1")
    await scene.settle()
    assert [one.kind for one in scene.ewa.messages].count("document") == 2
    assert "document" not in [one.kind for one in scene.group.messages()]
    told = [one.text for one in scene.group.messages() if "list do pytającego wrócił" in one.text]
    assert len(told) == 1 and "601000000" not in told[0] and "nie znamy" not in told[0]


async def test_the_closing_letter_is_confirmed_with_its_words(
    scene: Scene, office: PostOffice
) -> None:
    await come(scene, office, letter(UNCOVERED))
    card = await scene.group.expect("#1 🔵")
    scene.ewa.send("Tak, w asyście straży.", reply_to=card)
    await scene.group.expect("Ostatnia odpowiedź: wysłana")
    scene.ewa.click(await scene.group_message(card), "Zamknij")
    panel = await scene.group.expect("Karta porady do sprawy #1")
    for label in ("30 min", "Wystaw kartę"):
        scene.ewa.click(panel, label)
        await scene.settle()
    closing = office.to(JAN)[-1]
    assert closing["Subject"] == "Sprawa #1: porada 30 min. [#1]"
    assert "„Potwierdzam, pomogło”" in text(closing)
    forged = letter("Potwierdzam, pomogło", answers=closing, sender="x@obcy.example", number=2)
    await come(scene, office, forged)
    assert (await scene.ticket(1)).rating is None
    await come(scene, office, letter("Potwierdzam pomogło", answers=closing, number=3))
    await scene.settle()
    assert (await scene.ticket(1)).rating == 3
    assert "Dziękujemy za potwierdzenie" in text(office.to(JAN)[-1])
