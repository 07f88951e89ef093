"""The advisors' group: claims, replies, notes, delivery truth, waiting, passing on."""

import pytest

from tests.dialogues.scene import UNCOVERED, Scene


async def test_linking_makes_six_topic_threads_and_one_for_coordination(scene: Scene) -> None:
    names = [topic.name for topic in scene.group.topics]

    assert len(names) == 7
    assert names[0].startswith("⚖️")
    assert names[-1].endswith("Koordynacja")


async def test_leaders_and_members_see_menus_of_their_own(scene: Scene) -> None:
    shown = {
        call.params["scope"]["type"]: [one["command"] for one in call.params["commands"]]
        for call in scene.telegram.requests("setMyCommands")
    }

    leaders = [
        "pomoc", "poradniki", "warsztaty", "konsultacja", "konkursy", "sprawy", "terminy",
        "organizacja", "raport_z_dzialania", "potrzeba", "zgloszenie", "praktyka", "ustawienia",
        "prywatnosc",
    ]  # fmt: skip
    assert shown["all_private_chats"] == leaders
    assert shown["all_group_chats"] == [
        "kolejka", "moje", "lista", "karta", "notatka", "cofnij", "dyzur", "wolne",
        "urlop", "konsultacja", "telefon", "wydruk", "ocenia", "doradcy", "polacz",
    ]  # fmt: skip


async def test_only_a_coordinator_may_link_a_group(bare: Scene) -> None:
    bare.ewa.send("/polacz", chat=bare.group)

    await bare.group.expect("Grupę łączy koordynator")


async def test_linking_needs_the_bot_to_be_an_administrator(bare: Scene) -> None:
    other = bare.telegram.group("Inna", forum=True)
    other.add_bot(admin=False)
    other.add(bare.zofia)

    bare.zofia.send("/polacz", chat=other)

    await other.expect("musi być administratorem")


async def test_the_group_of_the_settings_is_linked_at_start(configured: Scene) -> None:
    await configured.group.expect("Grupa połączona")
    configured.anna.send(UNCOVERED)

    await configured.group.expect("#1 🔵")
    assert len(configured.group.topics) == 7


async def test_a_plain_group_gets_cards_with_hashtags(plain: Scene) -> None:
    plain.anna.send(UNCOVERED)

    await plain.group.expect(r"#\w+ #1 🔵")


async def test_first_coordinator_is_paired_by_a_one_time_link(bare: Scene) -> None:
    link = await bare.pairing_link()
    maria = bare.telegram.user(first_name="Maria")
    maria.start(link)
    await maria.expect("jest teraz koordynatorem")

    stranger = bare.telegram.user(first_name="Obcy")
    stranger.start(link)

    await stranger.expect("już użyty")


async def test_a_claim_is_exclusive_and_the_second_is_told_who_was_first(scene: Scene) -> None:
    card = await scene.card()

    await scene.ewa.click(card, "Biorę").answered()
    late = scene.press(scene.marek, card, "v1:claim:1")

    told = await late.answered()
    assert "Ewa już to prowadzi" in told["text"]
    await scene.group.expect("#1 🟡 prowadzi: Ewa")


async def test_replying_to_the_card_answers_the_leader(scene: Scene) -> None:
    card = await scene.card()
    scene.ewa.click(card, "Biorę")
    await scene.group.expect("prowadzi: Ewa")

    scene.ewa.send("Tak, ale tylko w asyście straży.", reply_to=card)

    answer = await scene.anna.expect("Tak, ale tylko w asyście straży")
    assert answer.text.startswith("Ewa, sprawa #1:")
    assert answer.rows == [["Załatwione", "Dopisz"]]
    await scene.group.expect("Ostatnia odpowiedź: wysłana")


async def test_a_reply_to_a_free_card_claims_it(scene: Scene) -> None:
    card = await scene.card()

    scene.marek.send("Już odpowiadam: tak.", reply_to=card)

    await scene.anna.expect("Już odpowiadam: tak.")
    await scene.group.expect("prowadzi: Marek")


