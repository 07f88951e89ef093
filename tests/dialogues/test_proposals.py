"""From an answered ticket to an entry: proposed, tried, approved by another person, answered."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.domain.callbacks import encode
from bot.helpdesk.proposals import begin
from bot.knowledge.amendments import mark_of_answer, mark_of_file
from bot.simulator.model import Message
from bot.storage import proposals
from bot.storage.proposals import Proposal
from tests.dialogues.conftest import stage
from tests.dialogues.scene import COVERED, UNCOVERED, Scene

pytestmark = pytest.mark.slow

ANSWER = "Może, gdy traktor ma ważne badanie techniczne i polisę."
WAY = "Ilu ludzi trzeba żeby zarejestrować nasz klub sportowy w sądzie?"
TRIED = 30.0  # seconds of patience with the process that tries


async def closed(scene: Scene, words: str = ANSWER) -> Message:
    """Let Ewa answer and close Anna's ticket; return its card."""
    card = await scene.answered_ticket(words)
    scene.ewa.click(card, "Zamknij")
    await scene.group.expect("zamknięta")
    await scene.settle()
    return card


async def drafted(scene: Scene, words: str = ANSWER) -> Message:
    """Let Ewa propose what she answered; return the draft."""
    scene.ewa.click(await closed(scene, words), "Zaproponuj do bazy")
    draft = await scene.group.expect("Propozycja do bazy.*szkic")
    await looked(scene, draft)
    return draft


async def looked(scene: Scene, draft: Message) -> None:
    """Wait until similar entries were looked for."""
    await scene.settle()
    if "Szukam podobnych" in draft.text:
        await scene.group.expect("^(?!.*Szukam podobnych).*szkic")
    await scene.settle()


async def offered(scene: Scene, words: str = ANSWER) -> Message:
    """Let Ewa send her draft; return the card in the thread of coordination."""
    scene.ewa.click(await drafted(scene, words), "Wyślij do zatwierdzenia")
    return await carded(scene)


async def carded(scene: Scene) -> Message:
    return await scene.group.expect(
        "czeka na drugą osobę", timeout=TRIED, thread=scene.coordination
    )


async def row(scene: Scene, ident: int = 1) -> Proposal:
    await scene.settle()
    return await scene.house.database.read(lambda conn: proposals.get(conn, ident))


async def in_force(scene: Scene, name: str) -> None:
    """Let the knowledge be as approved, as it is within seconds."""
    await scene.house.proposals.do()
    assert name in scene.house.library.current.base.entries


async def test_what_an_advisor_answered_is_answered_by_itself_next_time(scene: Scene) -> None:
    card = await offered(scene)
    assert all(words in card.text for words in (UNCOVERED, ANSWER, "Od: Ewa", "sprawa #1"))
    assert "Próba:" in card.text
    assert "każde użycie potwierdza doradca" in card.text

    scene.marek.click(card, "Zatwierdź")

    await scene.group.expect("W bazie.*Marek", thread=scene.coordination)
    await scene.group.expect("Ewa, wpis .* jest już w bazie. Zatwierdza: Marek")
    told = next(one for one in scene.group.messages() if "jest już w bazie" in one.text)
    scene.marek.send("dzięki", reply_to=told)
    await scene.settle()
    await in_force(scene, "czy-stary-traktor-z-remizy-moze-jechac-w-paradzie")
    assert scene.group.messages()[-1].text == "dzięki"  # talk is left alone
    ola = scene.newcomer("Ola")
    ola.send(UNCOVERED)
    await ola.expect("ważne badanie techniczne")
    assert await scene.audited("proposal_begun", "proposal_sent", "proposal_approved") == [
        "proposal_begun",
        "proposal_sent",
        "proposal_approved",
    ]


async def test_it_is_in_force_within_seconds_and_after_a_restart(
    tmp_path: Path,
) -> None:
    async with stage(tmp_path, forum=True) as scene:
        await scene.link(topics=7)
        await scene.meet_anna()
        scene.marek.click(await offered(scene), "Zatwierdź")
        await scene.group.expect("W bazie.*Marek", thread=scene.coordination)
        name = (await row(scene)).name
    async with stage(tmp_path, forum=True) as again:
        assert name in again.house.library.current.base.entries
        decision = again.house.library.current.decider.decide(UNCOVERED, again.clock.now().date())
        assert (decision.zone, decision.entry) == ("answer", name)


