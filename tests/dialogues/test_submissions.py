"""Submissions to the contest for volunteers, from the first answer to the treasury."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.callbacks import encode
from bot.helpdesk import practice_views
from bot.simulator.attaching import PHOTO
from bot.simulator.model import Message
from bot.storage import practices
from bot.storage.occasions import number_of_occasion
from tests.dialogues.contest_stage import go_to
from tests.dialogues.grant_stage import (
    PLACE,
    STORY,
    TITLE,
    asked,
    consents_of,
    contest_open,
    finished,
    form,
    told,
)
from tests.dialogues.scene import COVERED, Scene
from tests.pdf_text import text_of

pytestmark = pytest.mark.usefixtures("typing_fast")
NUMBER = number_of_occasion("nagroda")
JPEG = b"\xff\xd8\xff\xe0 a photo"
STALE, MOVED = "To już nieaktualne. Odświeżam.", "Coś się tu zmieniło. Odświeżam."


@pytest_asyncio.fixture
async def scene(moved_in: Path) -> AsyncIterator[Scene]:
    async with contest_open(moved_in) as set_stage:
        yield set_stage


async def card(scene: Scene) -> Message:
    return await scene.group.expect("do sprawdzenia", thread=scene.coordination)


async def content_of(scene: Scene, message: Message) -> bytes:
    return scene.telegram.world.files[message.content["document"]["file_id"]].data


async def test_told_step_by_step_kept_edited_sent_and_put_right(scene: Scene) -> None:
    anna = scene.anna
    photos = await told(anna)
    # A question in the middle is a question; the form still waits, also when it is left.
    anna.send(COVERED)
    await anna.expect("siedmiu założycieli")
    anna.send("/pomoc")
    await scene.forward(days=2)
    anna.send("/zgloszenie")
    anna.click(await anna.expect("Zgłoszenia do konkursu"), f"Wracam: {TITLE}")
    photos = await anna.expect("Czy są zdjęcia")
    anna.send_album([JPEG, JPEG])
    photos = await anna.expect("Zapisane")
    await scene.settle()
    anna.click(photos, "Dalej")
    await anna.expect("Czy jest film")
    for wrong in ("http://film.example/1", "film.example", "https://a@film.example/1"):
        anna.send(wrong)
        await anna.expect("Powinien się zaczynać od https://")
    anna.send("https://film.example/1")
    await anna.expect("Kto potwierdza")
    anna.send("GOPS w Łącku")
    anna.click(await anna.expect("Czy jest pismo"), "Pomiń")
    anna.click(await anna.expect("zgadzają się na udział"), "Tak")
    anna.click(await anna.expect("zgadzają się na ich pokazanie"), "Tak")
    anna.click(await anna.expect("bazy dobrych praktyk"), "Tak, z imionami")
    summary = await asked(anna, "Czy wszystko się zgadza")
    assert "600 100 200" not in summary.text and "44051401359" not in summary.text

    anna.click(summary, "Zmień")
    anna.click(await anna.expect("Co zmienić"), "Opis")
    await anna.expect("Teraz jest")
    anna.send("x" * 3001)
    await anna.expect("za długie o 1\u00a0znak")
    anna.send(f"{STORY} {'Razem. ' * 300}")
    again = await asked(anna, "Czy wszystko się zgadza")
    late = await scene.press(anna, summary, encode("sub_send", 1, 3)).answered()
    assert late["text"] == STALE
    anna.click(again, "Wyślij")
    receipt = await anna.expect("do sprawdzenia, numer 1")
    assert "poprawiać do środy, 10\u00a0listopada, 16:00" in receipt.text
    shown = await card(scene)
    assert "Zdjęcia i pliki: 2" in shown.text and "600" not in shown.text
    given = [one for one, agreed, _ in await consents_of(scene, "sub1:") if agreed]
    assert given == ["sub1:agree", "sub1:image", "sub1:publish"]

    # Put right by its author: the number stays; coordination's older card decides nothing.
    anna.click(receipt, "Popraw")
    summary = await asked(anna, "Czy wszystko się zgadza")
    await scene.group.expect("autor je poprawia", thread=scene.coordination)
    told_what = await scene.press(scene.zofia, shown, encode("sub_accept", 1, 1)).answered()
    assert told_what["text"] == MOVED
    anna.click(summary, "Zmień")
    anna.click(await anna.expect("Co zmienić"), "Tytuł")
    await anna.expect("Teraz jest")
    anna.send("Obiady w piątek")
    anna.click(await asked(anna, "Czy wszystko się zgadza"), "Wyślij")
    receipt = await anna.expect("numer 1")
    shown = await card(scene)

    scene.zofia.click(shown, "Pokaż całość")  # more than the card has room for
    assert "Razem. Razem" in (await scene.zofia.expect("Cały opis, zgłoszenie nr 1")).text

    # Sent back with words; the words are a coordinator's only.
    for stranger, words in ((scene.ewa, "O tym decyduje koordynator."), (anna, None)):
        answered = await scene.press(stranger, shown, encode("sub_accept", 1, 7)).answered()
        assert words is None or answered["text"] == words
    scene.zofia.click(shown, "Do poprawy")
    prompt = await scene.group.expect("Co trzeba poprawić", thread=scene.coordination)
    scene.ewa.send("Krócej!", reply_to=prompt)
    await scene.group.expect("O tym decyduje koordynator", thread=scene.coordination)
    scene.zofia.send("Proszę dodać, kto gotuje.", reply_to=prompt)
    returned = await anna.expect("prosimy o poprawkę")
    assert "kto gotuje" in returned.text
    anna.click(returned, "Popraw")
    anna.click(await asked(anna, "kto gotuje"), "Wyślij")
    await anna.expect("numer 1")
    scene.marek.click(await card(scene), "Przyjmij")
    await anna.expect("trafi do jury")
    found = await form(scene)
    assert (found.state, found.number, found.decider) == ("accepted", 1, "Marek")
    actions = ("submission_sent", "submission_returned", "submission_accepted")
    assert await scene.audited(*actions) == [
        "submission_sent", "submission_sent", "submission_returned", "submission_sent",
        "submission_accepted",
    ]  # fmt: skip


async def test_after_the_deadline_it_is_refused_and_what_was_reopened_counts(scene: Scene) -> None:
    anna = scene.anna
    anna.click(await finished(anna, await told(anna)), "Wyślij")
    receipt = await anna.expect("numer 1")
    await go_to(scene, "2027-11-10", "15:58")
    anna.click(receipt, "Popraw")
    summary = await asked(anna, "Czy wszystko się zgadza")
    scene.marek.send("/konkursy")
    scene.marek.click(await scene.marek.expect("Granty na próbę"), "Nagroda")
    scene.marek.click(await scene.marek.expect("Nagroda za pomaganie"), "Zgłoś")
    await scene.marek.expect("W jakiej kategorii")
    await scene.forward(minutes=5)
    await anna.expect("Zgłoszenie nr 1 bierze udział tak, jak było zapisane")
    assert (await form(scene)).state == "sent"
    rev = (await form(scene)).rev
    late = await scene.press(anna, summary, encode("sub_send", 1, rev)).answered()
    assert late["text"] == STALE
    await scene.press(anna, receipt, encode("sub_edit", 1)).answered()
    await anna.expect("nie są już przyjmowane")
    scene.marek.click("jedna osoba")
    await scene.marek.expect("nie są już przyjmowane")
    scene.ewa.start()
    scene.ewa.send("/konkursy")
    scene.ewa.click(await scene.ewa.expect("Granty na próbę"), "Nagroda")
    assert not any("Zgłoś" in row for row in (await scene.ewa.expect("Nagroda za")).rows)
    number = encode("sub_begin", NUMBER)
    last = [one for one in scene.ewa.messages if one.from_bot][-1]
    await scene.press(scene.ewa, last, number).answered()
    refused = await scene.ewa.expect("nie przyjmuje teraz zgłoszeń")
    assert "nabór zakończony" in refused.text


async def test_under_eighteen_an_adult_submits_with_signed_consents(scene: Scene) -> None:
    child, anna = scene.newcomer("Kuba"), scene.anna
    child.send("/zgloszenie")
    child.click(await child.expect("W jakiej kategorii"), "grupa")
    child.click(await child.expect("Kogo dotyczy"), "Są osoby poniżej 18 lat")
    child.click(await child.expect("Czy zgłasza dorosły opiekun"), "Nie mam 18 lat")
    await child.expect("Niczego tu nie zapisaliśmy")
    found = await form(scene)
    assert (found.state, found.said, found.done) == ("dropped", {}, [])
    assert (await scene.person(child)).under_18
    child.send("/zgloszenie")
    refused = await child.expect("Zgłoszenie wysyła dorosły opiekun")
    number = (await scene.person(child)).id
    await scene.press(anna, refused, encode("sub_adult", number)).answered()
    assert (await scene.person(child)).under_18
    child.send("Sadzimy drzewa")
    await scene.settle()
    assert (await form(scene)).said == {}

    anna.send("/zgloszenie")
    anna.click(await anna.expect("W jakiej kategorii"), "grupa")
    anna.click(await anna.expect("Kogo dotyczy"), "Są osoby poniżej 18 lat")
    anna.click(await anna.expect("dorosły opiekun"), "Tak, zgłasza dorosły")
    await anna.expect("Ile osób poniżej 18 lat")
    anna.send("dużo")
    await anna.expect("sama liczba")
    anna.send("3")
    for question, words in (
        ("Kto jest zgłaszany", "Szkolny Klub <Wolontariatu>"),
        ("Jaki tytuł", "Drzewa #1"),
        ("co to zmieniło", "Sadzimy drzewa."),
        ("W jakiej gminie", PLACE),
    ):
        await anna.expect(question)
        anna.send(words)
    scans = await anna.expect("Podpisane zgody rodziców")
    assert not any("Dalej" in row or "Pomiń" in row for row in scans.rows)
    anna.send("nie mam jeszcze")
    await anna.expect("Tu czekam na zdjęcie albo plik")
    anna.click("Wydrukuj zgody")
    papers = await anna.expect(where=lambda message: "document" in message.content)
    page = text_of(await content_of(scene, papers))
    for words in (
        "Szkolny Klub <Wolontariatu>",
        "Drzewa #1",
        "Zgoda rodzica",
        "Potrzebnych kartek",
    ):
        assert words in page
    anna.send_photo()
    anna.click(await anna.expect("Zapisane"), "Dalej")
    photos = await anna.expect("Czy są zdjęcia")
    anna.click(await finished(anna, photos, publish="Nie"), "Wyślij")
    await anna.expect("numer 1")
    shown = await card(scene)
    assert "Skany zgód rodziców: 1\u00a0plik na 3" in shown.text
    methods = {subject: how for subject, _, how in await consents_of(scene, "sub2:")}
    assert methods["sub2:guardian"] == "scan"
    # Scans are shown to a coordinator alone, never in the group.
    scene.zofia.click(shown, "Pokaż całość")
    await scene.zofia.expect(where=lambda message: "photo" in message.content)
    assert not any("photo" in one.content for one in scene.group.messages())
    assert await scene.audited("submission_files") == ["submission_files"]
    # Somebody of age who tapped amiss can say so.
    child.click(refused, "Pomyłka, mam 18 lat")
    await child.expect("W jakiej kategorii")
    assert await scene.audited("of_age") == ["of_age"]


async def test_the_jury_gets_packets_and_the_treasury_a_page_while_it_is_agreed(
    scene: Scene,
) -> None:
    anna, zofia = scene.anna, scene.zofia
    photos = await told(anna, title="=HYPERLINK(1)")
    anna.send_photo(JPEG)
    photos = await anna.expect("Zapisane")
    anna.click(await finished(anna, photos, image="Tak"), "Wyślij")
    await anna.expect("numer 1")
    zofia.click(await card(scene), "Przyjmij")
    accepted = await anna.expect("trafi do jury")
    # The second one has no consent for its photos.
    photos = await told(scene.marek, title="../../etc")
    scene.marek.send_photo(PHOTO)
    photos = await scene.marek.expect("Zapisane")
    scene.marek.click(await finished(scene.marek, photos, "Nie", "Nie"), "Wyślij")
    await scene.marek.expect("numer 2")
    second = await scene.group.expect("nr 2 do sprawdzenia", thread=scene.coordination)
    own = await scene.marek.click(second, "Przyjmij").answered()
    assert own["text"] == "Ten przycisk jest dla kogoś innego."
    zofia.click(second, "Przyjmij")
    await scene.group.expect("nr 2 przyjęte", thread=scene.coordination)

    anna.send("/jury")
    await anna.expect("Nie znam takiego polecenia")
    zofia.send("/jury")
    listed = await zofia.expect("Przyjęte: 2, czekają na decyzję: 0")
    refused = await scene.press(anna, listed, encode("jury_send", NUMBER)).answered()
    assert refused["text"] == STALE
    zofia.click(listed, "Pobierz")
    packet = await zofia.expect(where=lambda message: "document" in message.content)
    with zipfile.ZipFile(io.BytesIO(await content_of(scene, packet))) as packed:
        names, files = packed.namelist(), {one: packed.read(one) for one in packed.namelist()}
    assert names == [
        "zgloszenia.csv", "001-hyperlink-1/plik-01.jpg", "001-hyperlink-1/opis.txt",
        "001-hyperlink-1/opis.html", "002-etc/opis.txt", "002-etc/opis.html",
    ]  # fmt: skip
    assert files["001-hyperlink-1/plik-01.jpg"] == JPEG
    assert files["zgloszenia.csv"].startswith(b"\xef\xbb\xbf")
    rows = list(
        csv.reader(io.StringIO(files["zgloszenia.csv"].decode("utf-8-sig")), delimiter=";")
    )
    assert [row[0] for row in rows] == ["Numer", "1", "2"]
    assert rows[1][3] == "'=HYPERLINK(1)"
    everything = b"".join(files.values()).decode("utf-8", "replace")
    for hidden in ("600 100 200", "ola@example.org", "44051401359"):
        assert hidden not in everything
    assert "Ola Nowak" in everything

    # Published with names, as agreed; and gone with the consent.
    shown = next(one for one in scene.group.messages() if "nr 1 przyjęte" in one.text)
    zofia.click(shown, "Opublikuj")
    news = await anna.expect("trafi do bazy dobrych praktyk")
    await scene.group.expect("Plik do bazy zapisze", thread=scene.coordination)
    (page,) = await scene.house.database.read(practice_views.accepted)
    assert page.place == f"{PLACE}, Ola Nowak" and len(page.photos) == 1
    again = await scene.press(zofia, shown, encode("sub_publish", 1, 1)).answered()
    assert again["text"] == MOVED
    for person, message in ((zofia, listed), (anna, news)):
        if person is zofia:
            await scene.press(person, message, encode("sub_unpublish", 1)).answered()
            assert len(await scene.house.database.read(practice_views.accepted)) == 1
        else:
            anna.click(news, "Wycofaj zgodę")
    await anna.expect("Zgoda na publikację wycofana")
    await scene.group.expect("Wycofana przez autora", thread=scene.coordination)
    assert await scene.house.database.read(practice_views.accepted) == []
    assert (await consents_of(scene, "sub1:publish"))[-1] == ("sub1:publish", False, "button")

    anna.click(accepted, "Wycofuję")
    anna.click(await anna.expect("Na pewno wycofać"), "Tak, wycofuję")
    await anna.expect("nr 1 wycofane, zgody też")
    await scene.group.expect("nr 1 wycofane", thread=scene.coordination)
    given = await consents_of(scene, "sub1:")
    assert {name: agreed for name, agreed, _ in given}["sub1:agree"] is False
    found = await scene.house.database.read(lambda conn: practices.find(conn, 1))
    assert found is not None and found.state == "withdrawn"
    await scene.forward(days=8)
    assert ((await form(scene)).said, (await form(scene)).number) == ({}, 1)