async def test_a_reply_to_somebody_elses_ticket_asks_first(scene: Scene) -> None:
    card = await scene.card()
    scene.ewa.click(card, "Biorę")
    await scene.group.expect("prowadzi: Ewa")

    scene.marek.send("A może inaczej?", reply_to=card)
    asked = await scene.group.expect("Wysłać tę odpowiedź do lidera czy zostawić")
    await scene.anna.expect_none(0.2, "inaczej")
    scene.marek.click(asked, "Wyślij")

    await scene.anna.expect("A może inaczej")


async def test_a_kept_note_never_reaches_the_leader(scene: Scene) -> None:
    card = await scene.card()
    scene.ewa.click(card, "Biorę")
    await scene.group.expect("prowadzi: Ewa")
    scene.marek.send("Znam tę panią.", reply_to=card)
    asked = await scene.group.expect("zostawić jako notatkę")

    await scene.marek.click(asked, "Zostaw notatkę").answered()
    scene.ewa.send("/notatka oddzwonić po niedzieli", reply_to=card)
    await scene.settle()

    await scene.anna.expect_none(0.3, "Znam|oddzwonić")


async def test_plain_words_in_a_thread_get_a_hint_that_goes_away(scene: Scene) -> None:
    card = await scene.card()
    scene.ewa.click(card, "Biorę")
    await scene.group.expect("prowadzi: Ewa")
    scene.ewa.send("Proszę zabrać dowód rejestracyjny.", chat=scene.group, thread=card.thread_id)
    hint = await scene.group.expect("Czy to odpowiedź dla lidera")
    await scene.anna.expect_none(0.2, "dowód")

    scene.ewa.click(hint, "Wyślij do #1")

    await scene.anna.expect("dowód rejestracyjny")
    await scene.settle()
    assert hint not in scene.group.messages()


async def test_a_hint_offers_each_ticket_that_the_advisor_holds(scene: Scene) -> None:
    first = await scene.card()
    scene.ewa.click(first, "Biorę")
    jan = scene.newcomer("Jan")
    jan.send(UNCOVERED)
    second = await scene.group.expect("#2 🔵")
    scene.ewa.click(second, "Biorę")
    await scene.group.expect("#2 🟡")
    scene.ewa.send("Tak, można.", chat=scene.group, thread=second.thread_id)
    hint = await scene.group.expect("Czy to odpowiedź dla lidera")
    assert sorted(key for row in hint.rows for key in row) == [
        "To rozmowa",
        "Wyślij do #1",
        "Wyślij do #2",
    ]

    scene.ewa.click(hint, "Wyślij do #2")

    await jan.expect("Tak, można")
    await scene.anna.expect_none(0.2, "Tak, można")


async def test_talk_of_others_is_left_alone(scene: Scene) -> None:
    card = await scene.card()

    scene.marek.send("Kto robi kawę?", chat=scene.group, thread=card.thread_id)
    await scene.settle()

    await scene.group.expect_none(0.2, "Czy to odpowiedź")


async def test_a_photo_and_an_album_reach_the_leader(scene: Scene) -> None:
    card = await scene.card()
    scene.ewa.send_photo(b"\xff\xd8", caption="wzór", reply_to=card)
    await scene.anna.expect("wzór")
    await scene.anna.expect("powyżej odpowiedź")

    scene.ewa.send_album(2, reply_to=card)
    await scene.anna.expect("powyżej odpowiedź")

    photos = [message for message in scene.anna.messages if "photo" in message.content]
    assert len(photos) == 3


async def test_the_leaders_reply_to_an_answer_comes_back_to_the_thread(scene: Scene) -> None:
    await scene.answered_ticket("Tak.")
    answer = await scene.anna_last("sprawa #1")

    scene.anna.send("A przyczepa?", reply_to=answer)
    relayed = await scene.group.expect("A przyczepa")
    scene.ewa.send("Przyczepa nie.", reply_to=relayed)

    await scene.anna.expect("Przyczepa nie")


async def test_undo_on_the_card_names_the_recipient_and_removes_the_answer(scene: Scene) -> None:
    card = await scene.answered_ticket("Pomyłka, to do kogoś innego.")
    wrong = await scene.anna_last("Pomyłka")
    current = await scene.group_message(card)
    assert any("Cofnij ostatnią (do: Anna)" in key for row in current.rows for key in row)

    scene.ewa.click(current, "Cofnij ostatnią")
    await scene.settle()

    assert wrong not in scene.anna.messages


