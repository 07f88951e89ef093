"""Every button and who may press it: one table for leaders, one for advisors.

A button proves nothing: what counts is who presses, and whether the row offers the action now.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

from sqlalchemy import Connection

from bot.domain.practices import TEXTS
from bot.domain.promises import Need
from bot.helpdesk import (
    browsing,
    cases,
    claims,
    confidential,
    dialogues,
    drafts,
    feedback,
    floods,
    follow_ups,
    gap_answers,
    gap_writing,
    letters,
    members,
    notices,
    on_behalf,
    permissions,
    practice_decisions,
    practice_presses,
    practice_questions,
    proposal_decisions,
    proposal_drafts,
    proposals,
    replies,
    sharing,
    shielding,
    stale,
    undoing,
    upkeep,
)
from bot.helpdesk.desk import Desk, Press, Toast
from bot.storage import receipts, tickets
from bot.storage.rows import Receipt

Act = Callable[[Connection, Desk, Press], Toast]

NO_MORE: Mapping[str, Act] = MappingProxyType({})


def general(action: str) -> str:
    """Return how a button of one topic stands in tables: "topic_legal" is there as "topic_*"."""
    return f"{action.rpartition('_')[0]}_*"


#: What a leader may press in the private chat; each checks that the row is the presser's own.
LEADER: dict[str, Act] = {
    "read": notices.read,
    "helped": feedback.helped,
    "other": feedback.other,
    "human": feedback.human,
    "none": feedback.none_of,
    "drop": feedback.drop,
    "pick_a": feedback.pick,
    "pick_b": feedback.pick,
    "pick_c": feedback.pick,
    **{f"need_{need.value}": cases.need for need in Need},
    "topic_*": cases.topic,
    **dict.fromkeys(cases.MENUS, cases.turn_over),
    "behalf_to": on_behalf.choose,
    **dict.fromkeys(("numbers_show", "numbers_hide"), shielding.show),
    "numbers_remove": shielding.remove,
    **dict.fromkeys(confidential.SWITCHES, confidential.switch),
    **dict.fromkeys(confidential.YOUNG, confidential.declare_young),
    "call": dialogues.ask_phone,
    **dict.fromkeys(dialogues.CALL_HOURS, dialogues.call_hours),
    "withdraw": cases.withdraw,
    "restore": cases.restore,
    "reopen": cases.restore,
    "append": dialogues.ask_append,
    "merge": follow_ups.merge,
    "new": follow_ups.separate,
    "solved": cases.solved,
    **dict.fromkeys(cases.RATINGS, cases.rate),
    "case": cases.show,
    "cases": cases.page,
    "share": sharing.mark,
    "unshare": sharing.mark,
    "shared": sharing.show,
    "shared_add": sharing.ask_words,
    "cancel": dialogues.pressed_cancel,
    "got_today": letters.got,
    "got_yesterday": letters.got,
    "got_unknown": letters.got,
    **dict.fromkeys(letters.DAYS, letters.days),
    "days_unknown": letters.days,
    "set_hide": notices.change_setting,
    "set_show": notices.change_setting,
    "set_news": notices.change_setting,
    "set_no_news": notices.change_setting,
    "set_organisation": notices.change_setting,
    "set_commune": notices.change_setting,
    "set_no_phone": notices.change_setting,
    "practice": practice_presses.begin,
    "practice_fresh": practice_presses.begin,
    "practice_open": practice_presses.resume,
    **{f"practice_on_{step}": practice_presses.step_done for step in (*TEXTS, "photos")},
    "practice_people_yes": practice_presses.people_agree,
    "practice_people_no": practice_presses.people_agree,
    "practice_agree": practice_presses.consent,
    "practice_disagree": practice_presses.consent,
    "practice_summary": practice_presses.menu,
    "practice_fix": practice_presses.menu,
    **{f"practice_fix_{step}": practice_presses.fix for step in (*TEXTS, "photos", "consent")},
    "practice_unphoto": practice_presses.no_photos,
    "practice_drop": practice_presses.drop,
    "practice_send": practice_presses.send,
    "practice_withdraw": practice_presses.withdraw,
    "practice_question": practice_questions.was_question,
    "practice_part": practice_questions.was_part,
    "gap_show": gap_answers.show,
    **browsing.PRESSES,
}

#: What a member of the advisors' group may press there.
ADVISOR: dict[str, Act] = {
    "claim": claims.claim,
    "pass": claims.ask_pass,
    "pass_*": claims.pass_to,
    "pass_cancel": claims.pass_to,
    "release": claims.pass_to,
    "files": claims.files,
    "more": floods.show_more,
    "wait": claims.wait,
    "close": claims.close,
    "undo": undoing.undo_on_card,
    "send_reply": replies.send_asked,
    "keep_note": replies.keep_asked,
    "reply_go": drafts.send,
    "reply_remark": drafts.ask_remark,
    "reply_back_out": drafts.withdraw,
    "hint_send": replies.send_asked,
    "hint_talk": replies.keep_asked,
    "again": replies.send_again,
    "practice_accept": practice_decisions.accept,
    "practice_reject": practice_decisions.reject,
    "practice_return": practice_decisions.ask_words,
    "practice_photos": practice_decisions.photos,
    "propose": proposals.propose,
    **dict.fromkeys(proposal_drafts.WAYS, proposal_drafts.as_wording),
    "draft_entry": proposal_drafts.as_entry,
    "draft_edit": proposal_drafts.as_edit,
    **dict.fromkeys(proposal_drafts.FIELDS, proposal_drafts.ask_words),
    "draft_topics": proposal_drafts.choose_topic,
    "draft_back": proposal_drafts.choose_topic,
    f"{proposal_drafts.TOPIC}*": proposal_drafts.to_topic,
    "draft_send": proposal_drafts.send,
    "draft_drop": proposal_drafts.drop,
    "content_approve": proposal_decisions.approve,
    "content_reject": proposal_decisions.reject,
    "content_alone": proposal_decisions.alone,
    "content_stop": proposal_decisions.stop,
    **dict.fromkeys(upkeep.VERDICTS, upkeep.decide),
    "upkeep_more": upkeep.turn_page,
    "gap_write": gap_writing.write,
}


#: How buttons begin after which there is slow work to do on proposals.
PROPOSALS = ("propose", "draft_", "content_", "gap_")
#: Buttons that stand on cards and carry the ticket's number.
CARD = frozenset(
    {"claim", "pass", "files", "more", "wait", "close", "propose", "rule_for_all", "advice"}
)


def press_in_group(
    conn: Connection,
    desk: Desk,
    given: Press,
    more: Mapping[str, Act] = NO_MORE,
    may: Collection[str] = (),
) -> Toast:
    """Do what an advisor's button says, if the presser is a member as far as the rows know.

    A card that we do not know is a copy left by a crash between sending and storing: from its
    first press on it is known, so that replies to it reach the leader.
    """
    if not members.may_act(conn, given.presser_id):
        return Toast("not_member")
    known = receipts.find(conn, given.chat_id, given.message_id)
    if known is not None and known.role == "card" and not _on_card(known, given):
        stale.refresh(conn, desk, given)
        return Toast("stale")
    if given.action in CARD and known is None and tickets.find(conn, given.ident) is not None:
        receipts.record(
            conn, given.chat_id, given.message_id, "copy", desk.now, ticket_id=given.ident
        )
    return press(conn, desk, {**ADVISOR, **more}, given, {*permissions.ADVISOR, *may})


def _on_card(known: Receipt, given: Press) -> bool:
    """Tell whether a card offers this: only its own ticket's buttons stand on it."""
    return given.action == "undo" or (given.action in CARD and known.ticket_id == given.ident)


def press_in_private(
    conn: Connection,
    desk: Desk,
    given: Press,
    more: Mapping[str, Act] = NO_MORE,
    may: Collection[str] = (),
) -> Toast:
    """Do what a leader's button says; `more` buttons are others', and `may` declares them."""
    return press(conn, desk, {**LEADER, **more}, given, {*permissions.LEADER, *may})


def press(
    conn: Connection,
    desk: Desk,
    table: Mapping[str, Act],
    given: Press,
    declared: Collection[str],
) -> Toast:
    """Do what the button says; one that is out of date brings its message up to date instead."""
    name = given.action if given.action in table else general(given.action)
    act = table.get(name)
    toast = act(conn, desk, given) if act and name in declared else Toast("stale")
    if toast.what in stale.OUT_OF_DATE:
        stale.refresh(conn, desk, given)
    return toast