async def test_a_question_becomes_another_way_of_asking(scene: Scene) -> None:
    scene.anna.send(COVERED)
    answer = await scene.anna.expect("siedmiu założycieli")
    scene.anna.click(answer, "Zapytaj doradcę")
    card = await scene.group.expect("#1 🔵")
    scene.ewa.click(card, "Biorę")
    await scene.group.expect("prowadzi: Ewa")
    scene.ewa.send("Siedem osób.", reply_to=card)
    await scene.group.expect("Ostatnia odpowiedź: wysłana")
    scene.ewa.click(card, "Zamknij")
    await scene.group.expect("zamknięta")
    scene.ewa.click(card, "Zaproponuj do bazy")
    draft = await scene.group.expect("Podobne wpisy")
    await scene.settle()

    scene.ewa.click(draft, "To inny sposób pytania o: Jak zarejestrować")
    draft = await scene.group.expect("Nowy sposób pytania o wpis")
    scene.ewa.click(draft, "Popraw pytanie")
    asked = await scene.group.expect("Jak ma brzmieć pytanie")
    scene.ewa.send(WAY, reply_to=asked)
    draft = await scene.group.expect(WAY)
    await scene.settle()
    scene.ewa.click(draft, "Wyślij do zatwierdzenia")
    card = await carded(scene)
    assert "Nowy sposób pytania o wpis" in card.text
    scene.zofia.click(card, "Zatwierdź")
    await scene.group.expect("W bazie.*Zofia", thread=scene.coordination)
    await scene.group.expect("Ewa, nowy sposób pytania „Ilu ludzi.* jest już w bazie")

    await scene.house.proposals.do()
    assert WAY in scene.house.library.current.base.entries["stowarzyszenie-krs"].rehearsed
    ola = scene.newcomer("Ola")
    ola.send(WAY)
    await ola.expect("siedmiu założycieli")


async def edited(scene: Scene, words: str, number: int) -> Message:
    """Let Ewa answer Anna better than the bot, and put that into the entry; return its card."""
    await scene.settle()
    scene.anna.skip()
    scene.anna.send(COVERED)
    answer = await scene.anna.expect("założycieli")
    scene.anna.click(answer, "Zapytaj doradcę")
    card = await scene.group.expect(f"#{number} 🔵")
    scene.ewa.send(words, reply_to=card)
    await scene.group.expect("Ostatnia odpowiedź: wysłana")
    scene.ewa.click(card, "Zamknij")
    await scene.group.expect("zamknięta")
    scene.ewa.click(card, "Zaproponuj do bazy")
    draft = await scene.group.expect("Podobne wpisy")
    await scene.settle()
    scene.ewa.click(draft, "To inny sposób pytania o: Jak zarejestrować")
    await scene.group.expect("Nowy sposób pytania o wpis")
    await scene.settle()
    scene.ewa.click(draft, "Zmień odpowiedź wpisu")
    await scene.group.expect("Nowa odpowiedź we wpisie „Jak zarejestrować.*Źródła wpisu zostają")
    await scene.settle()
    scene.ewa.click(draft, "Wyślij do zatwierdzenia")
    card = await carded(scene)
    assert all(part in card.text for part in (words.splitlines()[0], "Dotąd:", "Próba:"))
    assert "**" not in card.text
    scene.marek.click(card, "Zatwierdź")
    await scene.group.expect("W bazie.*Marek", thread=scene.coordination)
    await scene.house.proposals.do()
    await scene.settle()
    return card


async def test_an_answer_replaces_that_of_an_entry_and_is_replaced_again(scene: Scene) -> None:
    before = scene.house.library.current.base.entries["stowarzyszenie-krs"]
    await edited(scene, "Wystarczy siedmiu założycieli:\n- statut,\n- wniosek.", 1)
    after = scene.house.library.current.base.entries["stowarzyszenie-krs"]
    assert after.answer == "Wystarczy siedmiu założycieli:\n\n- statut,\n- wniosek."
    assert (after.also_asked, after.sources) == (before.also_asked, before.sources)
    assert after.checked.isoformat() == "2026-11-24"

    last = await edited(scene, "Nadal siedmiu założycieli i opłata.", 2)
    again = scene.house.library.current.base.entries["stowarzyszenie-krs"]
    assert again.answer == "Nadal siedmiu założycieli i opłata."

    scene.zofia.click(last, "Wycofaj z bazy")
    await scene.group.expect("Wycofane z bazy: Zofia", thread=scene.coordination)
    await scene.house.proposals.do()
    assert scene.house.library.current.base.entries["stowarzyszenie-krs"] == after