async def test_undo_on_the_card_ends_after_ten_minutes_but_the_command_works(
    scene: Scene,
) -> None:
    card = await scene.answered_ticket("Pomyłka, to do kogoś innego.")
    wrong = await scene.anna_last("Pomyłka")
    await scene.forward(minutes=11)
    current = await scene.group_message(card)
    assert not any("Cofnij" in key for row in current.rows for key in row)

    said = next(m for m in scene.group.messages() if m.text.startswith("Pomyłka"))
    scene.ewa.send("/cofnij", reply_to=said)
    await scene.group.expect("Cofnięto odpowiedź")
    await scene.settle()

    assert wrong not in scene.anna.messages


async def test_the_undo_command_works_on_the_card_too(scene: Scene) -> None:
    card = await scene.answered_ticket("Pomyłka, to do kogoś innego.")
    wrong = await scene.anna_last("Pomyłka")

    scene.ewa.send("/cofnij", reply_to=card)
    await scene.group.expect("Cofnięto odpowiedź")
    await scene.settle()

    assert wrong not in scene.anna.messages


async def test_an_advisors_edit_reaches_the_leader(scene: Scene) -> None:
    card = await scene.card()
    said = scene.ewa.send("Do 15 marca.", reply_to=card)
    answer = await scene.anna.expect("Do 15 marca")

    scene.ewa.edit(said, "Do 31 marca.")
    await scene.anna.expect("Do 31 marca")

    assert "zmieniono" in answer.text


async def test_a_leader_who_blocked_the_bot_is_seen_on_message_and_card(scene: Scene) -> None:
    card = await scene.card()
    scene.anna.block()
    await scene.group.expect("lider zablokował bota")

    scene.ewa.send("Tak.", reply_to=card)

    await scene.group.expect("nie doszła: lider zablokował bota")
    assert "Ostatnia odpowiedź: nie doszła" in (await scene.group_message(card)).text


async def test_waiting_stops_the_clock_reminds_and_closes(scene: Scene) -> None:
    card = await scene.card()
    scene.ewa.click(card, "Biorę")
    current = await scene.group.expect("prowadzi: Ewa")
    scene.ewa.click(current, "Czekam na odpowiedź lidera")
    await scene.anna.expect("doradca czeka")

    await scene.forward(days=3, minutes=1)
    await scene.anna.expect("Przypominamy o sprawie #1")
    await scene.forward(days=7)
    await scene.anna.expect("zamkniemy sprawę")
    await scene.forward(days=4)

    await scene.anna.expect("Zamykamy sprawę #1")


async def test_the_leaders_reply_while_waiting_promises_a_new_date(scene: Scene) -> None:
    card = await scene.card()
    scene.ewa.click(card, "Biorę")
    scene.ewa.click(await scene.group.expect("prowadzi: Ewa"), "Czekam")
    await scene.anna.expect("doradca czeka")

    scene.anna.send("Mam już dowód rejestracyjny.")

    followed = await scene.anna.expect("Dopisane do sprawy #1")
    assert "Odpowiemy do" in followed.text
    await scene.group.expect("#1 🟡 prowadzi: Ewa")


async def test_a_ticket_is_passed_to_another_topic_with_its_promise(scene: Scene) -> None:
    card = await scene.card()
    scene.ewa.click(card, "Przekaż")
    menu = await scene.group.expect("Komu przekazać #1")
    scene.ewa.click(menu, "Wolontariat")

    moved = await scene.group.expect("#1 🔵", thread=scene.group.topic("Wolontariat"))

    assert moved.rows == [["Biorę", "Przekaż"]]
    left = await scene.group_message(card)
    assert left.text == "#1 jest teraz w temacie: 💚 Wolontariat"
    assert left.rows == []


async def test_closing_tells_the_leader_and_asks_whether_it_helped(scene: Scene) -> None:
    card = await scene.answered_ticket("Tak.")

    scene.ewa.click(await scene.group_message(card), "Zamknij")

    await scene.forward(minutes=11)  # no advice card has come, which it waits for
    closing = await scene.anna.expect("Doradca zamknął sprawę #1")
    assert "Czy odpowiedź pomogła" in closing.text


