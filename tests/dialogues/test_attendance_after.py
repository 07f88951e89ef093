"""What follows a meeting: tests, opinions, materials, certificates, a kind word to the absent."""

from __future__ import annotations

import io

import pytest
import pytest_asyncio
from python_calamine import CalamineWorkbook

from bot.domain.callbacks import encode
from bot.simulator.model import Message
from bot.simulator.people import Person
from bot.storage import occasions, surveys
from bot.storage.programme_tables import certificate, survey, survey_answer
from bot.storage.tables import outbox
from tests.dialogues.meeting import SMALL, Meeting, file_of, rows_of
from tests.dialogues.scene import COVERED, Scene
from tests.pdf_text import text_of

pytestmark = pytest.mark.usefixtures("typing_fast")

RIGHT = ("fakturę", "pięć lat", "skarbnik")
WRONG = ("zdjęcie", "rok", "listonosz")


@pytest_asyncio.fixture
async def meeting(scene: Scene) -> Meeting:
    meeting = Meeting(scene)
    await meeting.ready()
    return meeting


@pytest_asyncio.fixture
async def small(scene: Scene) -> Meeting:
    meeting = Meeting(scene, SMALL)
    await meeting.ready()
    return meeting


async def newcomer(scene: Scene, name: str) -> Person:
    person = scene.newcomer(name)
    person.start()
    await person.expect("Kto tu odpowiada")
    person.skip()
    return person


async def take_test(who: Person, start: Message, answers: tuple[str, ...]) -> None:
    who.click(start, "Zaczynam")
    for number, said in enumerate(answers, 1):
        who.click(await who.expect(f"Pytanie {number} z 3"), said)


async def after_panel(scene: Scene, meeting: Meeting) -> Message:
    scene.zofia.click(await meeting.panel(scene.zofia), "Po spotkaniu")
    return await scene.zofia.expect("po spotkaniu|przygotowania", where=lambda one: bool(one.rows))


# -- tests


async def test_the_test_before_comes_on_the_evening_before(scene: Scene, meeting: Meeting) -> None:
    anna = await meeting.list_up("Anna Żuk", scene.anna)
    await meeting.list_up("Jan Nowak")
    await meeting.begins(days=-2)
    await meeting.begins(days=-1, hours=7, minutes=40)  # 17:10
    start = await scene.anna.expect("trzy krótkie pytania")
    assert "sobota, 13\u00a0marca, 09:30" in start.text

    await take_test(scene.anna, start, WRONG)
    done = await scene.anna.expect("Odpowiedzi poznamy razem")
    assert done.rows == []

    found = await scene.house.database.read(lambda conn: surveys.find(conn, anna, "before"))
    assert found is not None and (found.answered, found.passed) == (3, False)


async def test_who_comes_without_having_done_it_gets_the_test_at_the_door(
    scene: Scene, meeting: Meeting
) -> None:
    await meeting.list_up("Anna Żuk", scene.anna)
    await meeting.begins(minutes=-20)
    page = await meeting.page(scene.zofia)
    scene.zofia.click(page, "Anna Żuk")
    start = await scene.anna.expect("trzy krótkie pytania na początek")
    await take_test(scene.anna, start, RIGHT)
    await scene.anna.expect("Odpowiedzi poznamy razem")


async def test_a_question_counts_once_whoever_taps_how_often(
    scene: Scene, meeting: Meeting
) -> None:
    anna = await meeting.list_up("Anna Żuk", scene.anna)
    await meeting.begins(minutes=-20)
    scene.zofia.click(await meeting.page(scene.zofia), "Anna Żuk")
    scene.anna.click(await scene.anna.expect("trzy krótkie pytania"), "Zaczynam")
    first = await scene.anna.expect("Pytanie 1 z 3")
    data = encode("before_a", anna, 0)
    for _ in range(3):
        scene.press(scene.anna, first, data)
    await scene.anna.expect("Pytanie 2 z 3")
    scene.press(scene.anna, first, encode("before_d", anna, 1))  # there is no such option
    marek = await newcomer(scene, "Marek")
    scene.press(marek, marek.messages[-1], encode("before_a", anna, 1))
    found = await rows_of(scene, survey_answer)
    assert [(row.question, row.value, row.registration_id) for row in found] == [(0, 1, anna)]


# -- the end, and the day after


