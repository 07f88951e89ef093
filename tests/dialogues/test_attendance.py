"""Lists of meetings: who may see them, who is on them, and who has come."""

from __future__ import annotations

import pytest
import pytest_asyncio

from bot.domain.callbacks import encode
from bot.programme.attendance import PART
from bot.storage import occasions
from bot.storage.programme_tables import occasion_file, registration
from tests.dialogues.meeting import SMALL, Meeting, file_of, rows_of
from tests.dialogues.scene import COVERED, Scene
from tests.pdf_text import text_of

pytestmark = pytest.mark.usefixtures("typing_fast")


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


@pytest_asyncio.fixture
async def ewa_in_private(scene: Scene) -> None:
    """Let Ewa be known as a member of the group, and open the bot in private."""
    scene.ewa.send("/kolejka", chat=scene.group, thread=scene.coordination)
    await scene.group.expect("Kolejka jest pusta")
    scene.ewa.start()
    await scene.ewa.expect("Kto tu odpowiada")
    scene.ewa.skip()


async def test_a_list_is_opened_in_private_with_its_counts(scene: Scene, meeting: Meeting) -> None:
    await meeting.list_up("Anna Żuk", scene.anna)
    await meeting.list_up("Jan Nowak")
    await meeting.list_up("Maria Ćwik", seat=False)

    panel = await meeting.panel(scene.zofia)

    assert "sobota, 13\u00a0marca, 09:30" in panel.text
    assert "Z miejscem: 2 z 20" in panel.text
    assert "Lista rezerwowa: 1" in panel.text
    assert "Obecni: 0" in panel.text


async def test_a_leader_has_no_lists(scene: Scene, meeting: Meeting) -> None:
    scene.anna.send("/lista")
    await scene.anna.expect("Nie znam tego polecenia|polecen")
    assert not any("Które spotkanie" in one.text for one in scene.anna.messages)


async def test_the_group_sees_names_and_no_phones(scene: Scene, meeting: Meeting) -> None:
    await meeting.list_up("Jan Nowak", phone="600100200")
    scene.ewa.send("/lista", chat=scene.group, thread=scene.coordination)
    choice = await scene.group.expect("Które spotkanie", thread=scene.coordination)
    scene.ewa.click(choice, "Księgi")
    panel = await scene.group.expect("Obecni: 0", thread=scene.coordination)
    assert panel.rows == [["Nowak"]]
    scene.ewa.click(panel, "Nowak")
    page = await scene.group.expect("Jan Nowak", thread=scene.coordination)
    assert "600100200" not in page.text


async def test_people_stand_by_surname_as_the_polish_alphabet_has_it(
    scene: Scene, meeting: Meeting
) -> None:
    for name in ("Adam Żuk", "Zofia Łuk", "Jan Luty", "Ewa Ćwik", "Jan Cis"):
        await meeting.list_up(name)
    page = await meeting.page(scene.zofia)
    order = [page.text.index(name) for name in ("Cis", "Ćwik", "Luty", "Łuk", "Żuk")]
    assert order == sorted(order)


async def test_a_tap_marks_somebody_as_here_and_a_second_one_takes_it_back(
    scene: Scene, meeting: Meeting
) -> None:
    jan = await meeting.list_up("Jan Nowak")
    await meeting.begins(minutes=-30)
    page = await meeting.page(scene.zofia)

    scene.zofia.click(page, "Jan Nowak")
    await scene.zofia.expect("✅ Jan Nowak")
    assert (await meeting.registration(jan)).present_by == "list"

    scene.zofia.click(page, "Jan Nowak")
    await scene.zofia.expect("▫️ Jan Nowak")
    assert (await meeting.registration(jan)).present_at is None


@pytest.mark.usefixtures("ewa_in_private")
async def test_all_open_panels_follow_a_tap(scene: Scene, meeting: Meeting) -> None:
    await meeting.list_up("Jan Nowak")
    await meeting.begins(minutes=-30)
    panel = await meeting.panel(scene.ewa)
    page = await meeting.page(scene.zofia)
    scene.zofia.click(page, "Jan Nowak")
    assert (await scene.ewa.expect("Obecni: 1")).message_id == panel.message_id


async def test_two_taps_that_mean_the_same_mean_it_once(scene: Scene, meeting: Meeting) -> None:
    jan = await meeting.list_up("Jan Nowak")
    await meeting.begins()
    page = await meeting.page(scene.zofia)
    data = encode("att_here", jan)
    scene.press(scene.zofia, page, data)
    scene.press(scene.zofia, page, data)
    await scene.zofia.expect("✅ Jan Nowak")
    assert (await meeting.registration(jan)).present_at is not None