async def test_names_numbers_and_places_are_covered_in_the_draft(scene: Scene) -> None:
    question = "Kto podpisuje za koło w Łącku, NIP 774-12-34-567, tel. 600 100 200, czy Anna?"
    scene.anna.send(question)
    await scene.anna.expect("Sprawa #1")
    card = await scene.group.expect("#1 🔵")
    scene.ewa.click(card, "Biorę")
    await scene.group.expect("prowadzi: Ewa")
    scene.ewa.send("Tak, Anno, Ewa odpowie: ewa@kolo.pl", reply_to=card)
    await scene.group.expect("Ostatnia odpowiedź: wysłana")
    scene.ewa.click(card, "Zamknij")
    await scene.group.expect("zamknięta")

    scene.ewa.click(card, "Zaproponuj do bazy")

    draft = await scene.group.expect("Propozycja do bazy.*szkic")
    assert "za koło w [miejscowość], NIP [numer], tel. [telefon], czy [imię]?" in draft.text
    assert "Tak, [imię] odpowie: [e-mail]" in draft.text
    assert "są zasłonięte" in draft.text
    for secret in ("Anna", "Łącku", "774", "600", "ewa@"):
        assert secret not in draft.text
    await looked(scene, draft)
    told = await scene.ewa.click(draft, "Wyślij do zatwierdzenia").answered()
    assert "jeszcze zasłonięte miejsca" in told["text"]


async def test_a_question_in_several_messages_is_found_among_them(scene: Scene) -> None:
    scene.anna.send("Dzień dobry, mamy traktor z remizy.")
    scene.anna.send("Czy może jechać w paradzie przez miasto?")
    await scene.settle()
    await scene.forward(minutes=1)
    numbers = [one for one in scene.group.messages() if one.text.startswith("#")]
    card = numbers[-1]
    scene.ewa.send("Dzień dobry! Może.\nPozdrawiam\nEwa", reply_to=card)
    await scene.group.expect("Ostatnia odpowiedź: wysłana")
    scene.ewa.click(card, "Zamknij")
    await scene.group.expect("zamknięta")
    scene.ewa.click(card, "Zaproponuj do bazy")
    draft = await scene.group.expect("Propozycja do bazy.*szkic")
    assert "Czy może jechać w paradzie przez miasto?\nMoże.\nŹródło" in draft.text


async def test_an_author_puts_a_draft_right_by_replying(scene: Scene) -> None:
    draft = await drafted(scene)
    for button, asks, words in (
        ("Popraw pytanie", "Jak ma brzmieć pytanie", "Czy traktor może jechać w paradzie?"),
        ("Popraw odpowiedź", "Jak ma brzmieć odpowiedź", "Tak, z polisą."),
        ("Podaj źródło", "Na czym opiera się", "art. 71 Prawa o ruchu drogowym"),
    ):
        scene.ewa.click(draft, button)
        scene.ewa.send(words, reply_to=await scene.group.expect(asks))
        await scene.group.expect(words)
        await looked(scene, draft)
    scene.ewa.click(draft, "Wyślij do zatwierdzenia")
    card = await carded(scene)
    assert f"Pytają też: {UNCOVERED}" in card.text
    assert "Źródło: art. 71 Prawa o ruchu drogowym" in card.text
    assert "Ważne do 24.11.2027" in card.text


