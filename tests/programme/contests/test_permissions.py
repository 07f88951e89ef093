"""Who may press what of contests: everybody tries each guarded button, few change anything."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from bot.domain.callbacks import encode
from bot.knowledge.contests import Contest
from bot.knowledge.programme_text import parsed
from bot.programme.occasions import publish
from bot.storage import contest_questions, grantees, posts, receipts, tickets
from bot.storage.occasions import number_of_occasion
from tests.channels.telegram import rehearsal as stage
from tests.channels.telegram.rehearsal import Rehearsal
from tests.stepped_clock import BEGINNING

NUMBER = number_of_occasion("proba")
RULE_CARD, DUTY, RESULTS, BROUGHT, CONSENT, DONE = 800, 801, 802, 803, 804, 805
ROLES = {
    "asker": (stage.ASKER, stage.ASKER),
    "stranger": (stage.STRANGER, stage.STRANGER),
    "holder": (stage.HOLDER, stage.HOLDER),
    "other": (stage.OTHER, stage.OTHER),
    "lead": (stage.LEAD, stage.LEAD),
    "ex": (stage.EX, stage.EX),
    "foreigner": (stage.FOREIGNER, stage.FOREIGNER),
    "coordinator": (stage.COORDINATOR, stage.COORDINATOR),
}
MEMBERS = {"holder", "other", "lead"}
#: Button: what it points to, on which message it stands, in the group or not, and who may.
GUARDED = {
    "contest_agree": ("asked", CONSENT, False, {"asker"}),
    "contest_own": ("asked", CONSENT, False, {"asker"}),
    "results_of": ("contest", CONSENT, False, {"coordinator"}),
    "results_offer": ("draft", BROUGHT, False, {"coordinator"}),
    "results_drop": ("draft", BROUGHT, False, {"coordinator"}),
    "results_people": ("done", DONE, False, {"coordinator"}),
    "results_link": ("organisation", DONE, False, {"coordinator"}),
    "rule_for_all": ("ticket", stage.CARD, True, {"holder"}),
    "rule_approve": ("offered", RULE_CARD, True, {"lead"}),
    "rule_reject": ("offered", RULE_CARD, True, {"lead"}),
    "rule_fix_question": ("offered", RULE_CARD, True, {"holder", "lead"}),
    "rule_fix_answer": ("offered", RULE_CARD, True, {"holder", "lead"}),
    "contest_duty": ("contest", DUTY, True, MEMBERS),
    "results_approve": ("sent", RESULTS, True, {"lead"}),
    "results_reject": ("sent", RESULTS, True, {"lead"}),
}


def contest() -> Contest:
    """Return a contest whose call ends within a day, and which takes questions now."""
    day, end = BEGINNING.date(), (BEGINNING + timedelta(hours=20)).date()
    text = (
        "proba:\n  kind: grants\n  title: Próba\n  summary: Próba.\n  eligible: [{who: kgw}]\n"
        f"  stages:\n    - {{id: skladanie, title: S, starts: {day}, ends: {end}, "
        "hard_deadline: true, questions: true}\n"
    )
    found = parsed("contest", "proba", text)
    assert isinstance(found, Contest)
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def there() -> AsyncIterator[Rehearsal]:
    with stage.stage() as opened:
        await opened.open()
        _build(opened)
        yield opened


def _build(there: Rehearsal) -> None:
    conn, now = there.conn, there.desk.now
    publish(conn, there.desk, contest(), origin="file")
    asker = there.ids.persons[stage.ASKER]
    rule = {"contest": "proba", "person_id": asker, "question": "Czy?", "answer": "Tak."}
    contest_questions.add(conn, state="asked", created_at=now, **rule)
    by = {"author_id": stage.HOLDER, "author": "Osoba"}
    contest_questions.add(conn, state="offered", created_at=now, **rule, **by)
    for state in ("draft", "offered", "done"):
        grantees.add(
            conn, contest="proba", lines=[], state=state, author="Osoba", created_at=now,
            author_id=stage.COORDINATOR,
        )  # fmt: skip
    for message, subject in ((RULE_CARD, "rule:2"), (DUTY, f"duty:{NUMBER}"),
                             (RESULTS, "results:2")):  # fmt: skip
        receipts.record(conn, stage.GROUP_ID, message, "panel", now, subject=subject)
    for who, _where in ROLES.values():
        receipts.record(conn, who, BROUGHT, "panel", now, subject="brought:1")
        receipts.record(conn, who, DONE, "panel", now, subject="brought:3")
    grantees.add_organisation(conn, now, name="OSP Lipa", kind="osp")
    there.put_into("claimed")
    tickets.set_fields(conn, stage.MAIN, contest="proba", answered_at=now)


def ident(what: str) -> int:
    """Return the row that a button points to."""
    known = {
        "asked": 1,
        "offered": 2,
        "draft": 1,
        "sent": 2,
        "done": 3,
        "organisation": 1,
        "ticket": stage.MAIN,
    }
    return known.get(what, NUMBER)


def rev(there: Rehearsal, what: str) -> int | None:
    """Return the revision that a button carries."""
    found = contest_questions.find(there.conn, 2) if what == "offered" else None
    return found.rev if found is not None else None


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("action", GUARDED)
async def test_only_those_who_may_change_anything(there: Rehearsal, action: str) -> None:
    what, message, in_group, may = GUARDED[action]
    data = encode(action, ident(what), rev(there, what))
    changed = set()
    for role, (who, private) in ROLES.items():
        where = stage.GROUP_ID if in_group else private
        if (await there.act(stage.press(who, where, message, data))).changed:
            changed.add(role)
    assert changed == may


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("action", GUARDED)
async def test_a_button_counts_only_where_it_stands(there: Rehearsal, action: str) -> None:
    """On a message of something else, or on a row of something else, it changes nothing."""
    what, message, in_group, may = GUARDED[action]
    for role in may:
        who, private = ROLES[role]
        where = stage.GROUP_ID if in_group else private
        other_row = encode(action, 99, rev(there, what))
        assert not (await there.act(stage.press(who, where, message, other_row))).changed, role
        elsewhere = ROLES["stranger"][1] if in_group else stage.GROUP_ID
        data = encode(action, ident(what), rev(there, what))
        assert not (await there.act(stage.press(who, elsewhere, message, data))).changed, role


def test_the_answer_that_is_offered_is_the_holders(there: Rehearsal) -> None:
    answer = posts.last_answer(there.conn, stage.MAIN)
    assert answer is not None and answer.author_id == stage.HOLDER