async def test_before_the_day_nobody_can_be_marked_as_here(scene: Scene, meeting: Meeting) -> None:
    jan = await meeting.list_up("Jan Nowak")
    page = await meeting.page(scene.zofia)
    assert page.rows == []
    scene.press(scene.zofia, page, encode("att_here", jan))
    assert (await meeting.registration(jan)).present_at is None


async def test_somebody_is_looked_up_by_the_beginning_of_a_name(
    scene: Scene, meeting: Meeting
) -> None:
    await meeting.list_up("Jan Nowak", phone="600100200", needs="podjazd")
    await meeting.list_up("Maria Górska")
    panel = await meeting.panel(scene.zofia)
    scene.zofia.click(panel, "Szukaj osoby")
    await scene.zofia.expect("Kogo szukasz")
    scene.zofia.send("Ktoś")
    await scene.zofia.expect("Nikogo takiego")
    scene.zofia.send("nowa")
    found = await scene.zofia.expect("kto pasuje")
    assert found.rows == [["Jan Nowak"], ["Anuluj"]]
    scene.zofia.click(found, "Jan Nowak")
    one = await scene.zofia.expect("600100200")
    assert "podjazd" in one.text


async def test_a_plain_question_is_answered_while_a_name_is_expected(
    scene: Scene, meeting: Meeting
) -> None:
    await meeting.list_up("Jan Nowak")
    panel = await meeting.panel(scene.zofia)
    scene.zofia.click(panel, "Szukaj osoby")
    await scene.zofia.expect("Kogo szukasz")
    scene.zofia.send(COVERED)
    await scene.zofia.expect("siedmiu założycieli")


# -- people without Telegram


async def add_by_phone(scene: Scene, meeting: Meeting, name: str = "Halina Żak") -> None:
    panel = await meeting.panel(scene.ewa)
    scene.ewa.click(panel, "Dopisz osobę")
    await scene.ewa.expect("Imię i nazwisko")
    scene.ewa.send(name)
    await scene.ewa.expect("Telefon albo adres")
    scene.ewa.send("600 100 200")
    await scene.ewa.expect("Organizacja, koło")
    scene.ewa.send("KGW Łąck")
    communes = await scene.ewa.expect("Z jakiej gminy")
    scene.ewa.click(communes, "Łąck")
    notice = await scene.ewa.expect("Przeczytaj tej osobie")
    assert "Administratorem danych" in notice.text
    scene.ewa.click(notice, "Przeczytane, wpisz")


@pytest.mark.usefixtures("ewa_in_private")
async def test_an_advisor_enters_somebody_without_telegram(scene: Scene, meeting: Meeting) -> None:
    await add_by_phone(scene, meeting)
    await scene.ewa.expect("miejsce zapisane")

    (one,) = await meeting.everybody()
    assert (one.state, one.name, one.phone, one.commune) == (
        "seated", "Halina Żak", "600100200", "Łąck",
    )  # fmt: skip
    assert (one.person_id, one.channel, one.added_by) == (None, "phone", scene.ewa.id)
    assert (await meeting.row()).taken == 1


@pytest.mark.usefixtures("ewa_in_private")
async def test_what_is_no_phone_and_no_address_is_asked_again(
    scene: Scene, meeting: Meeting
) -> None:
    panel = await meeting.panel(scene.ewa)
    scene.ewa.click(panel, "Dopisz osobę")
    await scene.ewa.expect("Imię i nazwisko")
    scene.ewa.send("Halina Żak")
    await scene.ewa.expect("Telefon albo adres")
    scene.ewa.send("zadzwonię sama")
    again = await scene.ewa.expect("nie wygląda na telefon")
    assert again.rows == [["Anuluj"]]
    scene.ewa.send("halina@example.org")
    await scene.ewa.expect("Organizacja, koło")
    scene.ewa.send("anuluj")
    await scene.ewa.expect("Anulowane")
    assert await meeting.everybody() == []


@pytest.mark.usefixtures("ewa_in_private")
async def test_a_full_meeting_lets_wait_and_then_refuses(scene: Scene, small: Meeting) -> None:
    await small.list_up("Jan Nowak")
    await small.list_up("Maria Górska")
    await add_by_phone(scene, small, "Halina Żak")
    await scene.ewa.expect("lista rezerwowa, miejsce 1")
    await add_by_phone(scene, small, "Irena Bąk")
    await scene.ewa.expect("Nikogo nie wpisaliśmy")
    assert [one.name for one in await small.everybody() if one.state == "waiting"] == [
        "Halina Żak"
    ]


