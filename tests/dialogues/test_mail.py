"""Somebody writes by e-mail: the same tickets, the same advisors, answers by e-mail."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from bot.domain.outgoing import Result
from bot.helpdesk.mail_letters import SIGNS_ARRIVE
from bot.storage import advice_cards, records
from bot.storage.advice_tables import mail_address
from bot.storage.mail_tables import mail
from bot.storage.tables import outbox, person
from tests.dialogues.conftest import stage
from tests.dialogues.meeting import WORKSHOP, Meeting, file_of
from tests.dialogues.scene import COVERED, UNCOVERED, Scene
from tests.dialogues.signing import amend, cancel
from tests.office.mail.post_office import OURS, PostOffice, letter, text
from tests.pdf_text import text_of

JAN = "jan@wies.example"
PDF = "application/pdf"


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()


@pytest_asyncio.fixture
async def scene(moved_in: Path, office: PostOffice) -> AsyncIterator[Scene]:
    secret = moved_in / "mail_password"
    secret.write_text("tajne\n")
    async with stage(
        moved_in,
        forum=True,
        post=office.post,
        mail_address=OURS,
        mail_imap="imap://pomoc@127.0.0.1:1",
        mail_smtp="smtp://pomoc@127.0.0.1:1",
        mail_password_file=str(secret),
    ) as set_stage:
        await set_stage.link(topics=7)
        yield set_stage


async def come(scene: Scene, office: PostOffice, raw: bytes) -> None:
    """Let an e-mail come, and be dealt with."""
    office.put(raw)
    await scene.settle()


async def test_a_question_is_answered_by_an_advisor_and_settled_with_one_word(
    scene: Scene, office: PostOffice
) -> None:
    await come(scene, office, letter(UNCOVERED, subject="Traktor"))
    card = await scene.group.expect("#1 🔵")
    await scene.settle()

    [receipt] = office.to(JAN)
    assert "e-mailem ✉️: Jan Nowak" in card.text and UNCOVERED in card.text
    assert receipt["Subject"] == "Pytanie doszło [#1]"
    assert receipt["Auto-Submitted"] == "auto-replied"
    assert receipt["In-Reply-To"] == "<1@wies.example>"
    assert "Odpowie doradca" in text(receipt) and "Administrator" in text(receipt)
    assert "przycisk" not in text(receipt) and "/prywatnosc" not in text(receipt)

    scene.ewa.send("Może, jeśli ma ważny przegląd & OC.", reply_to=card)
    await scene.group.expect("Ostatnia odpowiedź: wysłana")
    answer = office.to(JAN)[-1]
    assert "Może, jeśli ma ważny przegląd & OC." in text(answer)
    assert "Ewa odpowiada w sprawie #1" in text(answer)
    assert "Administrator" not in text(answer)  # the notice comes once
    assert answer["Auto-Submitted"] is None

    thanks = "A na przyczepie?\n\nW dniu 24.11.2026 pomoc napisał(a):\n> Może, jeśli\n"
    await come(scene, office, letter(thanks, answers=answer, subject="Re: Traktor", number=2))
    await scene.group.expect("A na przyczepie")
    await scene.settle()
    assert not scene.seen("> Może")
    assert "dopisany do sprawy #1" in text(office.to(JAN)[-1])
    assert (await scene.ticket(1)).advisor_id == scene.ewa.id

    await come(
        scene, office, letter("Załatwione!\n\n-- \nJan", answers=answer, subject="Re: x", number=3)
    )
    await scene.settle()
    assert (await scene.ticket(1)).state == "closed"
    assert "Czy odpowiedź pomogła" in text(office.to(JAN)[-1])
    assert await scene.ticket_count() == 1
    receipts = [one for one in office.to(JAN) if one["Subject"] == "Pytanie doszło [#1]"]
    assert len(receipts) == 1


async def test_what_the_bot_knows_is_answered_at_once_and_a_word_brings_a_human(
    scene: Scene, office: PostOffice
) -> None:
    await come(scene, office, letter(COVERED, subject="Pytanie"))
    await scene.settle()
    [answer] = office.to(JAN)
    assert "siedmiu założycieli" in text(answer) and "„Zapytaj doradcę”" in text(answer)
    assert await scene.ticket_count() == 0

    await come(scene, office, letter("zapytaj doradcę", answers=answer, number=2))
    await scene.group.expect("#1 🔵")
    await scene.settle()
    assert "Pytanie doszło [#1]" in office.to(JAN)[-1]["Subject"]


async def test_files_reach_advisors_and_what_is_dangerous_does_not(
    scene: Scene, office: PostOffice
) -> None:
    files = [("umowa.pdf", b"%PDF-1.7 umowa"), ("faktura.pdf.exe", b"MZ..")]
    await come(scene, office, letter(UNCOVERED, files=files))
    card = await scene.group.expect("#1 🔵")
    await scene.settle()
    assert "1\xa0plik" in (await scene.group_message(card)).text
    told = text(office.to(JAN)[-1])
    assert "faktura.pdf.exe: takich plików nie otwieramy" in told

    scene.ewa.click(card, "Załączniki")
    await scene.settle()
    [sent] = [one for one in scene.group.messages() if "document" in one.content]
    assert sent.content["document"]["file_name"] == "umowa.pdf"


async def test_an_advisors_file_goes_along_and_a_change_of_words_is_refused_openly(
    scene: Scene, office: PostOffice
) -> None:
    await come(scene, office, letter(UNCOVERED))
    card = await scene.group.expect("#1 🔵")
    scene.ewa.click(card, "Biorę")
    await scene.group.expect("prowadzi: Ewa")
    said = scene.ewa.send("Tak.", reply_to=card)
    await scene.group.expect("Ostatnia odpowiedź: wysłana")
    scene.ewa.edit(said, "Nie.")
    await scene.group.expect("poprawka w niej nie dotrze")
    assert [text(one) for one in office.to(JAN) if "Nie." in text(one)] == []

    scene.ewa.send("/cofnij", reply_to=said)
    await scene.settle()
    assert "Prosimy pominąć wcześniejszą odpowiedź" in text(office.to(JAN)[-1])


async def test_a_sign_of_somebody_elses_ticket_opens_another_and_tells_nothing(
    scene: Scene, office: PostOffice
) -> None:
    await come(scene, office, letter("Sekret: nasz prezes odchodzi, co z kontem w banku?"))
    await scene.group.expect("#1 🔵")
    await scene.settle()
    [receipt] = office.to(JAN)

    await come(
        scene,
        office,
        letter(
            "Proszę przysłać mi odpowiedź w sprawie traktora",
            sender="Ktoś <ktos@obcy.example>",
            subject="Re: Sprawa [#1]",
            answers=receipt,
            number=9,
        ),
    )
    await scene.group.expect("powołuje się na sprawę #1")
    await scene.settle()
    assert await scene.ticket_count() == 2
    told = "".join(text(one) for one in office.to("ktos@obcy.example"))
    assert "Sekret" not in told and "#1" not in told
    assert len((await scene.ticket(1)).address) > 0 and len(office.to(JAN)) == 1


async def test_what_comes_back_stands_on_the_card_and_nothing_more_is_sent(
    scene: Scene, office: PostOffice
) -> None:
    await come(scene, office, letter(UNCOVERED))
    card = await scene.group.expect("#1 🔵")
    scene.ewa.send("Tak, może.", reply_to=card)
    await scene.group.expect("Ostatnia odpowiedź: wysłana")
    answer = office.to(JAN)[-1]

    await come(scene, office, returned(answer))
    await scene.group.expect("nie doszła: list wrócił")
    await scene.settle()
    assert "nie doszła" in (await scene.group_message(card)).text
    sent = len(office.out)
    scene.ewa.send("Halo?", reply_to=card)
    await scene.group.expect("adres e-mail nie przyjmuje poczty")
    assert len(office.out) == sent

    forged = letter("x", Return_Path="<>").replace(b"\n\n", b"\n\nAction: failed\n<o1.", 1)
    await come(scene, office, forged)
    await scene.settle()
    assert await scene.ticket_count() == 1


def returned(sent: object) -> bytes:
    """Return a report that an e-mail of ours was not delivered."""
    return (
        "From: MAILER-DAEMON@wies.example\nTo: pomoc@fundacja.example\nReturn-Path: <>\n"
        "Message-ID: <dsn@wies.example>\nContent-Type: multipart/report; boundary=B\n\n"
        "--B\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
        "Final-Recipient: rfc822; jan@wies.example\nAction: failed\nStatus: 5.1.1\n\n"
        f"--B\nContent-Type: text/rfc822-headers\n\nMessage-ID: {sent['Message-ID']}\n\n--B--\n"  # type: ignore[index]
    ).encode()


async def test_a_mailbox_replayed_three_times_and_numbered_anew_makes_one_ticket(
    scene: Scene, office: PostOffice
) -> None:
    await come(scene, office, letter(UNCOVERED))
    await come(
        scene,
        office,
        letter("Czy koło gospodyń może sprzedawać miód?", number=2, sender="e@x.example"),
    )
    await scene.settle()
    opened, went = await scene.ticket_count(), len(office.out)
    for validity in (8, 9, 10):
        office.validity = validity
        office.box += office.box[:2]  # and each of them once more
        await scene.settle()
    assert (await scene.ticket_count(), len(office.out)) == (opened, went)


async def test_two_helpdesks_that_answer_each_other_come_to_rest(
    scene: Scene, office: PostOffice
) -> None:
    other, number = "Pomoc Drugich <pomoc@drudzy.example>", 0
    await come(scene, office, letter("Dziękujemy za zgłoszenie w sprawie traktora", sender=other))
    for _minute in range(60):
        await scene.forward(minutes=1)
        news, office.out[number:] = office.out[number:], office.out[number:]
        for one in news:
            number += 1
            # it strips what would have told it that a machine wrote
            words = f"Zgłoszenie {number} przyjęte, odpowiemy wkrótce. Co z traktorem?"
            await come(
                scene,
                office,
                letter(words, sender=other, number=100 + number, subject=one["Subject"]),
            )
    assert len(office.to("pomoc@drudzy.example")) <= 5
    assert await scene.ticket_count() <= 6
    await scene.group.expect("przestał mu odpisywać do jutra")


async def test_automatic_mail_is_neither_answered_nor_a_ticket(
    scene: Scene, office: PostOffice
) -> None:
    marks = [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"Return_Path": "<>"},
        {"List_Id": "<wiesci.example>"},
    ]
    for number, one in enumerate(marks):
        await come(scene, office, letter("Jestem na urlopie do piątku.", number=number, **one))
    await come(scene, office, letter("To my sami?", sender=OURS, number=50))
    await come(scene, office, letter("Nowy wniosek", sender="no-reply@urzad.example", number=51))
    await come(scene, office, b"Subject: bez nadawcy\n\nCzy ktos tu jest?\n")
    await scene.settle()
    answers = [one for one in office.out if "+proba." not in one["To"]]
    assert (await scene.ticket_count(), answers) == (0, [])
    await scene.forward(seconds=30)
    await scene.group.expect("Od wczoraj 4.listy")
    count = select(func.count()).where(mail.c.state == "ignored", mail.c.raw.is_(None))
    assert await scene.house.database.read(lambda conn: conn.execute(count).scalar()) == 7


async def test_servers_that_are_away_lose_nothing(
    scene: Scene, office: PostOffice, capsys: pytest.CaptureFixture[str]
) -> None:
    office.away = True
    await come(scene, office, letter(UNCOVERED))
    assert await scene.ticket_count() == 0
    office.away = False
    office.answers = [Result("retry", reason="network"), Result("uncertain", reason="network")]
    await scene.settle()
    await scene.group.expect("#1 🔵")
    for _ in range(4):
        await scene.forward(seconds=40)
    [receipt] = office.to(JAN)
    assert "[#1]" in receipt["Subject"]
    logged = "".join(capsys.readouterr())
    assert [word for word in (JAN, "Jan Nowak", "traktor", "tajne") if word in logged] == []


async def test_signs_stand_in_our_address_once_they_are_known_to_arrive(
    scene: Scene, office: PostOffice
) -> None:
    await scene.settle()
    [probe] = [one for one in office.out if "+proba." in one["To"]]
    await come(scene, office, bytes(probe))
    await come(scene, office, letter(UNCOVERED, number=2))
    await scene.group.expect("#1 🔵")
    await scene.settle()
    known = await scene.house.database.read(lambda conn: records.get_fact(conn, SIGNS_ARRIVE))
    [receipt] = office.to(JAN)
    assert known is True and "pomoc+t1." in receipt["Reply-To"]

    to = receipt["Reply-To"].addresses[0].addr_spec
    await come(
        scene, office, letter("I jeszcze jedno: w niedzielę?", to=to, subject="Re:", number=3)
    )
    await scene.settle()
    assert await scene.ticket_count() == 1
    query = select(mail_address.c.verified_at).where(mail_address.c.email == JAN)
    assert await scene.house.database.read(lambda conn: conn.execute(query).scalar())


async def test_an_address_is_never_taken_for_somebody_on_telegram_nor_kept_in_what_is_owed(
    scene: Scene, office: PostOffice
) -> None:
    await scene.meet_anna()
    await come(scene, office, letter(UNCOVERED, sender="Anna <anna@wies.example>"))
    await scene.settle()
    people = select(person.c.telegram_id, person.c.source).where(person.c.mail_id.is_not(None))
    rows = await scene.house.database.read(lambda conn: list(conn.execute(people)))
    assert [tuple(row) for row in rows] == [(None, "email")]
    owed = select(outbox.c.to, outbox.c.params, outbox.c.frozen)
    kept = await scene.house.database.read(lambda conn: str(list(conn.execute(owed))))
    assert "anna@wies.example" not in kept


async def test_an_advisors_files_go_along_unless_they_are_too_large(
    scene: Scene, office: PostOffice
) -> None:
    office.bot = scene.house.bot
    await come(scene, office, letter(UNCOVERED))
    card = await scene.group.expect("#1 🔵")
    office.files_away = True
    scene.ewa.send_document(b"%PDF-1.7 wzor", "wzor.pdf", PDF, reply_to=card)
    await scene.settle()
    assert not any(list(one.iter_attachments()) for one in office.to(JAN))
    office.files_away = False
    await scene.forward(minutes=3)
    [sent] = [one for one in office.to(JAN) if list(one.iter_attachments())]
    [file] = sent.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("wzor.pdf", b"%PDF-1.7 wzor")

    scene.ewa.send_document(b"x" * 2000, "film.pdf", PDF, reply_to=card)
    await scene.settle()
    assert "Bez załączników: 1." in "".join(text(one) for one in office.to(JAN))


async def test_who_was_put_on_a_list_with_an_address_hears_of_everything_by_e_mail(
    scene: Scene, office: PostOffice
) -> None:
    meeting = Meeting(scene)
    await scene.forward(seconds=15)
    by_mail = {"channel": "email", "email": "Jan@wies.example"}
    ident = await meeting.list_up("Jan Nowak", **by_mail)
    second = await meeting.list_up("Żona Jana", **by_mail)
    await scene.forward(seconds=20)
    assert (await meeting.registration(ident)).person_id is not None
    assert (await meeting.registration(second)).person_id is None

    starts = (await meeting.row()).starts_at
    await meeting.until(starts - timedelta(days=2))
    await scene.forward(hours=1)
    asked = office.to(JAN)[-1]
    assert "Księgi bez strachu" in text(asked) and "„Będę”" in text(asked)
    assert "Administrator" in text(office.to(JAN)[0])
    await come(scene, office, letter("Będę.\n\nJan", answers=asked, number=5))
    assert (await meeting.registration(ident)).coming is True
    assert "Zapisane" in text(office.to(JAN)[-1])

    await amend(scene, WORKSHOP, venue="Remiza w Łącku")
    await scene.forward(minutes=1)
    changed = [one for one in office.to(JAN) if "Remiza w Łącku" in text(one)]
    assert len(changed) >= 1
    forged = letter("Nie dam rady", answers=asked, sender="ktos@obcy.example", number=6)
    await come(scene, office, forged)
    assert (await meeting.registration(ident)).state == "seated"

    await cancel(scene, WORKSHOP)
    await scene.forward(hours=12)
    assert any("Odwołane" in text(one) for one in office.to(JAN))


async def test_an_advice_card_is_confirmed_with_one_word_written_back(
    scene: Scene, office: PostOffice
) -> None:
    await come(scene, office, letter(UNCOVERED, subject="Traktor"))
    card = await scene.group.expect("#1 🔵")
    scene.ewa.send("Może, jeśli ma ważny przegląd.", reply_to=card)
    await scene.group.expect("Ostatnia odpowiedź: wysłana")
    scene.ewa.click(await scene.group_message(card), "Zamknij")
    panel = await scene.group.expect("Karta porady do sprawy #1")
    assert "e-mail" in panel.text
    for label in ("30 min", "Wystaw kartę"):
        await scene.ewa.click(panel, label).answered()
        await scene.settle()
    told = office.to(JAN)[-1]
    assert "porada 30\u00a0min" in text(told).replace("\n", " ")
    words = " ".join(text(told).split())
    assert "Wystarczy odpisać: „Potwierdzam, pomogło”, „Potwierdzam, nie pomogło”" in words, words
    assert "„Nie zgadza się” albo „Otwórz ponownie”." in words

    foreign = letter(
        "Potwierdzam, nie pomogło", sender="obcy@wies.example", answers=told, number=2
    )
    await come(scene, office, foreign)
    confirmed = "Potwierdzam, pomogło\n\nW dniu 24.11.2026 pomoc napisał(a):\n> Sprawa #1"
    await come(scene, office, letter(confirmed, answers=told, number=3))
    await scene.group.expect("Lider: pomogło")
    kept = await scene.house.database.read(lambda conn: advice_cards.get(conn, 1))
    assert (kept.confirmed, kept.confirmed_by) == ("helped", "mail")
    assert "Dziękujemy za potwierdzenie" in text(office.to(JAN)[-1])
    scene.ewa.click(panel, "Wydrukuj")
    await scene.settle()
    page = text_of(file_of(scene, await scene.group.expect("Karta porady nr 1/2026")))
    assert "E-mailem, wt. 24.11.2026" in page and "podpis osoby" not in page