async def test_those_who_came_get_materials_and_the_test_after(
    scene: Scene, meeting: Meeting
) -> None:
    anna = await meeting.list_up("Anna Żuk", scene.anna)
    maria = await newcomer(scene, "Maria")
    await meeting.list_up("Maria Lis", maria)
    after = await after_panel(scene, meeting)
    scene.zofia.click(after, "Dodaj materiały")
    await scene.zofia.expect("proszę wysłać plik")
    scene.zofia.send_document(name="wzor.pdf", caption="Wzór opisu <i>")
    await scene.zofia.expect("Zapisane. Razem: 1")
    await meeting.begins(minutes=5)
    await meeting.mark(anna)

    await meeting.ends(minutes=1)
    await scene.anna.expect("Materiały ze spotkania")
    brought = await scene.anna.expect(where=lambda one: one.kind == "document")
    assert brought.text == "Wzór opisu <i>"
    await take_test(scene.anna, await scene.anna.expect("te same trzy pytania"), RIGHT)
    await scene.anna.expect("Dobrych odpowiedzi: 3 z 3")
    await scene.settle()
    assert not any("Materiały" in one.text for one in maria.messages)

    await scene.forward(minutes=5)
    owed = [row for row in await rows_of(scene, outbox) if row.operation == "material"]
    assert len(owed) == 1

    scene.press(scene.anna, scene.anna.messages[-1], encode("materials", number_of(meeting)))
    await scene.anna.expect(where=lambda one: one.kind == "document")
    scene.press(maria, maria.messages[-1], encode("materials", number_of(meeting)))
    await scene.settle()
    assert not any(one.kind == "document" for one in maria.messages)


def number_of(meeting: Meeting) -> int:
    return occasions.number_of_occasion(meeting.id)


async def test_a_material_added_later_goes_to_those_who_came(
    scene: Scene, meeting: Meeting
) -> None:
    anna = await meeting.list_up("Anna Żuk", scene.anna)
    await meeting.mark(anna)
    await meeting.ends(minutes=1)
    scene.zofia.click(await after_panel(scene, meeting), "Dodaj materiały")
    await scene.zofia.expect("Dostaną go teraz")
    scene.zofia.send_photo(caption="Tablica")
    await scene.anna.expect(where=lambda one: one.kind == "photo")


async def opine(who: Person, start: Message, mark: int, words: str | None) -> None:
    who.click(start, "Zaczynam")
    for number in (1, 2, 3):
        asked = await who.expect(f"Pytanie {number} z 4")
        who.press_button(asked, asked.buttons[mark - 1])
    last = await who.expect("Co było najlepsze")
    if words is None:
        who.click(last, "Pomiń")
    else:
        who.send(words)
    await who.expect("Dziękujemy za opinię")


async def test_opinions_are_asked_for_next_morning_and_carry_no_name(
    scene: Scene, meeting: Meeting
) -> None:
    guests = [await newcomer(scene, name) for name in ("Ala", "Ela", "Ola", "Ula", "Iga")]
    idents = [await meeting.list_up(f"{who.user.first_name} Nowak", who) for who in guests]
    await meeting.mark(*idents)
    await meeting.ends(minutes=1)
    await meeting.ends(hours=17)  # 8:00
    assert not any("jak było?" in one.text for who in guests for one in who.messages)
    await meeting.ends(hours=18, minutes=1)

    for at, who in enumerate(guests[:4]):
        await opine(who, await who.expect("jak było\\?"), 4, f"Dobry obiad {at}")
    panel = await after_panel(scene, meeting)
    scene.zofia.click(panel, "Testy i opinie")
    few = await scene.zofia.expect("Opinie: 4")
    assert "Pokażemy je od 5 opinii" in few.text and "Dobry obiad" not in few.text

    await opine(guests[4], await guests[4].expect("jak było\\?"), 5, None)
    scene.zofia.click(panel, "Testy i opinie")
    enough = await scene.zofia.expect("Opinie: 5")
    assert "Przydatność: 4,2" in enough.text and "Dobry obiad 3" in enough.text

    kept = [row for row in await rows_of(scene, survey_answer) if row.part == "opinion"]
    assert len(kept) == 19
    assert {(row.registration_id, row.at) for row in kept} == {(None, None)}
    assert {row.done_at for row in await rows_of(scene, survey) if row.part == "opinion"} == {None}