@pytest.mark.usefixtures("ewa_in_private")
async def test_a_seat_that_one_who_waits_will_be_offered_is_not_given_to_a_newcomer(
    scene: Scene, small: Meeting
) -> None:
    await small.list_up("Jan Nowak")
    await small.list_up("Maria Górska", seat=False)
    panel = await small.panel(scene.ewa)
    assert "Z miejscem: 1 z 2" in panel.text
    await add_by_phone(scene, small)
    await scene.ewa.expect("Nikogo nie wpisaliśmy|lista rezerwowa")
    assert (await small.row()).taken == 1


async def test_somebody_is_struck_off_after_a_question_and_told(
    scene: Scene, meeting: Meeting
) -> None:
    anna = await meeting.list_up("Anna Żuk", scene.anna)
    panel = await meeting.panel(scene.zofia)
    scene.zofia.click(panel, "Szukaj osoby")
    await scene.zofia.expect("Kogo szukasz")
    scene.zofia.send("Żuk")
    scene.zofia.click(await scene.zofia.expect("kto pasuje"), "Anna Żuk")
    scene.zofia.click(await scene.zofia.expect("Ma miejsce"), "Wypisz")
    question = await scene.zofia.expect("Wypisać z listy")
    assert (await meeting.registration(anna)).state == "seated"

    scene.zofia.click(question, "Tak, wypisz")
    await scene.anna.expect("Nie ma Cię już na liście")
    assert (await meeting.registration(anna)).left_why == "organiser"
    assert (await meeting.row()).taken == 0

    scene.press(scene.zofia, question, encode("att_struck", anna, 0))
    assert (await meeting.row()).taken == 0


# -- the door


@pytest.mark.usefixtures("ewa_in_private")
async def test_only_the_coordinator_lets_more_in_than_there_are_seats(
    scene: Scene, small: Meeting
) -> None:
    await small.list_up("Jan Nowak")
    await small.list_up("Maria Górska")
    await small.begins()
    for who in (scene.ewa, scene.zofia):
        panel = await small.panel(who)
        who.click(panel, "Dopisz z sali")
        await who.expect("osoby z sali")
        who.send("Halina Żak")
        who.click(await who.expect("Telefon albo adres"), "Bez kontaktu")
        who.click(await who.expect("Organizacja, koło"), "Bez organizacji")
        who.click(await who.expect("Z jakiej gminy"), "Spoza powiatu")
        who.click(await who.expect("Przeczytaj tej osobie"), "Przeczytane, wpisz")
        full = await who.expect("nie ma wolnego miejsca")
        press = who.click(full, "Dodaj miejsce i wpisz")
        await scene.settle()
        if who is scene.ewa:
            assert (await press.answered())["text"] == "O tym decyduje koordynator."
            assert len(await small.everybody()) == 2
    await scene.zofia.expect("miejsce zapisane")
    row = await small.row()
    assert (row.seats, row.taken) == (3, 3)
    halina = next(one for one in await small.everybody() if one.name == "Halina Żak")
    assert (halina.channel, halina.present_by) == ("walk_in", "walk_in")
    assert await scene.audited("seats_added") == ["seats_added"]


async def test_who_waits_is_seated_at_the_door_when_a_seat_is_free(
    scene: Scene, small: Meeting
) -> None:
    await small.list_up("Jan Nowak")
    maria = await small.list_up("Maria Górska", seat=False)
    ola = await small.list_up("Ola Lis", seat=False)
    await small.begins()
    page = await small.page(scene.zofia)
    scene.zofia.click(page, "Maria Górska")
    await scene.zofia.expect("✅ Maria Górska")
    assert (await small.registration(maria)).state == "seated"
    scene.zofia.click(page, "Ola Lis")
    full = await scene.zofia.expect("nie ma wolnego miejsca")
    assert (await small.registration(ola)).state == "waiting"
    scene.zofia.click(full, "Dodaj miejsce")
    await scene.zofia.expect("✅ Ola Lis")
    assert (await small.row()).taken == 3


