"""Who may do what: every button and command, by everybody, in every state of a ticket.

The table `MAY` is the expectation; what it does not allow must change no row and tell nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from telegram.ext import CommandHandler

from bot.channels.telegram import leader
from bot.channels.telegram.permissions import GROUP_COMMANDS, HANDLERS, LEADER_COMMANDS
from bot.domain.callbacks import encode
from bot.helpdesk import permissions, presses
from bot.helpdesk.permissions import Who
from tests.channels.telegram import rehearsal as stage
from tests.channels.telegram.rehearsal import Outcome, Rehearsal

STATES = ("queued", "claimed", "waiting", "closed", "withdrawn")
OPEN = ("queued", "claimed", "waiting")
HELD = ("claimed", "waiting")
OVER = ("closed", "withdrawn")

#: Role -> who acts, and where they see the buttons of the private chat and of the group.
ROLES = {
    "the leader who asked": (stage.ASKER, stage.ASKER, stage.ASKER),
    "another leader": (stage.STRANGER, stage.STRANGER, stage.STRANGER),
    "the leader, in the group": (stage.ASKER, stage.GROUP_ID, stage.GROUP_ID),
    "the holder": (stage.HOLDER, stage.HOLDER, stage.GROUP_ID),
    "another advisor": (stage.OTHER, stage.OTHER, stage.GROUP_ID),
    "a coordinator in the group": (stage.LEAD, stage.LEAD, stage.GROUP_ID),
    "an ex-advisor": (stage.EX, stage.EX, stage.GROUP_ID),
    "a member of a foreign group": (stage.FOREIGNER, stage.FOREIGNER, stage.FOREIGN_ID),
    "an anonymous administrator": (stage.ANONYMOUS, stage.GROUP_ID, stage.GROUP_ID),
    "a channel": (stage.CHANNEL, stage.GROUP_ID, stage.GROUP_ID),
    "a bot": (stage.ROBOT, stage.GROUP_ID, stage.GROUP_ID),
    "the coordinator, in private": (stage.COORDINATOR,) * 3,
}
OWNER, HOLDER, OTHER = "the leader who asked", "the holder", "another advisor"
LEAD = "a coordinator in the group"
MEMBERS = (HOLDER, OTHER, LEAD)
OTHERS = (OTHER, LEAD)  # besides the holder, who wrote what is to be decided about


@dataclass(frozen=True)
class May:
    """What row a button points to, in which states it is offered, and to whom."""

    row: str
    states: tuple[str, ...]
    roles: tuple[str, ...]
    free: tuple[str, ...] = ()  # who else may, while nobody holds the ticket
    on: int = stage.CARD
    rev: int | None = None  # of the row, where the button carries it


def leaders(row: str, *states: str) -> May:
    return May(row, states or STATES, (OWNER,), on=stage.RECEIPT)


MAY: dict[str, May] = {
    "need_now": leaders("ticket", *OPEN),
    "topic_accounting": leaders("ticket", *OPEN),
    "topics": leaders("ticket", *OPEN),
    "further": leaders("ticket", *OPEN),
    "behalf": leaders("ticket", *OPEN),
    "behalf_to": May("ticket", (), (), on=stage.RECEIPT),  # without a choice there is none
    "back": leaders("ticket", *OPEN),
    **dict.fromkeys(("numbers_show", "numbers_hide", "numbers_remove"), leaders("ticket")),
    **dict.fromkeys(("secret", "secret_on", "secret_off"), leaders("ticket", *OPEN)),
    **dict.fromkeys(("secret_young", "secret_adult"), leaders("ticket", *OPEN)),
    "call": leaders("ticket", *OPEN),
    "call_noon": leaders("ticket"),
    "withdraw": leaders("ticket", *OPEN),
    "restore": leaders("ticket", *OVER),
    "reopen": leaders("ticket", *OVER),
    "append": leaders("ticket"),
    "merge": leaders("ticket", "queued", "claimed"),
    "solved": leaders("ticket", *OPEN),
    "rate_good": leaders("ticket", "closed"),
    "case": leaders("ticket"),
    "share": May("ticket", (), ()),  # nobody on this stage acts for an organisation
    "unshare": May("ticket", (), ()),
    "shared": May("ticket", (), ()),
    "shared_add": May("ticket", (), ()),
    "got_today": May("ticket", (), ()),  # on this stage the day was given already
    "days_seven": leaders("ticket", *OPEN),
    "days_unknown": leaders("ticket", *OPEN),
    "new": leaders("follow_up"),
    "helped": leaders("answered"),
    "other": leaders("answered"),
    "human": leaders("suggested"),
    "none": leaders("suggested"),
    "pick_b": leaders("suggested"),
    "drop": leaders("rephrase"),
    "read": leaders("person"),
    "cancel": leaders("person"),
    "set_hide": leaders("person"),
    "set_commune": leaders("person"),
    "practice": leaders("person"),
    "practice_fresh": leaders("person"),
    "practice_open": leaders("draft"),
    "practice_on_extra": leaders("draft"),
    "practice_people_yes": leaders("faces"),
    "practice_agree": leaders("agreeing"),
    "practice_summary": leaders("whole"),
    "practice_fix": leaders("whole"),
    "practice_fix_story": leaders("whole"),
    "practice_unphoto": leaders("photos"),
    "practice_drop": leaders("draft"),
    "practice_send": leaders("whole"),
    "practice_withdraw": leaders("sent"),
    "practice_question": leaders("part"),
    "practice_part": leaders("held"),
    "gap_show": leaders("answered"),
    **dict.fromkeys(
        ("contents", "entries_legal", "guides", "practices", "open", "part", "found", "open_found",
         "guide_file", "photo", "ask", "search"),
        May("ticket", (), (), on=stage.RECEIPT),  # they count only under a page
    ),
    "claim": May("ticket", ("queued",), MEMBERS),
    "pass": May("ticket", HELD, (HOLDER,), MEMBERS),
    "pass_accounting": May("ticket", HELD, (HOLDER,), MEMBERS, stage.MENU),
    "pass_cancel": May("ticket", HELD, (HOLDER,), MEMBERS, stage.MENU),
    "release": May("ticket", HELD, (HOLDER,), MEMBERS, stage.MENU),
    "files": May("ticket", (), ()),  # there are none on this stage
    "more": May("ticket", STATES, MEMBERS),
    "wait": May("ticket", ("claimed",), (HOLDER,)),
    "close": May("ticket", HELD, (HOLDER,)),
    "undo": May("answer", STATES, (HOLDER,)),
    "again": May("answer", HELD, MEMBERS, on=stage.ASK),
    "send_reply": May("asked", OPEN, (HOLDER,), on=stage.ASK),
    "keep_note": May("asked", STATES, (HOLDER,), on=stage.ASK),
    "hint_send": May("asked", OPEN, (HOLDER,), on=stage.ASK),
    "hint_talk": May("asked", STATES, (HOLDER,), on=stage.ASK),
    "reply_go": May("drafted", HELD, OTHERS, on=stage.ASK, rev=0),
    "reply_remark": May("drafted", HELD, OTHERS, on=stage.ASK, rev=0),
    "reply_back_out": May("drafted", STATES, (HOLDER,), on=stage.ASK, rev=0),
    "propose": May("ticket", ("closed",), (HOLDER,)),
    "draft_way_a": May("writing", STATES, (HOLDER,), on=stage.DRAFT),
    "draft_entry": May("way", STATES, (HOLDER,), on=stage.WAY),
    "draft_edit": May("way", STATES, (HOLDER,), on=stage.WAY),
    "draft_question": May("writing", STATES, (HOLDER,), on=stage.DRAFT),
    "draft_answer": May("writing", STATES, (HOLDER,), on=stage.DRAFT),
    "draft_source": May("writing", STATES, (HOLDER,), on=stage.DRAFT),
    "draft_topics": May("writing", (), (), on=stage.DRAFT),  # it only draws the draft again
    "draft_back": May("writing", (), (), on=stage.DRAFT),
    "draft_topic_promotion": May("writing", STATES, (HOLDER,), on=stage.DRAFT),
    "draft_send": May("writing", STATES, (HOLDER,), on=stage.DRAFT),
    "draft_drop": May("writing", STATES, (HOLDER,), on=stage.DRAFT),
    "content_approve": May("offered", STATES, OTHERS, on=stage.OFFERED, rev=0),
    "content_reject": May("offered", STATES, MEMBERS, on=stage.OFFERED, rev=0),
    "content_alone": May("offered", STATES, (HOLDER,), on=stage.OFFERED, rev=0),
    "content_stop": May("waiting", STATES, MEMBERS, on=stage.WAITING, rev=0),
    "upkeep_current": May("ageing", STATES, MEMBERS, on=stage.AGEING),
    "upkeep_fixing": May("ageing", STATES, MEMBERS, on=stage.AGEING),
    "upkeep_off": May("ageing", STATES, MEMBERS, on=stage.AGEING),
    "upkeep_more": May("next", STATES, MEMBERS, on=stage.MORE),
    "gap_write": May("gap", STATES, MEMBERS, on=stage.GAPS),
    "practice_accept": May("sent", STATES, (LEAD,), on=stage.PRACTICE),
    "practice_reject": May("sent", STATES, (LEAD,), on=stage.PRACTICE),
    "practice_return": May("sent", STATES, (LEAD,), on=stage.PRACTICE),
    "practice_photos": May("sent", STATES, (LEAD,), on=stage.PRACTICE),
}  # fmt: skip
#: Buttons that differ only in the value they carry are tried once.
ALIKE = {
    "need_": "need_now", "topic_": "topic_accounting", "pass_": "pass_accounting",
    "call_": "call_noon", "rate_": "rate_good", "got_": "got_today", "days_": "days_seven",
    "pick_": "pick_b", "set_": "set_hide", "practice_on_": "practice_on_extra",
    "practice_people_": "practice_people_yes", "practice_disagree": "practice_agree",
    "practice_fix_": "practice_fix_story",
    "entries_": "entries_legal", "draft_way_": "draft_way_a",
    "draft_topic_": "draft_topic_promotion",
}  # fmt: skip
BLIND = ("stale", "not_member")
CELLS = [(role, action) for role in ROLES for action in MAY]


def allowed(role: str, action: str, state: str) -> bool:
    may = MAY[action]
    return (state in may.states and role in may.roles) or (
        state == "queued" and bool(may.free) and role in may.free
    )


def row_of(there: Rehearsal, row: str) -> int:
    if row == "ticket":
        return stage.MAIN
    return there.ids.persons[stage.ASKER] if row == "person" else int(getattr(there.ids, row))


async def pressed(there: Rehearsal, role: str, action: str, ident: int) -> Outcome:
    who, private, group = ROLES[role]
    where = private if {action, presses.general(action)} & presses.LEADER.keys() else group
    may = MAY[action]
    return await there.act(stage.press(who, where, may.on, encode(action, ident, may.rev)))


def words(there: Rehearsal, what: str) -> str:
    values = {"what": what, "name": "", "number": 0}
    return there.services.texts.plain("toast", values).html


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def there() -> AsyncIterator[Rehearsal]:
    with stage.stage() as opened:
        await opened.open()
        yield opened


def test_every_button_is_declared() -> None:
    assert set(permissions.LEADER) == set(presses.LEADER)
    assert set(permissions.ADVISOR) == set(presses.ADVISOR)


def test_every_button_is_in_the_table() -> None:
    def tried(action: str) -> bool:
        return action in MAY or any(action.startswith(start) for start in ALIKE)

    known = {*presses.LEADER, *presses.ADVISOR} - {"cases"}  # that one names a page, not a row
    assert sorted(action for action in known if not tried(action)) == []


def test_who_is_declared_is_who_the_table_expects() -> None:
    roles = {
        Who.ANYBODY: {()},
        Who.OWNER: {(OWNER,), ()},
        Who.MEMBER: {MEMBERS, ()},
        Who.HOLDER: {(HOLDER,)},
        Who.HOLDER_OR_FREE: {(HOLDER,)},
        Who.AUTHOR: {(HOLDER,), ()},
        Who.SECOND: {OTHERS},
        Who.COORDINATOR: {(LEAD,)},
    }
    declared = {**permissions.LEADER, **permissions.ADVISOR}

    def who(action: str) -> Who:
        return declared.get(action) or declared[presses.general(action)]

    assert [action for action, may in MAY.items() if may.roles not in roles[who(action)]] == []


def test_an_undeclared_button_cannot_be_pressed(there: Rehearsal) -> None:
    table = {"secret": lambda conn, desk, given: pytest.fail("done")}
    given = presses.Press(1, 1, 1, "x", "secret", 1)
    assert presses.press(there.conn, there.desk, table, given, {"claim"}).what == "stale"


def test_every_handler_is_declared(there: Rehearsal) -> None:
    found, commands = set(), set()
    for handlers in there.application.handlers.values():
        for handler in handlers:
            call = handler.callback
            found.add(f"{call.__module__.rpartition('.')[2]}.{call.__name__}")
            if isinstance(handler, CommandHandler):
                commands |= handler.commands
    assert sorted(found - set(HANDLERS)) == []
    assert sorted(commands - {*LEADER_COMMANDS, *GROUP_COMMANDS}) == []
    assert sorted(set(leader.COMMANDS) - set(LEADER_COMMANDS)) == []


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize(
    "state",
    [
        pytest.param(state, marks=() if state in ("queued", "claimed") else pytest.mark.slow)
        for state in STATES
    ],
)
@pytest.mark.parametrize("role", ROLES)
async def test_a_button_does_only_what_its_presser_may(
    there: Rehearsal, role: str, state: str
) -> None:
    there.put_into(state)
    wrong = []
    for action, may in MAY.items():
        outcome = await pressed(there, role, action, row_of(there, may.row))
        if outcome.changed != allowed(role, action, state):
            wrong.append((action, outcome))
        if state == "claimed" and role not in (OWNER, *MEMBERS):
            nothing = await pressed(there, role, action, stage.NOBODYS)
            assert outcome.told == nothing.told, action  # missing and forbidden sound the same
            assert outcome.told in {words(there, what) for what in BLIND}, action
    assert wrong == []


def test_the_table_has_cells_enough() -> None:
    assert len(CELLS) * len(STATES) >= 400


# -- commands and replies in the group


GROUP_SAYINGS = {
    "/kolejka": (None, MEMBERS),
    "/moje": (None, MEMBERS),
    "/notatka ważne": (stage.CARD, MEMBERS),
    "/cofnij": (stage.OWN_WORDS, MEMBERS),  # others are told how it is done
    "odpowiedź": (stage.CARD, MEMBERS),  # others' replies are asked about first
}


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("saying", GROUP_SAYINGS)
async def test_what_is_said_in_the_group_counts_only_from_its_members(
    there: Rehearsal, saying: str, state: str
) -> None:
    there.put_into(state)
    reply_to, may = GROUP_SAYINGS[saying]
    found = []
    for role, (who, _private, where) in ROLES.items():
        if where > 0 or role in ("an ex-advisor", "the leader, in the group"):
            continue  # who is not in a group cannot write there
        outcome = await there.act(stage.message(who, where, saying, reply_to))
        if outcome.changed:
            found.append(role)
    assert found == list(may)


@pytest.mark.asyncio(loop_scope="module")
async def test_only_a_coordinator_links_a_group(there: Rehearsal) -> None:
    for role, (who, _private, where) in ROLES.items():
        if where > 0:
            continue
        before = there.snapshot()["place"]
        await there.act(stage.message(who, where, "/polacz"))
        assert there.snapshot()["place"] == before, role


@pytest.mark.asyncio(loop_scope="module")
async def test_a_reply_by_one_who_does_not_hold_the_ticket_is_not_sent(there: Rehearsal) -> None:
    there.put_into("claimed")
    outcome = await there.act(stage.message(stage.OTHER, stage.GROUP_ID, "inna", stage.CARD))
    assert outcome.changed  # it is asked about


@pytest.mark.asyncio(loop_scope="module")
async def test_an_advisors_words_cannot_become_a_leaders_question(there: Rehearsal) -> None:
    data = encode("new", there.ids.answer)
    outcome = await there.act(stage.press(stage.HOLDER, stage.HOLDER, 1, data))
    assert outcome == Outcome(False, words(there, "stale"))


@pytest.mark.asyncio(loop_scope="module")
async def test_a_card_offers_only_its_own_ticket(there: Rehearsal) -> None:
    there.put_into("queued")
    data = encode("claim", stage.OLD)
    outcome = await there.act(stage.press(stage.OTHER, stage.GROUP_ID, stage.CARD, data))
    assert outcome == Outcome(False, words(there, "stale"))


@pytest.mark.asyncio(loop_scope="module")
async def test_an_answer_that_arrived_cannot_be_sent_again(there: Rehearsal) -> None:
    from bot.storage.rows import change
    from bot.storage.tables import outbox

    there.put_into("claimed")
    undo = there.conn.begin_nested()
    change(there.conn, outbox, outbox.c.state == "uncertain", state="sent")
    data = encode("again", there.ids.answer)
    outcome = await there.act(stage.press(stage.HOLDER, stage.GROUP_ID, stage.ASK, data))
    undo.rollback()
    assert outcome == Outcome(False, words(there, "stale"))