async def test_queue_and_own_tickets_are_listed(scene: Scene) -> None:
    card = await scene.card()
    scene.ewa.send("/kolejka", chat=scene.group, thread=card.thread_id)
    await scene.group.expect("Czekają na doradcę\n.*#1")
    scene.ewa.click(card, "Biorę")
    await scene.group.expect("prowadzi: Ewa")

    scene.ewa.send("/moje", chat=scene.group, thread=card.thread_id)

    await scene.group.expect("Twoje sprawy\n.*#1")


async def test_nudge_at_half_and_escalation_at_four_fifths_in_working_time(scene: Scene) -> None:
    await scene.card()

    for _hours in range(30 * 24):
        await scene.forward(hours=1)
        if scene.seen("Minęła połowa czasu"):
            break
    nudged = scene.clock.now()
    for _hours in range(30 * 24):
        await scene.forward(hours=1)
        if scene.seen("jest blisko terminu"):
            break

    assert scene.seen("Minęła połowa czasu")
    assert scene.seen("jest blisko terminu")
    assert nudged < scene.clock.now()


async def test_an_outsider_cannot_press_a_card(scene: Scene) -> None:
    card = await scene.card()
    scene.group.remove(scene.marek)

    told = await scene.press(scene.marek, card, "v1:claim:1").answered()
    await scene.settle()

    assert "członków grupy" in told["text"]
    assert (await scene.ticket(1)).state == "queued"


async def test_tickets_of_an_advisor_who_left_go_back_to_the_queue(scene: Scene) -> None:
    card = await scene.card()
    scene.ewa.click(card, "Biorę")
    await scene.group.expect("prowadzi: Ewa")

    scene.group.remove(scene.ewa)

    await scene.group.expect("#1 🔵 czeka na doradcę")


@pytest.mark.parametrize("how", ["text", "photo"])
async def test_a_reply_to_a_closed_ticket_is_not_sent(scene: Scene, how: str) -> None:
    card = await scene.answered_ticket("Tak.")
    scene.ewa.click(await scene.group_message(card), "Zamknij")
    await scene.group.expect("#1 ✅ zamknięta")

    if how == "text":
        scene.ewa.send("Jeszcze jedno.", reply_to=card)
    else:
        scene.ewa.send_photo(b"\xff\xd8", caption="Jeszcze jedno.", reply_to=card)

    await scene.group.expect("nic nie wysłano")
    await scene.anna.expect_none(0.2, "Jeszcze jedno")


async def test_a_rush_of_questions_becomes_one_digest(scene: Scene) -> None:
    for number in range(20):
        asker = scene.newcomer(f"Lider{number}")
        asker.send(f"Proszę sprawdzić nasz wniosek, strona {number}.")

    digest = await scene.group.expect("Dużo pytań naraz")
    scene.ewa.click(digest, "Biorę #13")

    await scene.group.expect("#13 🟡 prowadzi: Ewa")
    await scene.settle()
    digests = {m.thread_id for m in scene.group.messages() if m.text.startswith("Dużo pytań")}
    assert len([m for m in scene.group.messages() if m.text.startswith("Dużo")]) == len(digests)


async def test_a_card_deleted_by_hand_comes_back(scene: Scene) -> None:
    card = await scene.card()
    scene.ewa.click(card, "Biorę")
    await scene.group.expect("prowadzi: Ewa")
    scene.telegram.world.delete(card)

    scene.ewa.send("/moje", chat=scene.group, thread=card.thread_id)
    await scene.group.expect("Twoje sprawy")
    scene.anna.send("Proszę jeszcze o numer przepisu.", reply_to=await scene.anna_last("#1"))

    again = await scene.group.expect("#1 🟡 prowadzi: Ewa")
    assert again.message_id != card.message_id


async def test_a_reply_to_a_card_we_do_not_know_is_never_lost_in_silence(scene: Scene) -> None:
    card = await scene.card()
    await scene.forget(card)

    scene.ewa.send("Tak, w asyście.", reply_to=card)
    await scene.group.expect("Nie wiem, której sprawy dotyczy")
    await scene.ewa.click(card, "Biorę").answered()
    scene.ewa.send("Tak, w asyście straży.", reply_to=card)

    await scene.anna.expect("w asyście straży")