async def test_an_author_puts_an_entry_into_another_topic(scene: Scene) -> None:
    draft = await drafted(scene)
    before = await row(scene)
    scene.ewa.click(draft, "Zmień temat")
    await scene.group.expect("Do którego tematu ma trafić wpis")
    scene.ewa.click(draft, "Wróć")
    await scene.group.expect("^(?!.*Do którego tematu).*szkic")
    assert await row(scene) == before

    scene.ewa.click(draft, "Zmień temat")
    await scene.group.expect("Do którego tematu ma trafić wpis")
    topic = scene.house.library.current.base.topics["promotion"]
    scene.ewa.click(draft, f"{topic.emoji} {topic.name}")
    await scene.group.expect(f"^(?!.*Do którego tematu).*szkic.*{topic.emoji}")
    scene.ewa.click(draft, "Wyślij do zatwierdzenia")
    card = await carded(scene)
    assert topic.emoji in card.text
    scene.marek.click(card, "Zatwierdź")
    await scene.group.expect("W bazie.*Marek", thread=scene.coordination)
    name = "czy-stary-traktor-z-remizy-moze-jechac-w-paradzie"
    await in_force(scene, name)
    assert scene.house.library.current.base.entries[name].topic == "promotion"


@pytest.mark.parametrize("first", ["x" * 301, ""])
async def test_another_try_may_be_a_reply_to_the_hint(scene: Scene, first: str) -> None:
    draft = await drafted(scene)
    scene.ewa.click(draft, "Popraw pytanie")
    asked = await scene.group.expect("Jak ma brzmieć pytanie.*bez imion")
    if first:
        scene.ewa.send(first, reply_to=asked)
    else:
        scene.ewa.send_voice(reply_to=asked)
    hint = await scene.group.expect("To za długie" if first else "Tu potrzebny jest tekst")
    scene.ewa.send("Czy traktor może jechać w paradzie?", reply_to=hint)
    await scene.group.expect("szkic.*Czy traktor może jechać w paradzie")
    assert (await row(scene)).answer == ANSWER


async def test_a_name_that_an_author_writes_is_pointed_out(scene: Scene) -> None:
    draft = await drafted(scene)
    assert "Wygląda na to" not in draft.text
    scene.ewa.click(draft, "Popraw pytanie")
    asked = await scene.group.expect("Jak ma brzmieć pytanie")
    scene.ewa.send("Czy Anna, tel. 600 100 200, może jechać w paradzie?", reply_to=asked)
    await scene.group.expect("szkic.*Wygląda na to, że jest tu imię, nazwa, numer")
    await looked(scene, draft)
    scene.ewa.click(draft, "Wyślij do zatwierdzenia")
    assert "Wygląda na to, że jest tu imię, nazwa, numer" in (await carded(scene)).text


async def test_an_edited_reply_puts_the_draft_right_while_it_is_one(scene: Scene) -> None:
    draft = await drafted(scene)
    scene.ewa.click(draft, "Popraw pytanie")
    asked = await scene.group.expect("Jak ma brzmieć pytanie")
    reply = scene.ewa.send("Czy taktor może jechać?", reply_to=asked)
    await scene.group.expect("szkic.*Czy taktor może jechać")
    await looked(scene, draft)
    scene.ewa.edit(reply, "Czy traktor może jechać w paradzie?")
    await scene.group.expect("szkic.*Czy traktor może jechać w paradzie")
    await looked(scene, draft)

    scene.ewa.click(draft, "Wyślij do zatwierdzenia")
    card = await carded(scene)
    scene.ewa.edit(reply, "Czy kombajn może jechać?")
    await scene.group.expect("jest już wysłana.*nic się nie zmieniło")
    await scene.settle()
    assert "Czy traktor może jechać w paradzie?" in card.text
    assert (await row(scene)).question == "Czy traktor może jechać w paradzie?"


async def test_a_draft_is_its_authors_alone(scene: Scene) -> None:
    draft = await drafted(scene)
    for button in ("Zmień temat", "Wyślij do zatwierdzenia"):
        told = await scene.marek.click(draft, button).answered()
        assert told["text"] == "Ten przycisk jest dla kogoś innego."
    scene.marek.send("Inaczej.", reply_to=draft)
    await scene.group.expect("szkic kogoś innego")
    assert ((await row(scene)).state, (await row(scene)).answer) == ("draft", ANSWER)


