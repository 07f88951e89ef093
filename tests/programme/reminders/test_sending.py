"""What is owed of the reminders that have become due, and what people read of it."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import Connection

from bot.parts import putting_together
from bot.programme import reminding
from bot.programme.kinds import kinds, wrong_in
from bot.storage import occurrences, outbox
from bot.storage.database import Database
from tests.programme.reminders.stage import Stage, at, meet, states, write_kinds


async def test_a_reminder_goes_once_however_often_the_sweep_runs(
    sqlite: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> list[str]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-06 12:00")
        stage.pass_through(conn, *["2027-03-04 09:00"] * 3, "2027-03-04 09:01", "2027-03-04 08:59")
        return stage.texts_read()

    assert await sqlite.write(work) == ["meet_2d r:1 2027-03-06 12:00"]


async def test_two_schedulers_at_once_owe_nothing_twice(url: str, stage: Stage) -> None:
    """Two processes over one database, each with a connection of its own, both many times."""

    def begin(conn: Connection) -> None:
        meet(conn, 40)
        for person in range(1, 41):
            for number in range(3):
                stage.plan(conn, "meet", f"r:{person}.{number}", "2027-03-08 12:00", person)
        stage.sweep(conn)
        stage.set("2027-03-06 09:00")

    first = await Database.open(url, alone=False)
    second = await Database.open(url, alone=False)
    try:
        await first.write(begin)
        sweeps = [
            database.write(lambda conn: stage.sweep(conn))
            for _ in range(4)
            for database in (first, second)
        ]
        await asyncio.gather(*sweeps)
        rows = await first.read(lambda conn: outbox.latest(conn, 1000))
    finally:
        await first.close()
        await second.close()
    named = [ident for row in rows for ident in row.params["occurrences"]]
    assert sorted(named) == sorted(set(named))
    assert len(rows) == 120


async def test_a_slower_scheduler_takes_only_what_is_left(
    database: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> tuple[int, int]:
        meet(conn, 2)
        for person in (1, 2):
            stage.plan(conn, "meet", f"r:{person}", "2027-03-08 12:00", person)
        now = at("2027-03-06 09:00")
        return len(occurrences.take(conn, now, 1)), len(occurrences.take(conn, now, 400))

    assert await database.write(work) == (1, 1)


async def test_one_that_cannot_be_owed_leaves_the_others_alone(
    sqlite: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> tuple[list[str], dict[str, str]]:
        meet(conn, 2)
        for person in (1, 2):
            stage.plan(conn, "meet", f"r:{person}", "2027-03-06 12:00", person)
        mine, *_ = occurrences.of_subject(conn, "r:1")
        taken = outbox.Owed(
            f"reminder:{mine.id}:{mine.due_at:%Y%m%d%H%M}", _KIND, "send", "chat:1"
        )
        outbox.owe(conn, taken, at("2026-01-01 12:00"))  # its key stands for something else
        stage.sweep(conn, "2027-03-04 09:00")
        rows = [row for row in outbox.latest(conn, 9) if row.operation == "reminder"]
        return [row.to for row in rows], states(conn, "r:1")

    owed, first = await sqlite.write(work)
    assert owed == ["chat:2"]
    assert first["meet_2d:2d"] == "waiting"


_KIND = reminding.Kind.REMINDER


async def test_what_is_owed_before_quiet_hours_and_not_sent_waits_for_the_morning(
    sqlite: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> list[tuple[str, int, str]]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-06 12:00")
        stage.sweep(conn, "2027-03-04 19:59")
        stage.send(conn, "2027-03-04 20:00")
        stage.send(conn, "2027-03-05 07:59")
        stage.send(conn, "2027-03-05 08:00")
        return stage.read

    read = [("2027-03-05 08:00", 1, "meet_2d r:1 2027-03-06 12:00")]
    assert await sqlite.write(work) == read


async def test_several_of_a_digest_make_one_message_across_subjects(
    database: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> tuple[list[str], int]:
        meet(conn)
        for subject, day in (("d:1", "2027-03-31 23:59"), ("d:2", "2027-03-25 23:59")):
            stage.plan(conn, "term", subject, day, days=(7, 1))
        stage.plan(conn, "term", "d:3", "2027-03-25 23:59", days=(1,))
        stage.pass_through(conn, "2027-03-18 09:00", "2027-03-24 09:00")
        sent = occurrences.sent_between(conn, at("2027-03-01 00:00"), at("2027-04-01 00:00"))
        return stage.texts_read(), len(sent)

    read, counted = await database.write(work)
    assert read == ["term d:2 2027-03-25 23:59", "Razem: term d:1; term d:2; term d:3;"]
    assert counted == 4


async def test_a_digest_of_which_one_is_left_is_that_one_reminder(
    sqlite: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> list[str]:
        meet(conn)
        for subject in ("d:1", "d:2"):
            stage.plan(conn, "term", subject, "2027-03-25 23:59", days=(7,))
        stage.sweep(conn, "2027-03-18 09:00")
        reminding.drop(conn, stage.desk, "d:1")
        stage.send(conn)
        return stage.texts_read()

    assert await sqlite.write(work) == ["term d:2 2027-03-25 23:59"]


async def test_a_digest_too_long_for_a_message_goes_on_in_another(
    sqlite: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> list[int]:
        meet(conn)
        for number in range(30):
            stage.plan(conn, "term", f"d:{number}", "2027-03-25 23:59", days=(7,))
        stage.pass_through(conn, "2027-03-18 09:00")
        return [text.count(";") for text in stage.texts_read()]

    assert await sqlite.write(work) == [12, 12, 6]


async def test_one_morning_of_many_goes_in_portions_that_keep_people_whole(
    sqlite: Database, stage: Stage
) -> None:
    """Each person has three in a digest: none is split, though portions end in between."""

    def begin(conn: Connection) -> None:
        meet(conn, 200)
        for number in range(3):
            for person in range(1, 201):
                subject = f"d:{person}.{number}"
                stage.plan(conn, "term", subject, "2027-03-25 23:59", person, days=(7,))
        stage.set("2027-03-18 09:00")

    def owed(conn: Connection) -> list[int]:
        return [len(row.params["occurrences"]) for row in outbox.latest(conn, 1000)]

    def portion(conn: Connection) -> int:
        return reminding.remind(conn, stage.desk, stage.kinds)

    await sqlite.write(begin)
    portions, between = [], []
    while done := await sqlite.write(portion):
        portions.append(done)
        between.append(len(await sqlite.write(owed, urgent=True)))  # whoever writes meanwhile
    assert portions == [102, 102, 102, 102, 102, 90]
    assert between == [34, 68, 102, 136, 170, 200]
    assert await sqlite.read(owed) == [3] * 200


async def test_a_portion_of_what_is_over_does_not_hold_up_the_next(
    sqlite: Database, stage: Stage
) -> None:
    def work(conn: Connection) -> list[int]:
        meet(conn, 150)
        for person in range(1, 151):
            stage.plan(conn, "meet", f"r:{person}", "2027-03-06 12:00", person)
        stage.set("2027-03-07 09:00")
        return [reminding.remind(conn, stage.desk, stage.kinds) for _ in range(4)]

    done = await sqlite.write(work)
    assert (sum(done), done[-1]) == (300, 0)
    assert done[0] >= 100


async def test_at_one_time_the_nearer_meant_reminder_goes(sqlite: Database, stage: Stage) -> None:
    """A day before, at 19:00, and two hours before 8:30, which is moved to the same 19:00."""
    write_kinds(stage.folder.parent, {"evening": 'of: meet\nbefore: 1 days\nat: "19:00"'})
    kinds.cache_clear()

    def work(conn: Connection) -> list[str]:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-13 08:30")
        stage.pass_through(conn, "2027-03-12 19:00")
        return stage.texts_read()[-1:]

    assert await sqlite.write(work) == ["meet_2h r:1 2027-03-13 08:30"]


# A kind is a file


async def test_a_kind_is_added_by_one_file(sqlite: Database, stage: Stage) -> None:
    """Somebody is signed up already when the file is added: they are reminded, too."""

    def before(conn: Connection) -> None:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-06 12:00")
        stage.sweep(conn)

    def after(conn: Connection) -> list[tuple[str, int, str]]:
        stage.plan(conn, "meet", "r:2", "2027-03-07 12:00")
        stage.pass_through(conn, "2027-03-05 08:59", "2027-03-05 18:00", "2027-03-06 18:00")
        return [one for one in stage.read if "pack" in one[2]]

    await sqlite.write(before)
    text = '---\nof: meet\nbefore: 1 days\nat: "18:00"\n---\nSpakuj się (pack): {{ title }}\n'
    (stage.folder / "pack.j2").write_text(text, encoding="utf-8")
    kinds.cache_clear()  # as a new start does

    assert await sqlite.write(after) == [
        ("2027-03-05 18:00", 1, "Spakuj się (pack): r:1"),
        ("2027-03-06 18:00", 1, "Spakuj się (pack): r:2"),
    ]


async def test_a_kind_that_a_subject_went_without_is_not_forced_on_it_by_another(
    sqlite: Database, stage: Stage
) -> None:
    """Somebody asked for one kind only; a file that has nothing to do with it is added."""

    def before(conn: Connection) -> None:
        meet(conn)
        asked = {name: kind for name, kind in stage.kinds.items() if name != "meet_2d"}
        moment = at("2027-03-06 12:00")
        reminding.plan(conn, stage.desk, "meet", "r:1", 1, moment, only_from=asked)
        stage.sweep(conn)

    def after(conn: Connection) -> list[str]:
        stage.sweep(conn)
        return [one.kind for one in occurrences.of_subject(conn, "r:1")]

    await sqlite.write(before)
    write_kinds(stage.folder.parent, {"other": "of: term\nbefore: 3 days"})
    kinds.cache_clear()
    assert await sqlite.write(after) == ["meet_2h"]


async def test_a_kind_whose_file_is_gone_says_nothing(sqlite: Database, stage: Stage) -> None:
    def before(conn: Connection) -> None:
        meet(conn)
        stage.plan(conn, "meet", "r:1", "2027-03-06 12:00")
        stage.sweep(conn)

    def after(conn: Connection) -> list[str]:
        stage.pass_through(conn, "2027-03-04 09:00", "2027-03-06 10:00")
        return stage.texts_read()

    await sqlite.write(before)
    (stage.folder / "meet_2d.j2").unlink()
    kinds.cache_clear()
    assert await sqlite.write(after) == ["meet_2h r:1 2027-03-06 12:00"]


async def test_a_kind_that_goes_at_another_hour_moves_what_waits(
    sqlite: Database, stage: Stage
) -> None:
    def before(conn: Connection) -> None:
        meet(conn)
        stage.plan(conn, "term", "d:1", "2027-03-31 23:59", days=(7, 1))
        stage.sweep(conn)

    def after(conn: Connection) -> list[str]:
        stage.sweep(conn)
        return [one.local for one in occurrences.of_subject(conn, "d:1")]

    await sqlite.write(before)
    write_kinds(stage.folder.parent, {"term": 'of: term\nbefore: sheet\nat: "11:00"'})
    kinds.cache_clear()
    assert await sqlite.write(after) == ["2027-03-24T11:00", "2027-03-30T11:00"]


def test_shipped_kinds_are_right() -> None:
    assert wrong_in() == []


def test_every_shipped_kind_has_somebody_who_shows_it() -> None:
    assert {kind.of for kind in kinds().values()} <= putting_together.VIEWS.keys()


def test_every_shipped_digest_has_words() -> None:
    named = {kind.digest for kind in kinds().values() if kind.digest is not None}
    assert {f"{name}_digest" for name in named} <= set(reminding.Texts().names())


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ("of: meet", "before"),
        ("", "nothing between"),
        ("of: [meet", "while parsing"),
        ("of: meet\nbefore: 2 weeks", "2 weeks"),
        ("of: meet\nbefore: 0.5 hours", "0.5 hours"),
        ('of: meet\nbefore: 1 days\nat: "20:00"', "quiet"),
        ('of: meet\nbefore: 1 days\nat: "07:59"', "quiet"),
        ("of: meet\nbefore: 1 days\nuseless: soon", "useless"),
        ("of: meet\nbefore: 1 days\nwhen: now", "when"),
        ("of: meet\nbefore: 1 days\nlasts: 2 days", "lasts"),
        ("of: meet\nbefore: missed\nuseless: 2 hours", "useless"),
        ("of: meet\nbefore: 1 days\nmissed: nobody", "nobody"),
        ("of: meet\nbefore: 1 days\nmissed: meet_2h", "meet_2h"),
        ("of: meet\nbefore: 1 days\nmissed: term_over", "term_over"),
    ],
)
def test_a_wrong_kind_is_named_with_what_is_wrong(stage: Stage, fields: str, wrong: str) -> None:
    write_kinds(stage.folder.parent, {"broken": fields})
    kinds.cache_clear()
    with pytest.raises(ValueError, match=f"broken.j2: .*{wrong}"):
        kinds(stage.folder)
    (told,) = wrong_in(stage.folder)
    assert told.startswith(f"{stage.folder}/broken.j2: ")
