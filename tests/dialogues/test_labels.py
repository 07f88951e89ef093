"""What people press and what advisors do becomes labelled questions, without anybody in them."""

from __future__ import annotations

from typing import Any

from bot.helpdesk import labelling
from tests.dialogues.scene import COVERED, UNCERTAIN, UNCOVERED, Scene
from tests.knowledge.sample import base

KRS = "stowarzyszenie-krs"


async def labelled(scene: Scene) -> list[dict[str, Any]]:
    await scene.settle()
    return await scene.house.database.read(lambda conn: labelling.lines(conn, base()))


async def test_helped_labels_the_question_with_its_entry(scene: Scene) -> None:
    scene.anna.send(COVERED)
    answer = await scene.anna.expect("siedmiu założycieli")
    assert await labelled(scene) == []

    await scene.anna.click(answer, "Pomogło").answered()

    assert await labelled(scene) == [
        {
            "text": COVERED,
            "topic": "legal",
            "expect": [KRS],
            "not": [],
            "kind": "question",
            "source": "helped",
        }
    ]


async def test_a_suggestion_that_was_picked_is_right_until_it_is_turned_down(scene: Scene) -> None:
    scene.anna.send(UNCERTAIN)
    offered = await scene.anna.expect("Czy chodzi o jedno z tych pytań")
    scene.anna.click(offered, r"^1\.")
    answer = await scene.anna.expect("Stan prawny")
    [line] = await labelled(scene)
    [picked] = line["expect"]
    assert (line["text"], line["source"]) == (UNCERTAIN, "picked")

    await scene.anna.click(answer, "Nie o to chodzi").answered()

    [line] = await labelled(scene)
    assert (line["expect"], line["not"], line["kind"]) == (None, [picked], None)


async def test_none_of_these_turns_down_all_that_was_offered(scene: Scene) -> None:
    scene.anna.send(UNCERTAIN)
    offered = await scene.anna.expect("Czy chodzi o jedno z tych pytań")
    count = len(offered.rows) - 1

    await scene.anna.click(offered, "Żadne z tych").answered()

    [line] = await labelled(scene)
    assert (line["expect"], len(line["not"])) == (None, count)


async def test_other_words_that_helped_label_the_first_words_too(scene: Scene) -> None:
    await scene.rephrasing()
    scene.anna.send("Co musi być na plakacie?")
    answer = await scene.anna.expect("Stan prawny")

    await scene.anna.click(answer, "Pomogło").answered()

    first, second = await labelled(scene)
    assert (first["text"], first["source"], KRS in first["not"]) == (COVERED, "rephrased", True)
    assert (second["text"], second["source"]) == ("Co musi być na plakacie?", "helped")
    assert first["expect"] == second["expect"] == ["plakat"]


async def test_an_answered_and_closed_ticket_lacks_an_entry(scene: Scene) -> None:
    card = await scene.answered_ticket("Może, z pozwoleniem gminy.")
    assert await labelled(scene) == []

    scene.ewa.click(card, "Zamknij")
    await scene.group.expect("#1 ✅ zamknięta")

    [line] = await labelled(scene)
    topic = (await scene.ticket(1)).topic
    assert line == {
        "text": UNCOVERED,
        "topic": topic,
        "expect": [],
        "not": [],
        "kind": "uncovered",
        "source": "advisor",
    }


async def test_an_advisor_who_answers_with_a_link_to_an_entry_chooses_it(scene: Scene) -> None:
    card = await scene.card()
    scene.ewa.send("Tu: https://t.me/bot?start=a_plakat, tam jest wszystko.", reply_to=card)
    await scene.anna.expect("start=a_plakat")

    [line] = await labelled(scene)
    assert (line["expect"], line["topic"], line["source"]) == (["plakat"], "promotion", "advisor")


async def test_a_ticket_passed_on_is_labelled_with_its_last_topic(scene: Scene) -> None:
    card = await scene.card()
    before = (await scene.ticket(1)).topic
    other = "Wolontariat" if before != "volunteering" else "Promocja"
    scene.ewa.click(card, "Przekaż")
    menu = await scene.group.expect("Przekaż|przekazać|trafić")

    scene.ewa.click(menu, other)
    await scene.settle()
    after = (await scene.ticket(1)).topic
    moved = await scene.group.expect("#1 🔵 czeka na doradcę")
    scene.ewa.send("Tak, za zgodą gminy.", reply_to=moved)
    await scene.anna.expect("za zgodą gminy")
    await scene.settle()
    scene.ewa.click(moved, "Zamknij")
    await scene.group.expect("#1 ✅ zamknięta")

    [line] = await labelled(scene)
    assert after != before
    assert (line["topic"], line["expect"], line["kind"]) == (after, [], "uncovered")


async def test_the_asker_and_numbers_are_hidden(scene: Scene) -> None:
    words = "Jak zgłosić zmianę zarządu? Tu Anna, 601 234 567, piszę w imieniu Anny z Zalesina"
    scene.anna.send(words)
    answer = await scene.anna.expect("w ciągu 7 dni od uchwały|Czy chodzi o")
    scene.anna.click(answer, r"Pomogło|^1\.")
    await scene.settle()

    [line] = await labelled(scene)
    assert line["text"] == (
        "Jak zgłosić zmianę zarządu? Tu [imię], [telefon], piszę w imieniu [imię] z [miejscowość]"
    )


async def test_private_matters_are_left_out(scene: Scene) -> None:
    scene.anna.send("Chcę złożyć skargę na doradcę, był niemiły")
    await scene.anna.expect("Sprawa #1")
    card = await scene.group.expect("#1 🔵")
    scene.ewa.click(card, "Biorę")
    await scene.group.expect("prowadzi: Ewa")
    scene.ewa.send("Przepraszamy.", reply_to=card)
    await scene.anna.expect("Przepraszamy")
    scene.ewa.click(card, "Zamknij")
    await scene.group.expect("#1 ✅ zamknięta")
    assert await labelled(scene) == []
