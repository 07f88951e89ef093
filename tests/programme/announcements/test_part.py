"""What announcements bring: declared buttons, and a line that fits below any words."""

from __future__ import annotations

import re

import pytest

from bot.domain.announcements import BELOW, SUBJECTS, length
from bot.helpdesk.permissions import Who
from bot.programme.announcements import PART
from bot.templates import Texts

TEXTS = Texts()
RECIPIENTS = {"ann_useful", "ann_no", "ann_yes"}


def test_every_button_is_declared_and_all_but_the_recipients_are_coordinators() -> None:
    assert set(PART.leader) == set(PART.leader_may)
    assert set(PART.advisor) == set(PART.advisor_may)
    assert {one for one, who in PART.leader_may.items() if who is Who.OWNER} == RECIPIENTS
    assert {*PART.leader_may.values(), *PART.advisor_may.values()} == {Who.OWNER, Who.COORDINATOR}


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("muted", [True, False])
def test_what_stands_below_the_words_has_its_room(subject: str, muted: bool) -> None:
    tail = TEXTS.plain("announcement_tail", {"subject": subject, "number": 1, "muted": muted})
    assert length(f"\n\n{tail.html}") <= BELOW
    assert re.search("Chcę jednak: |Nie chcę: ", tail.keyboard[-1][-1].text)