async def test_in_the_group_too_only_the_coordinator_adds_a_seat(
    scene: Scene, small: Meeting
) -> None:
    for name in ("Jan Nowak", "Ola Lis"):
        await small.list_up(name)
    maria = await small.list_up("Maria Górska", seat=False)
    await small.begins()
    thread = scene.coordination
    scene.ewa.send("/lista", chat=scene.group, thread=thread)
    scene.ewa.click(await scene.group.expect("Które spotkanie", thread=thread), "Plakat")
    scene.ewa.click(await scene.group.expect("Obecni: 0", thread=thread), "Lis")
    page = await scene.group.expect("strona 1", thread=thread)
    scene.ewa.click(page, "Maria Górska")
    full = await scene.group.expect("nie ma wolnego miejsca", thread=thread)

    press = scene.ewa.click(full, "Dodaj miejsce")
    assert not isinstance(press, str)
    assert (await press.answered())["text"] == "O tym decyduje koordynator."
    assert (await small.registration(maria)).present_at is None
    scene.zofia.click(full, "Dodaj miejsce")
    await scene.group.expect("Obecni: 1$", thread=thread)
    await scene.group.expect("✅ Maria Górska", thread=thread)


async def test_a_cancelled_meeting_marks_nobody(scene: Scene, meeting: Meeting) -> None:
    jan = await meeting.list_up("Jan Nowak")
    secret = await code(scene, meeting)
    await meeting.begins()
    page = await meeting.page(scene.zofia)
    await scene.house.database.write(
        lambda conn: occasions.set_fields(conn, meeting.id, state="cancelled")
    )
    scene.zofia.click(page, "Jan Nowak")
    scene.anna.start(secret)
    await scene.anna.expect("Ten kod nie działa")
    assert (await meeting.registration(jan)).present_at is None


async def code(scene: Scene, meeting: Meeting) -> str:
    """Let the coordinator have the code at the door; return the payload of its link."""
    panel = await meeting.panel(scene.zofia)
    scene.zofia.click(panel, "Kod na drzwi")
    await scene.settle()
    picture = await scene.zofia.expect("Kod obecności")
    assert file_of(scene, picture).startswith(b"\x89PNG")
    door = text_of(file_of(scene, await scene.zofia.expect("Kartka na drzwi")))
    assert "Potwierdź obecność" in door and "od 08:30 do 15:30" in door
    owed = await rows_of(scene, outbox_table())
    secrets = {row.params["about"]["secret"] for row in owed if row.operation == "made"}
    return secrets.pop()


def outbox_table() -> object:
    from bot.storage.tables import outbox

    return outbox


async def test_the_code_at_the_door_works_in_its_window_only(
    scene: Scene, meeting: Meeting
) -> None:
    anna = await meeting.list_up("Anna Żuk", scene.anna)
    secret = await code(scene, meeting)

    scene.anna.start(secret)
    await scene.anna.expect("zacznie działać o 08:30 \\(sobota, 13\u00a0marca\\)")
    await meeting.begins(minutes=-61)
    scene.anna.start(secret)
    await scene.anna.expect("zacznie działać")
    assert (await meeting.registration(anna)).present_at is None

    await meeting.begins(minutes=-59)
    scene.anna.start(secret)
    await scene.anna.expect("Obecność zapisana")
    assert (await meeting.registration(anna)).present_by == "link"
    scene.anna.start(secret)
    await scene.anna.expect("jest już zapisana")

    marek = scene.newcomer("Marek")
    marek.start(secret)
    await marek.expect("nie ma Cię na liście z Telegrama")
    await meeting.ends(minutes=31)
    marek.start(secret)
    await marek.expect("kod działał do 15:30")


async def test_a_code_nobody_made_marks_nobody(scene: Scene, meeting: Meeting) -> None:
    anna = await meeting.list_up("Anna Żuk", scene.anna)
    await code(scene, meeting)
    await meeting.begins()
    scene.anna.start("ci_AAAAAAAAAAAAAAAAAAAAAAAA")
    await scene.anna.expect("Ten kod nie działa")
    assert (await meeting.registration(anna)).present_at is None


async def test_codes_printed_before_go_on_to_work(scene: Scene, meeting: Meeting) -> None:
    await meeting.list_up("Anna Żuk", scene.anna)
    first = await code(scene, meeting)
    row = await meeting.row()
    number = occasions.number_of_occasion(row.id)
    panel = scene.zofia.messages[-1]
    scene.press(scene.zofia, panel, encode("att_code", number))
    await meeting.begins()
    scene.anna.start(first)
    await scene.anna.expect("Obecność zapisana")


# -- the signed list


