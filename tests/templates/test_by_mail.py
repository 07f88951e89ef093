"""What may be said to somebody who only writes e-mails makes sense in an e-mail."""

from __future__ import annotations

import re

import pytest

from bot.domain.outgoing import Command
from bot.helpdesk import mail_letters, presses
from bot.parts import putting_together as parts
from bot.templates import Texts
from tests.templates.samples import SAMPLES

TEXTS = Texts()
#: Words that lead nowhere in an e-mail: what is pressed, where a chat is, commands of the bot.
CHAT = re.compile(
    r"naci[śs]n|przycisk|klawisz|poniżej|tutaj|w tej rozmowie|dotkn|klik|na czacie"
    r"|(?<![\w/.:<])/[a-ząćęłńóśźż_]{3,}",
    re.IGNORECASE,
)
TOLD = (
    *("advice_closing", "advice_confirmed", "advice_wrong", "advice_wrong_taken"),
    *("consult_told", "consult_cancel", "consult_file", "certificate_void", "gap_written"),
    *("privacy_asked", "privacy_held", "privacy_erased", "rated", "reopened", "helped"),
    *("seat_change", "seat_file", "seat_in_vain", "seat_leave", "seat_offer", "seats"),
    *("meetings", "receipt", "closed", "solved", "followed", "offtopic", "with_human"),
    *("wait_again", "wait_leader", "rain_told", "foreign", "undone"),
    *(f"reminders/{one}" for one in ("booking_day", "booking_two_hours", "seat_ahead")),
    *(f"reminders/{one}" for one in ("seat_two_days", "seat_two_hours", "absent")),
)


@pytest.mark.parametrize("name", TOLD)
def test_a_letter_speaks_of_nothing_that_is_only_in_a_chat(name: str) -> None:
    written = TEXTS.by_mail(name)
    found = {
        hit.group()
        for values in SAMPLES[written]
        for hit in CHAT.finditer(TEXTS.render(written, values).html)
    }
    assert found == set()


@pytest.mark.parametrize("name", sorted(TEXTS.names()))
def test_a_word_is_offered_only_for_what_one_letter_does(name: str) -> None:
    known = presses.LEADER.keys() | parts.LEADER.keys()
    assert known >= mail_letters.WRITABLE | mail_letters.ONLY_IN_CHATS
    for values in SAMPLES[name]:
        made = Command("send", 1, keyboard=TEXTS.render(name, values).keyboard)
        for said, action in mail_letters._words(made).items():
            assert said == said.strip() != "" and any(map(str.isalnum, said))
            assert action.split(":")[0] not in ("cancel", "append", "secret_on", "call")


def test_of_a_numbered_button_the_number_is_enough() -> None:
    made = Command("send", 1, keyboard=TEXTS.render("suggest", SAMPLES["suggest"][0]).keyboard)
    assert {"1", "2", "Żadne z tych", "Zapytaj doradcę"} <= mail_letters._words(made).keys()
