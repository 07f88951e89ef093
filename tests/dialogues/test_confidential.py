"""What is confided: one advisor reads it, two when a young person asks, never the group."""

from __future__ import annotations

from bot.simulator.model import Message
from bot.storage import posts
from tests.dialogues.scene import Scene

WORDS = "Prezes bierze pieniądze ze składek i straszy skarbniczkę, co robić?"


def in_group(scene: Scene) -> str:
    """Return all that can be read in the group now."""
    return "\n".join(message.text for message in scene.group.messages())


async def confided(scene: Scene) -> Message:
    """Let Anna ask, and then ask for confidence; return her receipt."""
    scene.anna.send(WORDS)
    receipt = await scene.anna.expect("Sprawa #1")
    await scene.group.expect("#1 🔵")
    await scene.anna.click(receipt, "Więcej").answered()
    await scene.settle()
    await scene.anna.click(receipt, "Tylko jeden doradca").answered()
    await scene.settle()
    assert "jest poufna" in receipt.text
    return receipt


async def ready(scene: Scene, *advisors: str) -> None:
    """Let advisors open the private chat with the bot."""
    for name in advisors:
        getattr(scene, name).start()
        await getattr(scene, name).expect("Kto tu odpowiada")
        getattr(scene, name).skip()


async def test_only_one_advisor_reads_and_answers_in_private(scene: Scene) -> None:
    await confided(scene)
    card = await scene.group.expect("sprawa poufna")
    assert "straszy" not in in_group(scene)

    refused = await scene.ewa.click(card, "Biorę").answered()
    assert "prywatną rozmowę" in refused["text"]
    await ready(scene, "ewa")
    await scene.ewa.click(card, "Biorę").answered()
    opened = await scene.ewa.expect("straszy skarbniczkę")
    assert opened.extra["has_protected_content"]
    await scene.group.expect("prowadzi: Ewa")

    scene.ewa.send("Proszę zebrać wyciągi z konta.", reply_to=opened)
    answer = await scene.anna.expect("zebrać wyciągi")
    scene.anna.send("Mam już wyciągi od stycznia.", reply_to=answer)
    further = await scene.ewa.expect("wyciągi od stycznia")
    scene.ewa.send("To teraz komisja rewizyjna.", reply_to=further)
    await scene.anna.expect("komisja rewizyjna")

    receipt = await scene.anna_last("Sprawa #1")
    await scene.anna.click(receipt, "Wróć").answered()
    await scene.forward(seconds=5)
    await scene.anna.click(receipt, "Zadzwońcie").answered()
    await scene.anna.expect("numer")
    scene.anna.send("600 100 200")
    await scene.ewa.expect("Prosi o telefon: 600100200")
    await scene.settle()
    for words in ("straszy", "wyciągi", "komisja", "Anna", "600100200"):
        assert words not in in_group(scene)
    await scene.ewa.click(card, "Zamknij").answered()
    await scene.group.expect("zamknięta")


async def test_what_was_relayed_before_leaves_the_group(scene: Scene) -> None:
    scene.anna.send(WORDS)
    receipt = await scene.anna.expect("Sprawa #1")
    card = await scene.group.expect("#1 🔵")
    scene.anna.send("Chodzi o Krystynę.", reply_to=receipt)
    await scene.group.expect("Krystynę")
    scene.anna.send_photo(caption="wyciąg Krystyny", reply_to=receipt)
    await scene.settle()
    await scene.anna.click(receipt, "Więcej").answered()
    await scene.forward(seconds=5)
    await scene.anna.click(receipt, "Tylko jeden doradca").answered()
    await scene.settle()
    for words in ("straszy", "Krystyn"):
        assert words not in in_group(scene)
    assert not [message for message in scene.group.messages() if "photo" in message.content]

    scene.marek.send("A co z tą sprawą?", reply_to=card)
    await scene.group.expect("nie poszły dalej")
    scene.anna.skip()
    await scene.settle()
    assert "A co z tą" not in "\n".join(message.text for message in scene.anna.messages)

    await ready(scene, "marek")
    await scene.marek.click(card, "Biorę").answered()
    await scene.marek.expect("Krystynę")
    await scene.marek.expect(where=lambda message: "photo" in message.content)
    await scene.marek.click(card, "Przekaż").answered()
    await scene.settle()
    menu = await scene.group.expect("Komu przekazać")
    await scene.marek.click(menu, "Oddaj do kolejki").answered()
    await scene.settle()
    assert "Krystyn" not in "\n".join(message.text for message in scene.marek.messages)


