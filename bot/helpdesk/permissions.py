"""Who may do what: one line for every button. A button that is not declared cannot be pressed.

Each use case still asks the row itself; this table is what reviewers and tests hold it to.
Handlers and commands are declared in `bot.channels.telegram.permissions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Who(StrEnum):
    """Those who may do a thing."""

    ANYBODY = "anybody"  # it tells nothing, and changes at most the doer's own row
    OWNER = "owner"  # the leader whose ticket, question, words or settings it is
    MEMBER = "member"  # a human in the linked group, now
    HOLDER = "holder"  # the member who holds the ticket
    HOLDER_OR_FREE = "holder or free"  # the same, or any member while nobody holds it
    AUTHOR = "author"  # the member who wrote the words
    SECOND = "second"  # a member who did not write them
    COORDINATOR = "coordinator"
    TELEGRAM = "telegram"  # a service message: it speaks of chats and members, not of tickets


def _all(who: Who, names: str) -> dict[str, Who]:
    return dict.fromkeys(names.split(), who)


#: Buttons of the private chat: one leader's own, or of pages that everybody may read.
LEADER: Mapping[str, Who] = MappingProxyType(
    _all(
        Who.OWNER,
        """read helped other human none drop pick_a pick_b pick_c need_now need_week need_calm
        topic_* topics further behalf behalf_to back
        numbers_show numbers_hide numbers_remove
        secret secret_on secret_off secret_young secret_adult
        call call_morning call_noon call_evening call_any
        withdraw restore reopen append merge new solved rate_bad rate_fair rate_good case cases
        share unshare shared shared_add
        cancel got_today got_yesterday got_unknown days_seven days_fourteen days_thirty
        days_unknown set_hide set_show set_news set_no_news set_organisation set_commune
        set_no_phone
        practice practice_fresh practice_open practice_on_title practice_on_story
        practice_on_place practice_on_extra practice_on_photos practice_people_yes
        practice_people_no practice_agree practice_disagree practice_summary practice_fix
        practice_fix_title practice_fix_story practice_fix_place practice_fix_extra
        practice_fix_photos practice_fix_consent practice_unphoto practice_drop practice_send
        practice_withdraw practice_question practice_part gap_show""",
    )
    | _all(
        Who.ANYBODY,
        """contents entries_* guides practices open part found open_found guide_file photo ask
        search""",
    )
)

#: Buttons of the advisors' group.
ADVISOR: Mapping[str, Who] = MappingProxyType(
    _all(
        Who.MEMBER,
        """claim files more again upkeep_current upkeep_fixing upkeep_off upkeep_more
        content_reject content_stop gap_write""",
    )
    | _all(Who.HOLDER, "wait close propose")
    | _all(
        Who.HOLDER_OR_FREE,
        "pass pass_* pass_cancel release",
    )
    | _all(
        Who.AUTHOR,
        """undo send_reply keep_note hint_send hint_talk reply_back_out
        draft_way_a draft_way_b draft_way_c
        draft_entry draft_edit draft_question draft_answer draft_source draft_send draft_drop
        draft_topics draft_back draft_topic_* content_alone""",
    )
    | _all(Who.SECOND, "content_approve reply_go reply_remark")
    | _all(
        Who.COORDINATOR,
        "practice_accept practice_reject practice_return practice_photos",
    )
)
