"""What has a date: pages, posters, calendar files, and how they say that something is not sure."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from icalendar import Calendar

from bot.domain.warsaw import WARSAW
from bot.website.dates import when
from tests.website.conftest import HOME, Built
from tests.website.reading import Page, read

WORKSHOP = "warsztaty/ksiegi.html"


def events(content: bytes) -> dict[str, dict[str, object]]:
    """Return the events of a calendar file: summary -> property -> value."""
    calendar = Calendar.from_ical(content)
    return {
        str(event["summary"]): {name.lower(): event.decoded(name) for name in event}
        for event in calendar.walk("VEVENT")
    }


def test_workshop_says_when_where_and_until_when(pages: dict[str, Page]) -> None:
    words = pages[WORKSHOP].words()
    assert "Kiedy sobota, 13 marca 2027, 9:30–15:00" in words
    assert "Gdzie Bielsk, świetlica" in words
    assert "Zapisy do 10 marca 2027" in words
    assert "Uwaga: miejsce do potwierdzenia." in words


def test_workshop_opens_the_bot_at_itself(pages: dict[str, Page]) -> None:
    assert "https://t.me/sample_test_bot?start=w_ksiegi" in set(pages[WORKSHOP].links())


def test_every_meeting_opens_the_bot_at_its_own_card(pages: dict[str, Page]) -> None:
    for address, ident, says in (
        ("warsztaty/plakat-na-plot.html", "plakat-na-plot", "Zapisz się w Telegramie"),
        ("wydarzenia/dzien-pracy.html", "dzien-pracy", "Zapisz się w Telegramie"),
        ("dyzury/dyzur-lack.html", "dyzur-lack", "Zapytaj w Telegramie"),
    ):
        assert f"https://t.me/sample_test_bot?start=w_{ident}" in set(pages[address].links())
        assert says in pages[address].words()


def test_a_meeting_says_how_one_gets_in(pages: dict[str, Page]) -> None:
    assert "Dostępność wejście bez schodów" in pages["warsztaty/plakat-na-plot.html"].words()
    assert "Dostępność" not in pages[WORKSHOP].words()


def test_after_the_last_day_nobody_is_asked_to_put_a_name_down(built: Built) -> None:
    open_still = read(built(date(2027, 3, 10)))[WORKSHOP].words()
    closed = read(built(date(2027, 3, 11)))[WORKSHOP].words()
    over = read(built(date(2027, 3, 14)))[WORKSHOP].words()
    assert ["Zapisz się w Telegramie" in one for one in (open_still, closed, over)] == [
        True,
        False,
        False,
    ]
    assert ["już się odbyło" in one for one in (open_still, closed, over)] == [False, False, True]


def test_what_is_over_stands_last_and_not_at_home(built: Built) -> None:
    after = read(built(date(2027, 3, 14)))
    assert "Księgi bez strachu" not in after["index.html"].words()
    words = after["terminy.html"].words()
    assert words.index("Plakat na płot") < words.index("Już za nami")
    assert words.index("Już za nami") < words.index("Księgi bez strachu")


def test_event_is_told_to_search_engines(pages: dict[str, Page]) -> None:
    [event] = pages[WORKSHOP].structured()
    assert event["@type"] == "Event"
    assert event["startDate"] == "2027-03-13T09:30:00+01:00"
    assert event["location"]["name"] == "Bielsk, świetlica"
    assert event["description"] == "Ćwiczymy opis faktury. (miejsce do potwierdzenia)"
    assert event["url"] == HOME + WORKSHOP


def test_calendar_file_holds_the_hours_and_the_doubt(files: dict[str, bytes]) -> None:
    found = events(files["kalendarz/ksiegi.ics"])
    event = found["Księgi bez strachu (do potwierdzenia)"]
    assert event["dtstart"] == datetime(2027, 3, 13, 8, 30, tzinfo=UTC)
    assert event["dtend"] == datetime(2027, 3, 13, 14, 0, tzinfo=UTC)
    assert event["status"] == "TENTATIVE"
    assert event["location"] == "Bielsk, świetlica"
    assert [one["status"] for one in events(files["kalendarz/plakat-na-plot.ics"]).values()] == [
        "CONFIRMED"
    ]


def test_stages_of_a_contest_are_whole_days_but_for_a_deadline(files: dict[str, bytes]) -> None:
    found = events(files["kalendarz/granty.ics"])
    results = found["Ogłoszenie – Granty na próbę"]
    assert (results["dtstart"], results["dtend"]) == (date(2027, 3, 8), date(2027, 3, 9))
    deadline = found["Składanie wniosków – Granty na próbę"]
    assert deadline["dtend"] == datetime(2027, 4, 16, 14, 0, tzinfo=UTC)


def test_every_calendar_file_reads_and_names_each_event_once(files: dict[str, bytes]) -> None:
    names = [name for name in files if name.endswith(".ics")]
    assert {"kalendarz/wszystko.ics", "kalendarz/terminy-kgw.ics"} <= set(names)
    for name in names:
        calendar = Calendar.from_ical(files[name])
        uids = [str(event["uid"]) for event in calendar.walk("VEVENT")]
        assert uids
        assert len(set(uids)) == len(uids), name
        assert calendar.walk("VEVENT") != []
        assert max(len(line) for line in files[name].split(b"\r\n")) <= 75


def test_calendar_of_a_kind_holds_what_concerns_it_for_a_year(files: dict[str, bytes]) -> None:
    circle = events(files["kalendarz/terminy-kgw.ics"])
    reports = "Zamieścić sprawozdania w bazie"
    assert set(circle) == {"Złożyć CIT-8", "Dać PIT-11", "Składki", reports}
    assert circle["Złożyć CIT-8"]["dtstart"] == date(2027, 3, 31)
    assert files["kalendarz/terminy-kgw.ics"].count(b"SUMMARY:Sk") == 12
    association = events(files["kalendarz/terminy-stowarzyszenie.ics"])
    assert set(association) == {"Złożyć CIT-8", reports}


def test_day_of_the_law_moves_when_the_law_says_so(built: Built) -> None:
    files = built(date(2028, 11, 24))  # 31 March 2029 is a Saturday, and Monday is Easter's
    [moved] = [
        day for name, day in events(files["kalendarz/terminy-kgw.ics"]).items() if "CIT" in name
    ]
    assert moved["dtstart"] == date(2029, 4, 3)
    assert "3 kwietnia 2029 Złożyć CIT-8" in read(files)["terminy.html"].words()


def test_year_of_the_law_tells_sources_and_what_an_advisor_confirms(
    pages: dict[str, Page],
) -> None:
    words = pages["terminy-z-przepisow.html"].words()
    assert "do 15. dnia miesiąca Składki" in words
    assert "7 dni po: zmiana zarządu Zgłosić zmiany potwierdza doradca" in words
    assert "Skąd to wiemy: art. 27 ust. 1 ustawy o CIT. Sprawdzone 22 listopada 2026." in words


def test_poster_has_a_code_and_the_same_in_words(pages: dict[str, Page]) -> None:
    page = pages["plakaty/ksiegi.html"]
    [code] = [one for one in page.elements if one.attrs.get("class") == "qr"]
    assert code.attrs["aria-label"] == "Kod QR: t.me/sample_test_bot?start=w_ksiegi"
    words = page.words()
    assert "t.me/sample_test_bot?start=w_ksiegi" in words
    assert "tel. +48 24 000 00 00" in words
    assert "sobota 13 marca 2027, 9:30–15:00" in words
    assert "Uwaga: miejsce do potwierdzenia." in words
    [drawing] = page.all("svg")
    assert re.fullmatch(r"0 0 (\d+) \1", drawing.attrs["viewbox"])


def test_contest_shows_its_rules_and_marks_the_stage_that_comes(built: Built) -> None:
    before = read(built(date(2027, 3, 1)))["konkursy/granty.html"]
    assert "Najwyższy grant 6000 zł (przykład)" in before.words()
    assert "koła gospodyń: z rejestru" in before.words()
    assert "do 16 kwietnia 2027, godz. 16:00. Później" in before.words()
    assert "Ogłoszenie następne" in before.words()
    during = read(built(date(2027, 4, 1)))["konkursy/granty.html"].words()
    assert "Składanie wniosków teraz" in during
    after = read(built(date(2027, 4, 17)))["konkursy/granty.html"].words()
    assert "Później niczego" not in after


def test_contest_and_its_workshop_lead_to_each_other(pages: dict[str, Page]) -> None:
    assert f"../{WORKSHOP}" in set(pages["konkursy/granty.html"].links())
    assert "../konkursy/granty.html" in set(pages[WORKSHOP].links())


def test_greetings_are_no_meetings(pages: dict[str, Page]) -> None:
    assert "wydarzenia/zyczenia.html" not in pages
    assert "Życzenia" not in pages["terminy.html"].words()


def test_days_are_written_once_and_hours_only_where_they_were_set() -> None:
    def said(starts: str, ends: str) -> str:
        moments = (datetime.fromisoformat(one).replace(tzinfo=WARSAW) for one in (starts, ends))
        return re.sub(r"<[^>]+>", "", str(when(*moments))).replace("\u00a0", " ")

    assert said("2027-03-08T00:00", "2027-03-08T23:59") == "8 marca 2027"
    assert said("2027-03-08T09:00", "2027-03-08T11:30") == "8 marca 2027, 9:00–11:30"
    assert said("2027-03-08T00:00", "2027-03-08T16:00") == "8 marca 2027, do 16:00"
    assert said("2027-03-08T00:00", "2027-04-01T23:59") == "8 marca 2027 – 1 kwietnia 2027"
    assert said("2027-03-08T00:00", "2027-04-01T16:00") == (
        "8 marca 2027 – 1 kwietnia 2027, do 16:00"
    )