async def test_a_plain_question_is_no_opinion(scene: Scene, meeting: Meeting) -> None:
    anna = await meeting.list_up("Anna Żuk", scene.anna)
    await meeting.mark(anna)
    await meeting.ends(minutes=1)
    await meeting.ends(hours=18, minutes=1)
    scene.anna.click(await scene.anna.expect("jak było\\?"), "Zaczynam")
    for number in (1, 2, 3):
        scene.anna.click(await scene.anna.expect(f"Pytanie {number} z 4"), "^⭐$")
    await scene.anna.expect("Co było najlepsze")
    scene.anna.send(COVERED)
    await scene.anna.expect("siedmiu założycieli")
    assert [row for row in await rows_of(scene, survey_answer) if row.text] == []


async def test_who_did_not_come_is_asked_kindly_and_stands_in_the_list(
    scene: Scene, meeting: Meeting
) -> None:
    anna = await meeting.list_up("Anna Żuk", scene.anna)
    maria = await newcomer(scene, "Maria")
    late = await meeting.list_up("Maria Lis", maria)
    await meeting.list_up("Jan Nowak")
    await meeting.ends(minutes=1)
    await meeting.mark(late)  # from the signed list, in the evening
    await meeting.ends(hours=18, minutes=1)
    question = await scene.anna.expect("nie udało nam się spotkać")
    assert not any("nie udało nam się" in one.text for one in maria.messages)
    scene.anna.click(question, "Coś wypadło")
    await scene.anna.expect("Do zobaczenia innym razem")
    scene.press(maria, maria.messages[-1], encode("absent_a", anna))

    scene.zofia.click(await after_panel(scene, meeting), "Kogo nie było")
    listed = await scene.zofia.expect("Nie było: 2")
    assert "Anna Żuk, KGW Łąck: coś wypadło" in listed.text
    assert "Jan Nowak" in listed.text and "Maria Lis" not in listed.text


async def test_a_bot_that_was_away_for_ten_days_says_nothing_any_more(
    scene: Scene, meeting: Meeting
) -> None:
    anna = await meeting.list_up("Anna Żuk", scene.anna)
    await meeting.mark(anna)
    told = len(scene.anna.messages)
    await meeting.ends(days=10)
    assert len(scene.anna.messages) == told


# -- certificates


async def issue(scene: Scene, meeting: Meeting) -> Message:
    scene.zofia.click(await after_panel(scene, meeting), "Wystaw zaświadczenia")
    asked = await scene.zofia.expect("Do wystawienia|Nikt teraz nie czeka")
    if asked.rows:
        scene.zofia.click(asked, "Wystaw zaświadczenia")
        await scene.zofia.expect("Wystawione:")
    return asked


async def test_certificates_are_numbered_by_surname_and_sent_to_each(
    scene: Scene, small: Meeting
) -> None:
    anna = await small.list_up("Anna Żuk", scene.anna)
    jan = await small.list_up("Jan Ćwik")
    await small.mark(anna, jan)
    await small.ends(minutes=1)
    asked = await issue(scene, small)
    assert "Do wystawienia: 2" in asked.text

    page = text_of(file_of(scene, await scene.anna.expect("Zaświadczenie: Plakat")))
    for words in ("Zaświadczenie", "nr 2/2027", "Anna Żuk", "Plakat na płot", "3\u00a0godziny"):
        assert words in page
    assert "środa, 7\u00a0kwietnia 2027" in page
    printed = next(one for one in scene.zofia.messages if "Do druku: 1" in one.text)
    assert "Jan Ćwik" in text_of(file_of(scene, printed))
    rows = await rows_of(scene, certificate)
    assert [(row.number, row.year, row.name) for row in rows] == [
        (1, 2027, "Jan Ćwik"), (2, 2027, "Anna Żuk"),
    ]  # fmt: skip

    scene.press(scene.zofia, asked, encode("cert_issue", number_of(small), 2))
    assert len(await rows_of(scene, certificate)) == 2
    assert "Nikt teraz nie czeka" in (await issue(scene, small)).text


