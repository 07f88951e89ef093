"""Private messages whose words, media or origin are odd: each gets a ticket or a kind reply.

Every item stands in a table: what it is, what came, what its author reads, and what is remembered.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
import pytest_asyncio

from bot.simulator.people import Person
from bot.storage import posts, staff
from tests.corpus.window import CANARY, Handed, Window
from tests.dialogues.scene import COVERED, UNCOVERED

pytestmark = pytest.mark.asyncio(loop_scope="module")

TICKET = "Sprawa #"
NO_WORDS = "Nie widzę tu słów"
KIND = "Jeśli jest jakieś pytanie"

FILE = {"file_id": "f1", "file_unique_id": "u1"}
PICTURE = {**FILE, "width": 1, "height": 1}
STICKER = {**PICTURE, "type": "regular", "is_animated": False, "is_video": False}
GAME = {"title": CANARY, "description": CANARY, "photo": [PICTURE]}
POLL = {
    "id": "1",
    "question": CANARY,
    "options": [],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
}
STORY = {"chat": {"id": -100777, "type": "channel", "title": CANARY}, "id": 3}
PAID = {"star_count": 5, "paid_media": [{"type": "preview", "width": 1, "height": 1}]}


def _document(**details: Any) -> dict[str, Any]:
    return {"document": {**FILE, **details}}


#: name: (content, what its author reads, how many tickets)
MEDIA: dict[str, tuple[dict[str, Any], str, int]] = {
    "a voice message": ({"voice": {**FILE, "duration": 3}}, TICKET, 1),
    "a round video": ({"video_note": {**FILE, "length": 240, "duration": 3}}, TICKET, 1),
    "a sticker": ({"sticker": STICKER}, KIND, 0),
    "a place on the map": ({"location": {"latitude": 52.5, "longitude": 19.7}}, "za miejsce", 0),
    "a place that is not a number": (
        {"location": {"latitude": float("nan"), "longitude": float("inf")}},
        "za miejsce",
        0,
    ),
    "somebody else's phone number": (
        {"contact": {"phone_number": "+48600", "first_name": CANARY, "user_id": 5}},
        "Dziękujemy za numer",
        0,
    ),
    "a dice": ({"dice": {"emoji": "🎲", "value": 6}}, KIND, 0),
    "a game": ({"game": GAME}, KIND, 0),
    "a story": ({"story": STORY}, KIND, 0),
    "paid media": ({"paid_media": PAID}, KIND, 0),
    "paid media with a question": ({"paid_media": PAID, "caption": UNCOVERED}, TICKET, 1),
    "an empty file": (_document(file_name="a.pdf", file_size=0), TICKET, 1),
    "a file of two gigabytes": (_document(file_name="a.pdf", file_size=2**31), TICKET, 1),
    "a program that calls itself a document": (
        _document(file_name="umowa.pdf.exe", mime_type="application/pdf"),
        TICKET,
        1,
    ),
    "a file name that climbs out": (_document(file_name=f"../../{CANARY}"), TICKET, 1),
    "a file name with a NUL": (_document(file_name=f"a\x00{CANARY}.pdf"), TICKET, 1),
    "a file name of 300 bytes": (_document(file_name="ż" * 150 + CANARY), TICKET, 1),
    "a file name that is turned around": (_document(file_name="\u202efdp.exe"), TICKET, 1),
    "a file name of tags": (_document(file_name="<b>{{7*7}}</b>"), TICKET, 1),
    "a file that may be anything": (_document(file_name=7, mime_type=[]), TICKET, 1),
    "media that nobody knows yet": ({"hologram": {**FILE}}, NO_WORDS, 0),
}

ASKED = f"Czy stary traktor {CANARY} może jechać w paradzie?"

#: name: (words, what their author reads, how many tickets)
WORDS: dict[str, tuple[str, str, int]] = {
    "nothing": ("", NO_WORDS, 0),
    "only spaces": ("   \n\t ", NO_WORDS, 0),
    "only spaces that nobody sees": ("\u200b\u200b\ufeff\u2060", NO_WORDS, 0),
    "only hard spaces": ("\u00a0\u2003\u00a0", NO_WORDS, 0),
    "only half of a sign": ("\ud83d", "", 0),
    "only NULs": ("\x00\x00", "", 0),
    "only marks without letters": ("\u0301" * 4_095, NO_WORDS, 0),
    "a letter under a tower of marks": ("a" + "\u0301" * 4_095, "", 0),
    "two thousand emoji": ("😀" * 2_048, KIND, 0),
    "a question with half of a sign": (f"{ASKED} \ud83d", TICKET, 1),
    "a question with a NUL": (f"{ASKED}\x00", TICKET, 1),
    "a question that is turned around": (f"\u202e{ASKED} \u2066", TICKET, 1),
    "a question of tags": (f"<b>{ASKED}</b><script> &amp;", TICKET, 1),
    "a question of templates": (f"{ASKED} {{{{7*7}}}} {{0.__class__}} %s", TICKET, 1),
    "a question for a database": (f"{ASKED}'; DROP TABLE ticket; --", TICKET, 1),
    "a question full of buttons": (f"v1:claim:1 {ASKED} v1:close:1", TICKET, 1),
}


def _elsewhere(**fields: Any) -> dict[str, Any]:
    message = {"message_id": 9, "date": 1, "chat": STORY["chat"], "text": CANARY}
    return {**message, **fields}


#: Ordinary questions that come in an unusual way.
WAYS: dict[str, dict[str, Any]] = {
    "forwarded from somebody hidden": {
        "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": CANARY}
    },
    "forwarded from a channel": {
        "forward_origin": {"type": "channel", "date": 1, "chat": STORY["chat"], "message_id": 2}
    },
    "a reply to a message that was deleted": {"reply_to_message": None},
    "a reply to a message that nobody knows": {"reply_to_message": _elsewhere()},
    "a reply to a message that cannot be seen": {
        "reply_to_message": {"message_id": 9, "date": 0, "chat": STORY["chat"]}
    },
    "a quote from another chat": {
        "external_reply": {"origin": {"type": "hidden_user", "date": 1, "sender_user_name": "x"}},
        "quote": {"text": CANARY, "position": 0},
    },
    "an inline result of another bot": {
        "via_bot": {"id": 5, "is_bot": True, "first_name": "gif", "username": "gif"}
    },
    "entities that point outside of the text": {
        "entities": [{"type": "bold", "offset": 4_000, "length": 9_000}]
    },
    "entities of an unknown kind": {"entities": [{"type": "hologram", "offset": 0, "length": 5}]},
    "an edit that comes as a new message": {"edit_date": 5},
}


def _content(window: Window, content: dict[str, Any]) -> Callable[[Person], Any]:
    return lambda author: window.update(message=window.message(author, content))


def _words(window: Window, words: str) -> Callable[[Person], Any]:
    return lambda author: window.said(author, words)


def _way(window: Window, changes: dict[str, Any]) -> Callable[[Person], Any]:
    return lambda author: window.said(author, UNCOVERED, **changes)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def handed(window: Window) -> dict[str, Handed]:
    """All of the above, brought at once."""
    return await window.hand_in_all(
        {
            **{name: _content(window, item[0]) for name, item in MEDIA.items()},
            **{name: _words(window, item[0]) for name, item in WORDS.items()},
            **{name: _way(window, changes) for name, changes in WAYS.items()},
        }
    )


@pytest.mark.parametrize(
    ("name", "reads", "tickets"),
    [(name, *item[1:]) for name, item in (MEDIA | WORDS).items()],
    ids=MEDIA | WORDS,
)
async def test_whoever_writes_gets_a_ticket_or_a_kind_reply(
    window: Window, handed: dict[str, Handed], name: str, reads: str, tickets: int
) -> None:
    one = handed[name]
    assert await window.states(one.update["update_id"]) == ["done"]
    told = window.told(one.author)
    assert told.strip()
    assert reads in told
    assert len((await window.case(one.author)).tickets) == tickets


@pytest.mark.parametrize("name", WAYS)
async def test_a_question_that_comes_in_an_unusual_way_is_a_question(
    window: Window, handed: dict[str, Handed], name: str
) -> None:
    one = handed[name]
    assert await window.states(one.update["update_id"]) == ["done"]
    assert (await window.case(one.author)).tickets == [[UNCOVERED]]
    assert TICKET in window.told(one.author)


async def test_no_card_shows_a_file_name_or_a_turned_text(
    window: Window, handed: dict[str, Handed]
) -> None:
    await window.scene.forward(minutes=2)
    shown = "\n".join(message.text for message in window.scene.group.messages())
    assert "zdjęci" in shown or "plik" in shown
    for part in ("../../", ".exe", "\x00", "\u202e", "\u2066"):
        assert part not in shown


async def test_an_album_of_ten_is_one_ticket(window: Window) -> None:
    author = window.somebody()
    author.send_album(10, caption="umowa najmu do sprawdzenia")
    await window.finish()
    (parts,) = (await window.case(author)).tickets
    assert len(parts) == 10
    assert window.told(author).count("Sprawa #") == 1


@pytest.mark.parametrize("words", ["a " * 2_048, "traktor " * 512, "jak " + "ś" * 4_000])
async def test_a_hostile_length_takes_little_more_time_than_a_short_question(
    window: Window, words: str
) -> None:
    decide = window.scene.house.library.current.decider.decide
    today = window.scene.clock.now().date()

    def seconds(text: str) -> float:
        decide(text, today)
        began = time.thread_time()
        decide(text, today)
        return time.thread_time() - began

    assert min(seconds(words) for _ in range(3)) < max(
        0.3, 20 * max(seconds(UNCOVERED) for _ in range(3))
    )
    author = window.somebody()
    await window.hand_in(window.said(author, words[:4_096]))
    assert window.told(author).strip()


@pytest.mark.parametrize("bot", [1087968824, 5_555], ids=["the anonymous admin", "another bot"])
async def test_a_bot_in_private_is_not_answered(window: Window, bot: int) -> None:
    author = window.somebody()
    sender = {"id": bot, "is_bot": True, "first_name": CANARY}
    update = window.said(author, UNCOVERED, **{"from": sender})
    await window.hand_in(update)
    assert await window.states(update["update_id"]) == ["done"]
    assert (window.told(author), (await window.case(author)).tickets) == ("", [])


#: Who writes in the group, and is nobody that could be an advisor.
NOBODIES: dict[str, dict[str, Any]] = {
    "posts of a linked channel": {
        "from": {"id": 777000, "is_bot": False, "first_name": "Telegram"},
        "sender_chat": STORY["chat"],
    },
    "posts of a linked channel without its name": {
        "from": {"id": 777000, "is_bot": False, "first_name": "Telegram"}
    },
    "an anonymous administrator": {
        "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    },
    "another bot": {"from": {"id": 5_555, "is_bot": True, "first_name": "Bot"}},
    "a channel that writes as itself": {
        "from": {"id": 136817688, "is_bot": True, "first_name": "Channel"},
        "sender_chat": STORY["chat"],
    },
    "a person behind a channel": {
        "from": {"id": 600_001, "is_bot": False, "first_name": "Ewa"},
        "sender_chat": STORY["chat"],
    },
    "nobody at all": {},
}


@pytest.mark.parametrize("sender", NOBODIES.values(), ids=NOBODIES)
@pytest.mark.parametrize("words", ["To jest odpowiedź.", "/notatka coś", "/cofnij", "/polacz"])
async def test_whoever_is_no_person_answers_nobody(
    window: Window, handed: dict[str, Handed], sender: dict[str, Any], words: str
) -> None:
    author = handed["a question of tags"].author
    group = window.scene.group
    told = window.told(author)
    card = next(one for one in group.messages() if one.from_bot and "#" in one.text)
    message = {
        "message_id": 900_000 + window.number() % 10_000,
        "date": int(window.scene.clock.now().timestamp()),
        "chat": group.chat.json(),
        "text": words,
        "reply_to_message": card.json(with_reply=False),
        **sender,
    }
    if words.startswith("/"):
        length = len(words.split()[0])
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
    update = window.update(message=message)
    await window.hand_in(update)
    assert await window.states(update["update_id"]) == ["done"]
    assert window.told(author) == told
    known = await window.scene.house.database.read(
        lambda conn: (
            staff.find(conn, sender.get("from", {"id": 0})["id"]),
            posts.by_message(conn, group.id, message["message_id"]),
        )
    )
    assert known == (None, None)


@pytest.mark.parametrize("text", ["/kolejka@other_bot", "/odpowiedz@other_bot tak"])
async def test_a_command_for_another_bot_is_left_to_it(window: Window, text: str) -> None:
    sent = len(window.scene.telegram.requests("sendMessage"))
    user = window.scene.ewa.user.json()
    length = len(text.split()[0])
    message = {
        "message_id": 800_000 + window.number() % 10_000,
        "date": 1,
        "chat": window.scene.group.chat.json(),
        "from": user,
        "text": text,
        "entities": [{"type": "bot_command", "offset": 0, "length": length}],
    }
    update = window.update(message=message)
    await window.hand_in(update)
    assert await window.states(update["update_id"]) == ["done"]
    assert len(window.scene.telegram.requests("sendMessage")) == sent


async def test_an_edit_after_closing_changes_the_words_and_opens_nothing(window: Window) -> None:
    author = window.somebody()
    sent = author.send(UNCOVERED)
    await window.finish()
    for button in ("Więcej", "Wycofaj"):
        author.click(button)
        await window.finish()
    author.edit(sent, f"{UNCOVERED} Poprawka.")
    await window.finish()
    case = await window.case(author)
    assert case.tickets == [[f"{UNCOVERED} Poprawka."]]


async def test_an_ordinary_question_is_answered_after_all_this(window: Window) -> None:
    author = window.somebody()
    author.send(COVERED)
    await window.finish()
    assert "KRS" in window.told(author)