async def test_an_author_does_not_approve_alone_but_may_wait(scene: Scene) -> None:
    card = await offered(scene)
    told = await scene.ewa.click(card, "Zatwierdź").answered()
    assert "To Twoja propozycja" in told["text"]
    assert (await row(scene)).state == "offered"

    scene.ewa.click(card, "Opublikuj bez drugiej osoby")
    await scene.group.expect("Wejdzie do bazy o 10:1.* bez drugiej osoby")
    told = await scene.ewa.click(card, "Zatwierdź").answered()
    assert "Wejdzie do bazy sama" in told["text"]
    await scene.forward(minutes=14)
    assert (await row(scene)).state == "offered"
    await scene.forward(minutes=2)
    await scene.group.expect("W bazie.*bez drugiej osoby", thread=scene.coordination)
    assert (await row(scene)).alone
    assert await scene.audited("proposal_alone", "proposal_approved") == [
        "proposal_alone",
        "proposal_approved",
    ]
    assert (await row(scene)).name in scene.house.library.current.base.entries


async def test_who_sees_it_in_time_stops_it(scene: Scene) -> None:
    card = await offered(scene)
    scene.ewa.click(card, "Opublikuj bez drugiej osoby")
    await scene.group.expect("Wejdzie do bazy")
    await scene.settle()
    scene.marek.click(card, "Zatrzymaj")
    await scene.group.expect("Zatrzymane: Marek", thread=scene.coordination)
    await scene.forward(minutes=20)
    found = await row(scene)
    assert (found.state, found.decider) == ("stopped", "Marek")
    told = [one.text for one in scene.group.messages() if one.text.startswith("Ewa, propozycja")]
    assert len(told) == 1 and told[0].endswith("została zatrzymana: Marek. Bot tak nie odpowiada.")
    assert found.name not in scene.house.library.current.base.entries


async def test_where_nobody_else_is_there_the_quarter_begins_by_itself(scene: Scene) -> None:
    """Zofia coordinates and is alone with the bot."""
    for other in (scene.ewa, scene.marek):
        other.leave(scene.group)
    await scene.settle()
    card = await scene.card()
    scene.zofia.send(ANSWER, reply_to=card)
    await scene.group.expect("Ostatnia odpowiedź: wysłana")
    scene.zofia.click(card, "Zamknij")
    await scene.group.expect("zamknięta")
    scene.zofia.click(card, "Zaproponuj do bazy")
    draft = await scene.group.expect("Propozycja do bazy.*szkic")
    await looked(scene, draft)
    scene.zofia.click(draft, "Wyślij do zatwierdzenia")
    await scene.group.expect("Wejdzie do bazy o", timeout=TRIED, thread=scene.coordination)
    await scene.forward(minutes=16)
    assert ((await row(scene)).state, (await row(scene)).alone) == ("approved", True)


async def test_the_second_of_two_decisions_finds_it_made(scene: Scene) -> None:
    card = await offered(scene)
    found = await row(scene)
    scene.marek.click(card, "Odrzuć")
    data = encode("content_approve", found.id, found.rev)
    told = await scene.press(scene.zofia, card, data).answered()
    assert told["text"] == "To już nieaktualne. Odświeżam."
    await scene.group.expect("Odrzucone: Marek", thread=scene.coordination)
    assert ((await row(scene)).state, (await row(scene)).decider) == ("rejected", "Marek")


@pytest.mark.parametrize("button", ["Zatwierdź", "Odrzuć"])
async def test_an_old_card_decides_nothing_about_words_it_does_not_show(
    scene: Scene, button: str
) -> None:
    card, found = await offered(scene), await row(scene)
    newer = {"rev": found.rev + 1, "answer": "Tylko z lawety."}
    await scene.house.database.write(
        lambda conn: proposals.move(conn, found.id, was=("offered",), **newer)
    )
    told = await scene.marek.click(card, button).answered()
    assert told["text"].startswith("Autor zmienił tę propozycję")
    assert (await row(scene)).state == "offered"
    await scene.group.expect("czeka na drugą osobę.*Tylko z lawety", thread=scene.coordination)

    scene.marek.click(card, button)
    await scene.settle()
    assert (await row(scene)).state == {"Zatwierdź": "approved", "Odrzuć": "rejected"}[button]


async def test_what_is_in_the_knowledge_can_be_taken_back(scene: Scene) -> None:
    card = await offered(scene)
    scene.marek.click(card, "Zatwierdź")
    await scene.group.expect("W bazie.*Marek", thread=scene.coordination)
    await scene.house.proposals.do()
    await scene.settle()
    scene.zofia.click(card, "Wycofaj z bazy")
    await scene.group.expect("Wycofane z bazy: Zofia", thread=scene.coordination)
    await scene.group.expect("Ewa, wpis .* już nie obowiązuje. Wycofuje: Zofia")
    await scene.house.proposals.do()
    found = await row(scene)
    assert found.state == "stopped"
    assert found.name not in scene.house.library.current.base.entries