async def test_a_cancelled_certificate_leaves_its_number_in_the_register(
    scene: Scene, small: Meeting
) -> None:
    anna = await small.list_up("Anna Żuk", scene.anna)
    await small.mark(anna)
    await small.ends(minutes=1)
    await issue(scene, small)
    scene.press(scene.zofia, scene.zofia.messages[-1], encode("att_away", anna))
    one = await scene.zofia.expect("Zaświadczenie nr 1/2027")
    assert (await small.registration(anna)).present_at is not None
    assert one.rows == [["Unieważnij zaświadczenie"]]
    scene.zofia.click(one, "Unieważnij")
    scene.zofia.click(await scene.zofia.expect("Unieważnić"), "Tak, unieważnij")
    await scene.anna.expect("Zaświadczenie nr 1/2027 .* jest nieważne")
    await issue(scene, small)
    scene.zofia.click(await after_panel(scene, small), "Rejestr")
    sheet = await scene.zofia.expect("Rejestr zaświadczeń")
    table = read(file_of(scene, sheet), "Rejestr")
    assert [(row[0], row[1], bool(row[6])) for row in table[1:]] == [
        ("1/2027", "Anna Żuk", True), ("2/2027", "Anna Żuk", False),
    ]  # fmt: skip


async def test_without_the_test_that_is_asked_for_there_is_no_certificate(
    scene: Scene, meeting: Meeting
) -> None:
    anna = await meeting.list_up("Anna Żuk", scene.anna)
    maria = await newcomer(scene, "Maria")
    jan = await meeting.list_up("Jan Nowak")
    await meeting.mark(anna, jan, await meeting.list_up("Maria Lis", maria))
    await meeting.ends(minutes=1)
    await take_test(scene.anna, await scene.anna.expect("te same trzy"), RIGHT)
    await take_test(maria, await maria.expect("te same trzy"), WRONG)
    await maria.expect("Dobrych odpowiedzi: 0 z 3")

    scene.press(scene.zofia, scene.zofia.messages[-1], encode("att_who", jan))
    scene.zofia.click(await scene.zofia.expect("Na miejscu"), "test na papierze")
    asked = await issue(scene, meeting)
    assert "Do wystawienia: 2" in asked.text and "Maria Lis" in asked.text
    rows = await rows_of(scene, certificate)
    assert [row.name for row in rows] == ["Jan Nowak", "Anna Żuk"]
    await maria.expect_none(0.2, "Zaświadczenie")


async def test_no_certificate_before_the_end(scene: Scene, small: Meeting) -> None:
    anna = await small.list_up("Anna Żuk", scene.anna)
    await small.begins()
    await small.mark(anna)
    panel = await after_panel(scene, small)
    scene.press(scene.zofia, panel, encode("cert_issue", number_of(small), 1))
    assert await rows_of(scene, certificate) == []


# -- figures


def read(content: bytes, sheet: str) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return list(book.get_sheet_by_name(sheet).to_python())


async def test_figures_go_out_as_text_that_nothing_works_out(
    scene: Scene, meeting: Meeting
) -> None:
    evil = '=HYPERLINK("http://zly.example","x")'
    anna = await meeting.list_up("Anna Żuk", scene.anna, organisation=evil, commune="Bielsk")
    await meeting.list_up("@SUM(1)", organisation="+48", commune="Łąck")
    await meeting.list_up("Kto Czeka", seat=False)
    await meeting.begins()
    await meeting.mark(anna)
    panel = await after_panel(scene, meeting)
    scene.zofia.click(panel, "^Frekwencja$")
    figures = await scene.zofia.expect("Zgłoszenia razem: 3")
    assert "Obecni: 1" in figures.text
    assert "Bielsk: 1 z 1" in figures.text and "Łąck: 0 z 1" in figures.text

    scene.zofia.click(panel, "w arkuszu")
    content = file_of(scene, await scene.zofia.expect("Frekwencja w arkuszu: "))
    table = read(content, "Lista")
    assert {(row[1], row[2], row[6]) for row in table[1:]} == {
        ("Anna Żuk", evil, "tak"), ("@SUM(1)", "+48", "nie"), ("Kto Czeka", "KGW Łąck", "nie"),
    }  # fmt: skip
    assert formulas(content) == 0
    assert read(content, "Gminy")[1:] == [["Bielsk", 1, 1], ["Łąck", 1, 0], ["razem", 2, 1]]


def formulas(content: bytes) -> int:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = [book.read(name) for name in book.namelist() if "worksheets/" in name]
    return sum(sheet.count(b"<f>") + sheet.count(b"<hyperlink") for sheet in sheets)
