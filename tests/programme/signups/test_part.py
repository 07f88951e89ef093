"""Every button that a message of this part shows is declared, and none is declared in vain."""

from __future__ import annotations

from bot.domain.callbacks import decode
from bot.helpdesk.permissions import Who
from bot.programme.signups import PART
from bot.templates import Texts
from tests.templates.samples_signups import SAMPLES

IN_GROUP = {"seat_offer_call", "call_list"}
#: Brought by the helpdesk, by `volunteering` and by `attendance`.
OTHERS = {"cancel", "team", "materials"}


def shown(names: set[str]) -> set[str]:
    texts = Texts()
    messages = (texts.render(name, values) for name in names for values in SAMPLES[name])
    buttons = (one for message in messages for row in message.keyboard for one in row)
    return {decode(one.action).action for one in buttons if one.action is not None}


def test_what_is_shown_in_private_is_what_leaders_may_press() -> None:
    assert shown(set(SAMPLES) - IN_GROUP) - OTHERS == set(PART.leader) == set(PART.leader_may)


def test_what_is_shown_in_the_group_is_what_members_may_press() -> None:
    assert shown(IN_GROUP) == set(PART.advisor) == set(PART.advisor_may)
    assert set(PART.advisor_may.values()) == {Who.MEMBER}


def test_only_what_everybody_may_read_is_anybodys() -> None:
    anybody = {name for name, who in PART.leader_may.items() if who is Who.ANYBODY}
    assert anybody == {"meetings", "meeting", "meeting_map", "meeting_file"}