async def test_what_breaks_the_rules_comes_back_with_the_reason(scene: Scene) -> None:
    draft = await drafted(scene)
    scene.ewa.click(draft, "Popraw pytanie")
    asked = await scene.group.expect("Jak ma brzmieć pytanie")
    scene.ewa.send("Do kiedy składa się CIT-8?", reply_to=asked)
    await scene.group.expect("Do kiedy składa się CIT-8?")
    await looked(scene, draft)
    scene.ewa.click(draft, "Wyślij do zatwierdzenia")
    await scene.group.expect(
        "wróciła do poprawki.*To samo pytanie ma już inny wpis", timeout=TRIED
    )
    assert (await row(scene)).state == "draft"
    assert not any("czeka na drugą osobę" in one.text for one in scene.group.messages())


async def test_a_ticket_is_proposed_once_and_again_when_it_was_given_up(scene: Scene) -> None:
    draft = await drafted(scene)
    card = next(one for one in scene.group.messages() if "#1 ✅" in one.text)
    assert "Zaproponuj do bazy" not in [button["text"] for button in card.buttons]
    scene.ewa.click(draft, "Zrezygnuj")
    await scene.group.expect("Propozycja wycofana przez autora")
    await scene.settle()
    assert "Zaproponuj do bazy" in [button["text"] for button in card.buttons]


async def test_a_draft_that_was_left_is_given_up_and_its_author_is_told(scene: Scene) -> None:
    await drafted(scene)
    await scene.forward(days=29)
    assert (await row(scene)).state == "draft"
    await scene.forward(days=1, hours=12)
    assert (await row(scene)).state == "draft"  # nobody is told at night
    await scene.forward(hours=11)
    told = await scene.group.expect("Ewa, szkic .* leżał 30 dni .*Pod sprawą #1")
    assert UNCOVERED in told.text
    await scene.settle()
    drafts = [one for one in scene.group.messages() if "Szkic odłożony" in one.text]
    assert [one.buttons for one in drafts] == [[]]
    assert (await row(scene)).ended == "left"
    assert await scene.audited("proposal_left") == ["proposal_left"]


async def test_an_answer_that_is_too_long_is_cut_after_a_sentence_and_that_is_said(
    scene: Scene,
) -> None:
    sentence = "Traktor może jechać, gdy ma ważne badanie techniczne i polisę. "
    draft = await drafted(scene, (sentence * 60).strip())
    assert "do 3500 znaków, a ta była dłuższa" in draft.text
    answer = (await row(scene)).answer
    assert (answer.endswith("i polisę."), 3400 < len(answer) <= 3500) == (True, True)

    scene.ewa.click(draft, "Popraw pytanie")
    asked = await scene.group.expect("Jak ma brzmieć pytanie")
    scene.ewa.send("Czy traktor może jechać w paradzie?", reply_to=asked)
    await scene.group.expect("szkic.*Czy traktor może jechać w paradzie.*a ta była dłuższa")
    await looked(scene, draft)
    scene.ewa.click(draft, "Popraw odpowiedź")
    scene.ewa.send("Może.", reply_to=await scene.group.expect("Jak ma brzmieć odpowiedź"))
    await scene.group.expect("^(?!.*a ta była dłuższa).*szkic.*Może")


@pytest.mark.parametrize(
    ("name", "told"), [("stowarzyszenie-krs", "właśnie ktoś zmienia"), ("znikl", "nie ma już")]
)
async def test_an_author_is_told_why_an_answer_cannot_be_sent_now(
    reading: Scene, name: str, told: str
) -> None:
    draft = await drafted(reading)
    chosen = {"kind": "edit", "name": name}
    await reading.house.database.write(
        lambda conn: proposals.move(conn, 1, was=("draft",), **chosen)
    )
    page = reading.house.library.directory / "faq/legal/stowarzyszenie-krs.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nDopisane.\n", encoding="utf-8")
    answer = await reading.ewa.click(draft, "Wyślij do zatwierdzenia").answered()
    assert told in answer["text"]