async def test_a_deleted_thread_is_made_again_and_the_card_with_it(scene: Scene) -> None:
    card = await scene.card()
    topic = next(t for t in scene.group.topics if t.id == card.thread_id)
    scene.group.delete_topic(topic)

    scene.anna.click(await scene.anna_last("Sprawa #1"), "Dziś lub jutro")

    remade = await scene.group.expect_topic(topic.name)
    await scene.group.expect("#1 🔵", thread=remade)


async def test_the_group_may_become_a_supergroup(plain: Scene) -> None:
    plain.anna.send(UNCOVERED)
    await plain.group.expect("#1 🔵")

    upgraded = plain.group.upgrade()
    await upgraded.expect("#1 🔵")
    other = plain.newcomer("Jan")
    other.send("Czy kombajn może jechać w paradzie?")

    await upgraded.expect("#2 🔵")


async def test_a_thread_that_cannot_be_made_holds_nothing_up(bare: Scene) -> None:
    bare.telegram.faults.next("http_500", methods="createForumTopic")
    await bare.link(topics=6)
    await bare.meet_anna()

    card = await bare.card()
    assert card.thread_id is None
    assert bare.seen("Nie udało się założyć wątku „Prawo")
    bare.zofia.send("/polacz", chat=bare.group)

    await bare.group.expect_topic("Prawo")


async def test_a_sticker_under_a_card_answers_nobody(scene: Scene) -> None:
    card = await scene.card()

    scene.ewa.send_sticker(reply_to=card)
    await scene.settle()

    assert (await scene.ticket(1)).state == "queued"
    await scene.anna.expect_none(0.2, "odpowiedź")


async def test_cards_wait_while_the_bot_is_out_of_the_group(scene: Scene) -> None:
    scene.zofia.start()
    await scene.zofia.expect("Kto tu")
    scene.group.kick_bot()
    await scene.zofia.expect("nie ma już dostępu")
    scene.anna.send(UNCOVERED)
    await scene.anna.expect("Sprawa #1")
    await scene.forward(minutes=5)
    assert scene.telegram.requests("sendMessage", scene.group.id)[-1].ok

    scene.group.add_bot(admin=True, can_manage_topics=True)

    await scene.group.expect("#1 🔵")


async def test_the_digest_of_a_rush_ends_with_it(scene: Scene) -> None:
    for number in range(16):
        asker = scene.newcomer(f"Lider{number}")
        asker.send(f"Proszę sprawdzić nasz wniosek, strona {number}.")
    digest = await scene.group.expect("Dużo pytań naraz")

    for _minute in range(4):
        await scene.forward(minutes=1)

    assert (await scene.group_message(digest)).text == "Kolejka z dużego ruchu jest już rozdana."
    assert digest.rows == []


@pytest.mark.parametrize("forum", [True, False])
async def test_linking_asks_for_the_rights_that_this_group_needs(bare: Scene, forum: bool) -> None:
    other = bare.telegram.group("Inna", forum=forum, basic=not forum)
    other.add_bot(admin=False)
    other.add(bare.zofia)

    bare.zofia.send("/polacz", chat=other)

    refusal = await other.expect("musi być administratorem")
    assert ("zarządzania tematami" in refusal.text) is forum


async def test_open_tickets_come_along_to_another_group(scene: Scene) -> None:
    await scene.card()
    other = scene.telegram.group("Nowa", forum=True)
    other.add_bot(admin=True, can_manage_topics=True)
    other.add(scene.zofia)

    scene.zofia.send("/polacz", chat=other)

    await other.expect("#1 🔵", thread=await other.expect_topic("Prawo"))


async def test_a_coordinator_sees_what_only_coordinators_do(bare: Scene) -> None:
    bare.anna.start(await bare.pairing_link())
    await bare.anna.expect("jest teraz koordynatorem")
    await bare.settle()
    own = [
        [one["command"] for one in call.params["commands"]]
        for call in bare.telegram.requests("setMyCommands")
        if call.params["scope"] == {"type": "chat", "chat_id": bare.anna.id}
    ]
    assert own[-1][-10:] == [
        "komunikat", "doradcy", "wyniki", "scal", "raport", "zamknij_miesiac",
        "inicjatywy", "jury", "potrzeby", "dane",
    ]  # fmt: skip
