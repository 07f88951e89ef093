"""Replies and forum topics, with the ids and refusals that Telegram gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.simulator.people import Group, Person, Telegram

if TYPE_CHECKING:
    from tests.simulator.conftest import Raw


async def test_reply_to_nothing(raw: Raw, anna: Person) -> None:
    lost: dict[str, Any] = {"message_id": 999}
    assert await raw.no("sendMessage", chat_id=anna.id, text="a", reply_parameters=lost) == (
        "Bad Request: message to be replied not found"
    )
    lost["allow_sending_without_reply"] = True
    await raw.ok("sendMessage", chat_id=anna.id, text="a", reply_parameters=lost)


async def test_topic_messages_carry_the_fake_reply(raw: Raw, group: Group) -> None:
    topic = await raw.ok("createForumTopic", chat_id=group.id, name="⚖️ Prawo")
    number = topic["message_thread_id"]
    sent = await raw.ok("sendMessage", chat_id=group.id, message_thread_id=number, text="a")
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (number, True)
    assert sent["reply_to_message"]["message_id"] == number
    assert sent["reply_to_message"]["forum_topic_created"]["name"] == "⚖️ Prawo"


async def test_advisor_in_topic_and_in_general(
    raw: Raw, telegram: Telegram, group: Group, anna: Person
) -> None:
    group.add(anna)
    topic = group.create_topic("Promocja")
    await raw.ok("getUpdates", offset=-1)
    said = anna.send("w wątku", chat=group, thread=topic)
    anna.send("odpowiedź", reply_to=said)
    anna.send("ogólnie", chat=group)
    told = [u["message"] for u in await raw.ok("getUpdates") if "text" in u.get("message", {})]
    seen = [
        (m["text"], m.get("message_thread_id"), m.get("reply_to_message", {}).get("message_id"))
        for m in told
        if m["chat"]["id"] == group.id
    ]
    assert seen == [
        ("w wątku", topic.id, topic.id),
        ("odpowiedź", topic.id, said.id),
        ("ogólnie", None, None),
    ]


async def test_lost_general_and_closed_topics(raw: Raw, telegram: Telegram, group: Group) -> None:
    topic = group.create_topic("Promocja")
    group.close_topic(topic)
    place = {"chat_id": group.id, "text": "a"}
    await raw.ok("sendMessage", **place, message_thread_id=topic.id)  # it manages topics
    group.add_bot(admin=True)
    assert await raw.no("sendMessage", **place, message_thread_id=topic.id) == (
        "Bad Request: TOPIC_CLOSED"
    )
    lost = "Bad Request: message thread not found"
    assert await raw.no("sendMessage", **place, message_thread_id=1) == lost
    assert await raw.no("sendMessage", **place, message_thread_id=777) == lost
    group.delete_topic(topic)
    assert await raw.no("sendMessage", **place, message_thread_id=topic.id) == lost
    await raw.ok("sendMessage", **place)


async def test_topics_need_a_forum_and_a_right(raw: Raw, telegram: Telegram, group: Group) -> None:
    plain = telegram.group("Zwykła")
    plain.add_bot(admin=True, can_manage_topics=True)
    assert await raw.no("createForumTopic", chat_id=plain.id, name="a") == (
        "Bad Request: the chat is not a supergroup forum"
    )
    topic = group.create_topic("Promocja")
    place = {"chat_id": group.id, "message_thread_id": topic.id}
    await raw.ok("editForumTopic", **place, name="Promocja i media")
    assert await raw.no("editForumTopic", **place, name="Promocja i media") == (
        "Bad Request: TOPIC_NOT_MODIFIED"
    )
    await raw.ok("closeForumTopic", **place)
    await raw.ok("reopenForumTopic", **place)
    group.add_bot()
    for method, more, words in (
        ("createForumTopic", {"chat_id": group.id, "name": "a"}, "create a topic"),
        ("editForumTopic", {**place, "name": "b"}, "edit the topic"),
        ("closeForumTopic", place, "close or open the topic"),
        ("deleteForumTopic", place, "delete the topic"),
    ):
        assert await raw.no(method, **more) == f"Bad Request: not enough rights to {words}"
    assert await raw.ok("getForumTopicIconStickers")


async def test_a_muted_bot_may_not_write(raw: Raw, group: Group) -> None:
    group.mute_bot()
    assert await raw.no("sendMessage", chat_id=group.id, text="a") == (
        "Bad Request: not enough rights to send text messages to the chat"
    )
    me = await raw.ok("getMe")
    place = await raw.ok("getChatMember", chat_id=group.id, user_id=me["id"])
    assert (place["status"], place["can_send_messages"]) == ("restricted", False)