async def test_the_list_to_sign_has_names_in_order_and_no_phone(
    scene: Scene, meeting: Meeting
) -> None:
    await meeting.list_up("Zenon Żółć", phone="600100200", organisation="OSP Bielsk")
    await meeting.list_up("Łucja Ćwik", email="lucja@example.org", guests=1)
    await meeting.list_up("Kto Czeka", seat=False)
    panel = await meeting.panel(scene.zofia)
    scene.zofia.click(panel, "Lista do druku")
    words = text_of(file_of(scene, await scene.zofia.expect("Lista do podpisu")))

    assert words.index("Łucja Ćwik") < words.index("Zenon Żółć")
    assert "osoba towarzysząca: Łucja Ćwik" in words
    assert "OSP Bielsk, Łąck" in words
    assert "Lista obecności" in words and "sobota, 13\u00a0marca 2027" in words
    assert "09:30–15:00" in words and "Bielsk, świetlica" in words
    assert "Administratorem danych" in words
    for left_out in ("600100200", "lucja@", "PESEL", "Kto Czeka"):
        assert left_out not in words


async def test_a_signed_list_is_kept_and_shown_again(scene: Scene, meeting: Meeting) -> None:
    panel = await meeting.panel(scene.zofia)
    scene.zofia.click(panel, "Po spotkaniu")
    after = await scene.zofia.expect("Skany podpisanej listy: 0")
    scene.zofia.click(after, "Dodaj skan listy")
    await scene.zofia.expect("zdjęcie albo skan")
    scene.zofia.send_voice()
    await scene.zofia.expect("Tego nie da się tu dołączyć")
    scene.zofia.send_photo()
    await scene.zofia.expect("Zapisane. Razem: 1")
    scene.zofia.send_album(2)
    kept = await scene.zofia.expect("Zapisane. Razem: 3")
    scene.zofia.click(kept, "Gotowe")
    await scene.settle()
    scene.zofia.click(after, "Pokaż skany")
    photo = await scene.zofia.expect(where=lambda one: one.kind == "photo")
    assert photo.from_bot


@pytest.mark.usefixtures("ewa_in_private")
async def test_a_photo_in_reply_to_the_printed_list_is_its_scan(
    scene: Scene, meeting: Meeting
) -> None:
    panel = await meeting.panel(scene.ewa)
    scene.ewa.click(panel, "Lista do druku")
    printed = await scene.ewa.expect("Lista do podpisu")
    scene.ewa.send_photo(reply_to=printed)
    await scene.ewa.expect("Zapisane. Razem: 1")
    scene.ewa.send_photo()
    kept = await scene.ewa.expect("Zapisane. Razem: 2")
    scene.ewa.click(kept, "Gotowe")
    await scene.settle()
    assert (await scene.person(scene.ewa)).dialog is None
    scene.anna.send_photo(caption="to moja sprawa")
    await scene.anna.expect("Sprawa #1")
    assert [row.added_by for row in await rows_of(scene, occasion_file)] == [scene.ewa.id] * 2


# -- forged presses


async def test_a_strangers_press_changes_nothing_and_tells_nothing(
    scene: Scene, meeting: Meeting
) -> None:
    jan = await meeting.list_up("Jan Nowak", phone="600100200")
    await meeting.begins()
    number = occasions.number_of_occasion(meeting.id)
    message = await scene.anna_last("")
    before = await rows_of(scene, registration)
    told = len(scene.anna.messages)
    for action in PART.leader:
        for ident in (number, jan):
            scene.press(scene.anna, message, encode(action, ident, 0))
    await scene.settle()
    assert await rows_of(scene, registration) == before
    assert len(scene.anna.messages) == told


@pytest.mark.usefixtures("ewa_in_private")
async def test_what_is_the_coordinators_an_advisor_cannot_do(
    scene: Scene, meeting: Meeting
) -> None:
    await meeting.list_up("Jan Nowak")
    await meeting.ends(minutes=5)
    panel = await meeting.panel(scene.ewa)
    number = occasions.number_of_occasion(meeting.id)
    told = len(scene.ewa.messages)
    for action in ("att_after", "att_add_scan", "att_export", "cert_issue", "cert_register"):
        press = scene.press(scene.ewa, panel, encode(action, number, 1))
        await scene.settle()
        assert (await press.answered())["text"] == "O tym decyduje koordynator.", action
    assert len(scene.ewa.messages) == told


def test_every_button_says_who_may_press_it() -> None:
    assert set(PART.leader) == set(PART.leader_may)
    assert set(PART.advisor) == set(PART.advisor_may)