async def test_only_the_holder_proposes(scene: Scene) -> None:
    card = await closed(scene)
    told = await scene.marek.click(card, "Zaproponuj do bazy").answered()
    assert told["text"] == "Sprawę prowadzi Ewa."


@pytest.mark.parametrize(
    "words",
    [
        "Co słychać w mojej sprawie, mój wniosek numer 5 o grant?",
        "Przyszło pismo z urzędu skarbowego, co mamy odpisać?",
    ],
)
async def test_a_private_matter_is_never_offered(scene: Scene, words: str) -> None:
    scene.anna.send(words)
    await scene.anna.expect("Sprawa #1")
    card = await scene.group.expect("#1 🔵")
    scene.ewa.send("Jest w ocenie.", reply_to=card)
    await scene.group.expect("Ostatnia odpowiedź: wysłana")
    scene.ewa.click(card, "Zamknij")
    await scene.group.expect("zamknięta")
    await scene.settle()
    assert "Zaproponuj do bazy" not in [button["text"] for button in card.buttons]
    told = await scene.press(scene.ewa, card, encode("propose", 1)).answered()
    assert told["text"] == "To już nieaktualne. Odświeżam."


async def test_a_question_without_a_ticket_begins_without_an_answer(scene: Scene) -> None:
    """As the list of gaps does it."""

    def work(conn: Connection) -> int:
        return begin(
            conn,
            scene.house.services.desk("gap"),
            question_text="Czy Anna może wozić traktorem dzieci?",
            topic="legal",
            author_id=scene.ewa.id,
            name="Ewa",
            thread="group/coordination",
        )

    scene.ewa.send("dzień dobry", chat=scene.group)
    await scene.settle()
    await scene.house.database.write(work)
    scene.house.services.ponder()
    draft = await scene.group.expect("szkic.*Odpowiedzi jeszcze nie ma", thread=scene.coordination)
    await looked(scene, draft)
    assert "Wyślij do zatwierdzenia" not in [button["text"] for button in draft.buttons]

    scene.ewa.send("Nie może.", reply_to=draft)
    await scene.group.expect("szkic.*Nie może", thread=scene.coordination)
    await looked(scene, draft)
    scene.ewa.click(draft, "Wyślij do zatwierdzenia")
    card = await carded(scene)
    scene.marek.click(card, "Zatwierdź")
    await scene.group.expect("W bazie.*Marek", thread=scene.coordination)


async def test_a_file_that_changed_underneath_makes_a_card_and_wins(reading: Scene) -> None:
    scene, directory = reading, reading.house.library.directory
    page = directory / "faq/promotion/plakat.md"
    entry = scene.house.library.current.base.entries["plakat"]
    values = {"kind": "wording", "name": "plakat", "text": WAY, "base": mark_of_answer(entry)}

    def work(conn: Connection) -> None:
        who = {"author_id": scene.ewa.id, "author": "Ewa", "thread": "group/promotion"}
        ident = proposals.begin(conn, scene.clock.now(), topic="promotion", question=WAY, **who)
        moment = {"state": "approved", "decided_at": scene.clock.now()}
        proposals.move(conn, ident, was=("draft",), **values, **moment)

    await scene.house.database.write(work)
    await scene.forward(seconds=20)
    assert scene.house.library.current.base.entries["plakat"].rehearsed == (WAY,)

    page.write_text(page.read_text(encoding="utf-8") + "\nZupełnie inaczej.\n", encoding="utf-8")
    await scene.forward(seconds=20)

    card = await scene.group.expect(
        "Sposób pytania z bazy przestał działać", thread=scene.coordination
    )
    assert "Odpowiedź, do której prowadził, zmieniła się" in card.text
    assert scene.house.library.current.base.entries["plakat"].rehearsed == ()
    await scene.forward(seconds=20)
    told = [one for one in scene.group.messages() if "przestał działać" in one.text]
    assert len(told) == 1

    scene.ewa.send("dzień dobry", chat=scene.group)
    await scene.settle()
    scene.ewa.click(card, "Wycofaj z bazy")
    await scene.group.expect("nowy sposób pytania .* już nie obowiązuje. Wycofuje: Ewa")
    assert (await row(scene)).state == "stopped"


