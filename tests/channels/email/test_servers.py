"""The channel against real servers: round trips, servers that are away, kills, new numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.channels.email.mailbox import ImapMailbox, MailboxAway
from bot.channels.email.posting import MailChannel
from bot.domain.outgoing import Command, Letter
from bot.settings.mail import MailSettings
from bot.storage import mail
from bot.storage.database import Database
from tests.channels.email.servers import Imap, Smtp, dovecot, imap, smtp
from tests.dialogues.conftest import stage
from tests.office.mail.post_office import OURS, letter, text

TODAY = date(2026, 11, 24)
QUESTION = "Czy stary traktor z remizy może jechać w paradzie przez miasto?"
needs_dovecot = pytest.mark.skipif(dovecot() is None, reason="needs Dovecot (dovecot-imapd)")


@pytest.fixture
def out() -> Iterator[Smtp]:
    with smtp() as server:
        yield server


@pytest.fixture
def box() -> Iterator[Imap]:
    with imap() as server:
        yield server


def settings(out: Smtp, box: Imap | None = None) -> MailSettings:
    return MailSettings(OURS, box.server if box else out.server, out.server, "tajne")


def channel(given: MailSettings) -> MailChannel:
    async def no_file(file_id: str) -> bytes | None:
        return None

    return MailChannel(given, "Fundacja", lambda: datetime.now(UTC), no_file, str)


def command(to: str = "jan@wies.example") -> Command:
    words = "Zażółć gęślą jaźń. " * 20
    return Command(
        "mail",
        5,
        letter=Letter(
            7, to, "Odpowiedź ąę", words, f"<p>{words}</p>", "<o7.0@x.example>", OURS, OURS, True
        ),
    )


async def test_what_the_server_says_decides_what_becomes_of_an_e_mail(out: Smtp) -> None:
    ours = channel(settings(out))

    sent = await ours.carry_out(command())
    assert (sent.status, sent.message_ids) == ("sent", (7,))
    [(to, message)] = out.handler.taken
    assert to == "jan@wies.example" and message["Subject"] == "Odpowiedź ąę"
    assert "Zażółć gęślą jaźń." in text(message) and message["Message-ID"] == "<o7.0@x.example>"
    assert await ours.there()

    out.handler.answers = {"rcpt": "550 5.1.1 no such user"}
    assert (await ours.carry_out(command())).reason == "mail_refused"
    out.handler.answers = {"rcpt": "451 4.7.1 later"}
    later = await ours.carry_out(command())
    assert (later.status, later.retry_after is not None) == ("retry", True)
    out.handler.answers = {"data": "554 5.7.1 spam"}
    spam = await ours.carry_out(command())
    assert (spam.status, spam.reason) == ("refused", "mail_rejected")
    out.handler.answers = {}
    out.handler.breaks_after_data = True
    assert (await ours.carry_out(command())).status == "uncertain"

    out.stop()
    assert (await ours.carry_out(command())).status == "retry"
    assert not await ours.there()


async def test_a_server_that_refuses_our_sign_or_us_refuses_nobody_else(out: Smtp) -> None:
    ours, signed = channel(settings(out)), command()
    assert signed.letter is not None
    sender = OURS.replace("@", "+o7.0123456789abcdef@")
    signed = replace(signed, letter=replace(signed.letter, sender=sender))
    out.handler.answers = {"mail": "553 5.7.1 sender not owned"}
    assert (await ours.carry_out(signed)).status == "sent"
    assert out.handler.senders == [OURS]
    out.handler.answers["plain"] = "553 5.7.1 nor this one"
    for result in (await ours.carry_out(signed), await ours.carry_out(command())):
        assert (result.status, result.reason) == ("retry", "mail_sender")
        assert result.retry_after is not None


async def test_nobody_adds_a_header_by_a_line_break(out: Smtp) -> None:
    ours = channel(settings(out))
    evil = command("jan@wies.example\r\nBcc: ktos@obcy.example")
    assert (await ours.carry_out(evil)).status == "refused"
    assert out.handler.taken == []


async def test_a_wrong_password_loses_nothing(out: Smtp) -> None:
    given = MailSettings(OURS, out.server, out.server, "nie to")
    assert (await channel(given).carry_out(command())).status == "retry"


@needs_dovecot
async def test_a_mailbox_is_read_once_and_its_e_mails_then_count_as_read(
    out: Smtp, box: Imap
) -> None:
    box.put(letter("Pierwszy", number=1))
    mailbox = ImapMailbox(settings(out, box))
    first = await mailbox.look(None, TODAY)
    [one] = await mailbox.fetch(first.uids, first.to.validity)
    assert b"Pierwszy" in one.raw and one.whole == len(one.raw)
    again = await mailbox.look(None, TODAY)
    assert again.uids == first.uids  # not stored yet, so still there
    await mailbox.seen(first.uids)
    assert box.flags() == ["S"]
    assert (await mailbox.look(first.to, TODAY)).uids == ()
    box.put(letter("Drugi", number=2))
    assert len((await mailbox.look(first.to, TODAY)).uids) == 1
    await mailbox.close()
    box.stop()
    with pytest.raises(MailboxAway):
        await mailbox.look(first.to, TODAY)
    box.start()
    assert len((await mailbox.look(first.to, TODAY)).uids) == 1
    await mailbox.close()


@needs_dovecot
async def test_a_question_goes_in_and_its_answer_out_and_nothing_comes_twice(
    out: Smtp, box: Imap, moved_in: Path
) -> None:
    secret = moved_in / "mail_password"
    secret.write_text("tajne")
    for number in range(25):  # more than are fetched at once
        box.put(letter(f"{QUESTION} ({number})", number=number, sender=f"j{number}@wies.example"))
    async with stage(
        moved_in,
        forum=True,
        mail_address=OURS,
        mail_imap=f"imap://pomoc@127.0.0.1:{box.port}/INBOX",
        mail_smtp=f"smtp://pomoc@127.0.0.1:{out.port}",
        mail_password_file=str(secret),
    ) as scene:
        await scene.link(topics=7)
        await scene.settle()
        opened = await scene.ticket_count()
        told = [to for to, _message in out.handler.taken if "+proba" not in to]
        assert (opened, sorted(told)) == (25, sorted(f"j{n}@wies.example" for n in range(25)))

        for _ in range(3):
            box.number_anew()
            await scene.settle()
        assert await scene.ticket_count() == 25
        assert len([to for to, _message in out.handler.taken if "+proba" not in to]) == 25

        out.stop()
        box.stop()
        await scene.settle()
        out.start()
        box.start()
        receipt = next(message for to, message in out.handler.taken if to == "j3@wies.example")
        further = letter("Co dalej?", number=99, sender="j3@wies.example", answers=receipt)
        box.put(further)
        await scene.forward(minutes=2)
        await scene.forward(minutes=2)
        assert await scene.ticket_count() == 25
        assert "dopisany" in text(out.handler.taken[-1][1])


@needs_dovecot
async def test_a_kill_between_fetching_and_storing_loses_nothing(
    out: Smtp, box: Imap, sqlite: Database
) -> None:
    box.put(letter(QUESTION))
    given, now = settings(out, box), datetime.now(UTC)
    killed = ImapMailbox(given)
    looked = await killed.look(None, TODAY)
    await killed.fetch(looked.uids, looked.to.validity)
    await killed.close()  # and nothing of it was stored

    after = ImapMailbox(given)
    for _ in range(2):  # stored, and killed before the mailbox was told: then fetched once more
        known = await sqlite.read(mail.how_far)
        looked = await after.look(known, TODAY)
        found = await after.fetch(looked.uids, looked.to.validity)
        new = await sqlite.write(lambda conn, found=found: mail.store(conn, found, now))
    assert (len(found), new) == (1, 0)
    assert (await sqlite.read(mail.next_new)) is not None
    await after.close()


async def test_without_servers_the_house_still_lives(moved_in: Path) -> None:
    secret = moved_in / "mail_password"
    secret.write_text("tajne")
    async with stage(
        moved_in,
        forum=True,
        mail_address=OURS,
        mail_imap="imap://pomoc@127.0.0.1:1",
        mail_smtp="smtp://pomoc@127.0.0.1:1",
        mail_password_file=str(secret),
    ) as scene:
        await scene.link(topics=7)
        await scene.meet_anna()
        await scene.card()