async def test_two_advisors_read_what_a_young_person_confides(scene: Scene) -> None:
    receipt = await confided(scene)
    await scene.anna.click(receipt, "Nie mam 18 lat").answered()
    await scene.settle()
    assert "116 111" in receipt.text
    card = await scene.group.expect("nie ma 18 lat")
    await ready(scene, "ewa", "marek")

    await scene.ewa.click(card, "Biorę").answered()
    await scene.group.expect("czeka na drugą osobę")
    assert "straszy" not in "\n".join(message.text for message in scene.ewa.messages)
    await scene.ewa.click(card, "Biorę").answered()
    await scene.settle()
    assert "straszy" not in "\n".join(message.text for message in scene.ewa.messages)

    await scene.marek.click(card, "Biorę").answered()
    await scene.marek.expect("straszy")
    opened = await scene.ewa.expect("straszy")
    scene.ewa.send("Jestem z Tobą w kontakcie.", reply_to=opened)
    await scene.anna.expect("w kontakcie")
    await scene.marek.expect("odpowiada Ewa")
    scene.anna.send("Dziękuję, czekam na dalsze słowa w tej sprawie.")
    await scene.ewa.expect("czekam na dalsze")
    await scene.marek.expect("czekam na dalsze")


async def test_who_may_not_changes_nothing(scene: Scene) -> None:
    """Others' presses, and replies by somebody who does not hold the ticket, reach nobody."""
    receipt = await confided(scene)
    card = await scene.group.expect("sprawa poufna")
    await ready(scene, "ewa", "marek")
    await scene.ewa.click(card, "Biorę").answered()
    opened = await scene.ewa.expect("straszy")
    for action in ("secret_off", "secret_young", "numbers_show"):
        await scene.press(scene.marek, receipt, f"v1:{action}:1").answered()
    await scene.settle()
    assert (await scene.ticket(1)).confidential
    scene.ewa.leave(scene.group)
    await scene.settle()
    assert opened.deleted  # who has left the group keeps nothing of it
    assert (await scene.ticket(1)).state == "queued"


async def test_a_personal_number_is_hidden_until_its_owner_says_otherwise(scene: Scene) -> None:
    """In words, in captions and in what is kept: hidden, shown by a wish, or taken out."""
    pesel = "44051401359"
    scene.anna.send(f"Urząd pyta o traktor z remizy w paradzie, mój PESEL {pesel}, co im odpisać?")
    receipt = await scene.anna.expect("doradcy go nie widzą")
    scene.anna.send_photo(caption=f"pismo, {pesel}", reply_to=receipt)
    await scene.settle()
    card = await scene.group.expect("wygląda na PESEL")
    await scene.ewa.click(card, "Załączniki").answered()
    await scene.settle()
    assert pesel not in in_group(scene)
    assert not [one for one in scene.group.messages() if pesel in str(one.content)]

    await scene.anna.click(receipt, "Pokaż numer doradcy").answered()
    await scene.settle()
    assert pesel in card.text
    await scene.anna.click(receipt, "Ukryj numer").answered()
    await scene.settle()
    assert pesel not in card.text
    await scene.anna.click(receipt, "Usuń numer").answered()
    await scene.settle()
    kept = await scene.house.database.read(lambda conn: posts.of_ticket(conn, 1))
    assert [pesel in post.text for post in kept] == [False, False]
    assert "Ukryliśmy" not in receipt.text