async def test_what_waits_is_tried_again_when_the_knowledge_changes(reading: Scene) -> None:
    card = await offered(reading)
    page = reading.house.library.directory / "faq/legal/zarzad-zmiana.md"
    text = page.read_text(encoding="utf-8")
    question = "question: Czy stary traktor z remizy może jechać w paradzie przez miasto?"
    page.write_text(text.replace("question: Jak zgłosić zmianę zarządu?", question), "utf-8")

    await reading.forward(seconds=20)

    await reading.group.expect("wróciła do autora", thread=reading.coordination, timeout=TRIED)
    assert (await row(reading)).state == "draft"
    assert (await reading.group_message(card)).rows == []
    draft = next(one for one in reading.group.messages() if "wróciła do poprawki" in one.text)
    assert "To samo pytanie ma już inny wpis" in draft.text

    reading.ewa.click(draft, "Zrezygnuj")
    given_up = await reading.group.expect(
        "Wycofane przez autora: Ewa", thread=reading.coordination
    )
    assert given_up.message_id == card.message_id


async def test_a_trial_waits_for_files_to_be_right_and_is_made_then(reading: Scene) -> None:
    draft = await drafted(reading)
    page = reading.house.library.directory / "faq/legal/zarzad-zmiana.md"
    right = page.read_text(encoding="utf-8")
    page.write_text("---\nquestion: Co?\n", encoding="utf-8")
    reading.ewa.click(draft, "Wyślij do zatwierdzenia")
    assert "nie da się teraz zrobić, bo w plikach bazy jest błąd" in (await carded(reading)).text

    page.write_text(right, encoding="utf-8")
    await reading.forward(seconds=20)
    await reading.group.expect("czeka na drugą osobę.*Próba:", thread=reading.coordination)


async def test_an_answer_that_does_not_fit_any_more_is_called_by_its_entry(
    reading: Scene,
) -> None:
    page = reading.house.library.directory / "faq/promotion/plakat.md"
    there = page.read_text(encoding="utf-8")
    values = {"kind": "edit", "name": "plakat", "text": there + "\nDłużej.\n"}
    moment = {"state": "approved", "decided_at": reading.clock.now()}

    def work(conn: Connection) -> None:
        who = {"author_id": reading.ewa.id, "author": "Ewa", "thread": "group/promotion"}
        asked = {"topic": "promotion", "question": WAY}
        ident = proposals.begin(conn, reading.clock.now(), **asked, **who)
        over = {"base": mark_of_file(there)}
        proposals.move(conn, ident, was=("draft",), **values, **over, **moment)

    await reading.house.database.write(work)
    await reading.forward(seconds=20)
    assert "Dłużej" in reading.house.library.current.base.entries["plakat"].answer
    page.write_text(there + "\nZupełnie inaczej.\n", encoding="utf-8")
    await reading.forward(seconds=20)

    card = await reading.group.expect("Nowa odpowiedź we wpisie przestała działać")
    assert reading.house.library.current.base.entries["plakat"].question in card.text
    assert WAY not in card.text


async def test_in_a_group_without_topics_it_is_the_same(plain: Scene) -> None:
    plain.ewa.click(await closed(plain), "Zaproponuj do bazy")
    draft = await plain.group.expect("Propozycja do bazy.*szkic")
    await looked(plain, draft)
    plain.ewa.click(draft, "Wyślij do zatwierdzenia")
    card = await plain.group.expect("czeka na drugą osobę", timeout=TRIED)
    plain.marek.click(card, "Zatwierdź")
    await plain.group.expect("W bazie.*Marek")


async def test_a_restart_while_it_is_tried_loses_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path, forum=True) as scene:
        await scene.link(topics=7)
        await scene.meet_anna()
        draft = await drafted(scene)
        scene.house.scheduler.stop()  # as if it ended right after the press
        scene.ewa.click(draft, "Wyślij do zatwierdzenia")
        await scene.group.expect("sprawdzam")
    async with stage(tmp_path, forum=True) as again:
        await again.house.proposals.do()
        found = await row(again)
        assert (found.state, (found.bench or {}).get("complaints")) == ("offered", [])


@pytest.mark.parametrize("words", ["/notatka sprawdzić", "to nie to"])
async def test_talk_under_a_card_changes_nothing(scene: Scene, words: str) -> None:
    card = await offered(scene)
    before = await row(scene)
    scene.marek.send(words, reply_to=card)
    await scene.settle()
    assert await row(scene) == before
