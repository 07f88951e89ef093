"""The programme's files: what is read from them, and what the author of a wrong one is told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from bot.domain.start_links import LinkKind, StartLink, parse
from bot.knowledge.files import Shelf
from bot.knowledge.loading import KnowledgeError, load
from bot.knowledge.markdown import plain_words, sentences
from bot.knowledge.programme import Programme
from bot.knowledge.programme_reading import read_programme
from bot.knowledge.statutory import asked_of
from tests.buttons import TOPICS
from tests.knowledge.sample import LIVE, base, copy_of_sample

WORKSHOPS, CONTESTS, EVENTS = "workshops.yaml", "contests.yaml", "events.yaml"
DUTIES, CALENDAR = "duties.yaml", "calendar.yaml"
TRAITS = "traits.yaml"
FILES = (
    WORKSHOPS,
    CONTESTS,
    EVENTS,
    DUTIES,
    CALENDAR,
    TRAITS,
    "handover.yaml",
    "municipalities.yaml",
)
LONG = "a" * 63


@cache
def live() -> Programme:
    """Return the programme that is shipped to people."""
    return load(LIVE).programme


def change(directory: Path, file: str, old: str, new: str) -> list[str]:
    """Change a file of the programme once; return its lines as they are then."""
    path = directory / "programme" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path.read_text(encoding="utf-8").split("\n")


def complaints_of(directory: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as refused:
        load(directory)
    return [str(complaint) for complaint in refused.value.complaints]


#: What is wrong, in which file, what stands instead of what, at which line, and what is told.
WRONG: list[tuple[str, str, str, str, str, str]] = [
    ("no such day", WORKSHOPS, "2027-03-13 09:30", "2027-02-30 09:30", "starts: 2027-02-30",
     "starts: nie ma takiego dnia: 2027-02-30"),
    ("no such hour", WORKSHOPS, "2027-03-13 09:30", "2027-03-13 25:30", "starts: 2027-03-13 25",
     "nie ma takiej godziny: 25:30"),
    ("no hour", WORKSHOPS, "2027-03-13 09:30", "2027-03-13", "starts: 2027-03-13",
     "to nie dzień z godziną; napisz na przykład 2026-11-22 17:00"),
    ("hour in words", WORKSHOPS, "2027-03-13 09:30", "w sobotę rano", "w sobotę",
     "„w sobotę rano” to nie dzień z godziną"),
    ("year alone", WORKSHOPS, "2027-03-13 09:30", "2027", "starts: 2027",
     "tu ma być dzień z godziną"),
    ("far year", WORKSHOPS, "2027-03-13 09:30", "3027-03-13 09:30", "starts: 3027", "pomyłka"),
    ("skipped hour", WORKSHOPS, "2027-03-13 09:30", "2027-03-28 02:30", "starts: 2027-03-28",
     "godziny 02:30 2027-03-28 nie ma (zegary idą do przodu)"),
    ("doubled hour", DUTIES, "2027-03-17 18:00", "2027-10-31 02:00", "ends: 2027-10-31",
     "godziny 02:00 2027-10-31 są dwie (zegary się cofają)"),
    ("ends before it starts", WORKSHOPS, "2027-03-13 15:00", "2027-03-13 09:30",
     "ends: 2027-03-13 09:30", "ends ma być później niż starts"),
    ("stage ends before it starts", CONTESTS, "ends: 2027-12-06", "ends: 2027-11-14",
     "ends: 2027-11-14", "ends ma być później niż starts"),
    ("registration too late", WORKSHOPS, "2027-03-10", "2027-03-13", "register_until: 2027-03-13",
     "register_until ma być przed początkiem warsztatu"),
    ("registration at the start", WORKSHOPS, "2027-04-07 12:00", "2027-04-07 16:30",
     "register_until: 2027-04-07 16:30", "przed początkiem"),
    ("no seats", WORKSHOPS, "capacity: 20", "capacity: 0", "capacity: 0",
     "capacity: za mało (najmniej 1)"),
    ("seats in words", WORKSHOPS, "capacity: 20", "capacity: dwadzieścia", "capacity: dw",
     "liczba całkowita"),
    ("negative waiting list", WORKSHOPS, "waitlist: 8", "waitlist: -1", "waitlist",
     "za mało (najmniej 0)"),
    ("strange municipality", WORKSHOPS, "municipality: Bielsk", "municipality: Płock",
     "municipality: Płock", "nie ma gminy „Płock”; wybierz z: Bielsk, Łąck"),
    ("strange municipality of a site", EVENTS, "municipality: Bielsk", "municipality: Bielk",
     "municipality: Bielk", "nie ma gminy „Bielk”"),
    ("unknown topic", WORKSHOPS, "topic: accounting", "topic: sport", "topic: sport",
     "nie ma tu „sport”; wybierz z: legal, accounting, fundraising, partnerships, promotion, "
     "volunteering"),
    ("unknown field", WORKSHOPS, "venue: świetlica", "miejsce: świetlica", "miejsce: świetlica",
     "miejsce: nieznane pole"),
    ("missing field", WORKSHOPS, "  venue: świetlica\n", "", "ksiegi:", "venue: brakuje"),
    ("nothing under an id", EVENTS, "zyczenia:\n", "zyczenia:\ninne:\n", "zyczenia:", "puste"),
    ("own id", DUTIES, "  venue", "  id: x\n  venue", "  id: x", "nieznane pole „id”"),
    ("unknown entry", WORKSHOPS, "[opis-faktury]", "[nie-ma]", "related: [nie-ma]",
     "nie ma hasła „nie-ma”; popraw id"),
    ("unknown contest", WORKSHOPS, "contest: granty", "contest: grand", "contest: grand",
     "nie ma konkursu „grand”"),
    ("capital in an id", WORKSHOPS, "ksiegi:", "Ksiegi:", "Ksiegi:", "id „Ksiegi”: do 62 małych"),
    ("underscore in an id", CONTESTS, "granty:", "gran_ty:", "gran_ty:", "małych liter"),
    ("too long for a start link", WORKSHOPS, "ksiegi:", f"{LONG}:", LONG, "do 62 małych liter"),
    ("one id in two kinds", EVENTS, "zyczenia:", "granty:", "granty:",
     "takie samo id jest już w sample/programme/contests.yaml"),
    ("one id twice", EVENTS, "zyczenia:", "dzien-pracy:", "dzien-pracy:", "podane dwa razy"),
    ("meeting nowhere", EVENTS, "kind: greeting", "kind: meeting", "kind: meeting",
     "kind: meeting wymaga miejsca; dopisz venue albo sites"),
    ("unknown kind", EVENTS, "kind: greeting", "kind: party", "kind: party",
     "nie ma tu „party”; wybierz z: meeting, online, greeting"),
    ("place swapped", WORKSHOPS, "[52.4712, 19.6389]", "[19.6389, 52.4712]", "point: [19",
     "ten punkt leży poza Polską; wpisz [szerokość, długość]"),
    ("place in words", WORKSHOPS, "[52.4712, 19.6389]", "[przy, szkole]", "point: [przy",
     "to nie liczby stopni z kropką"),
    ("place of one number", WORKSHOPS, "[52.4712, 19.6389]", "52.4712", "point: 52",
     "to nie punkt na mapie"),
    ("too many too many", WORKSHOPS, "capacity: 2\n", "capacity: 2\n  overbooking: 51\n",
     "overbooking: 51", "za dużo (najwyżej 50)"),
    ("registration ends too late", EVENTS, "ends: 2027-05-14 15:00",
     "ends: 2027-05-14 15:00\n  register_until: 2027-05-14", "register_until: 2027-05-14",
     "register_until ma być przed początkiem wydarzenia"),
    ("milestone both ways", EVENTS, "days_before: 30", "days_before: 30\n      days_after: 1",
     "days_before: 30", "albo days_before, albo days_after"),
    ("milestone no way", EVENTS, "      days_before: 30\n", "", "what: zapisy",
     "albo days_before, albo days_after"),
    ("stages out of order", CONTESTS, "starts: 2027-03-10", "starts: 2027-03-07",
     "starts: 2027-03-07", "etap „pytania” zaczyna się przed „skladanie”; ustaw etapy po kolei"),
    ("stages overlap", CONTESTS, "ends: 2027-11-15", "ends: 2027-11-16", "starts: 2027-11-15",
     "etap „raport” zachodzi na „projekty”; popraw daty albo dopisz alongside: true"),
    ("beside no more", CONTESTS, "      alongside: true\n", "", "starts: 2027-03-10",
     "zachodzi na „skladanie”"),
    ("stages overlap by an hour", CONTESTS, "starts: 2027-06-07", "starts: 2027-04-16 15:00",
     "starts: 2027-04-16 15:00", "zachodzi na „skladanie”"),
    ("one stage twice", CONTESTS, "id: raport", "id: zmiany", "id: zmiany",
     "etap „zmiany” jest dwa razy"),
    ("stage id", CONTESTS, "id: raport", "id: Raport", "id: Raport", "małych liter"),
    ("miscounted", CONTESTS, "days: 21", "days: 20", "days: 20",
     "z tej reguły wychodzi 2027-12-05, a ends to 2027-12-06"),
    ("counted from nothing", CONTESTS, "{stage: projekty, days: 21", "{stage: x, days: 21",
     "stage: x", "nie ma innego etapu „x”"),
    ("counted from itself", CONTESTS, "{stage: projekty, days: 21", "{stage: raport, days: 0",
     "stage: raport", "nie ma innego etapu „raport”"),
    ("no agenda", WORKSHOPS, "agenda: [plakat]", "agenda: []", "agenda: []", "najmniej 1"),
    ("threshold out of reach", CONTESTS, "threshold: 60", "threshold: 101", "threshold: 101",
     "próg jest wyższy niż suma punktów (100)"),
    ("reminder twice", CONTESTS, "[14, 3]", "[14, 14]", "reminders: [14, 14]",
     "ta sama liczba dni stoi dwa razy"),
    ("whom it concerns", CALENDAR, "[stowarzyszenie, kgw]", "[wszyscy]", "audience: [wszyscy]",
     "nie ma grupy „wszyscy”"),
    ("no source", CALENDAR, "sources: [art. 27 ust. 1 ustawy o CIT]", "sources: []",
     "sources: []", "najmniej 1"),
    ("checked never", CALENDAR, "  checked: 2026-11-22\n  volatile", "  volatile", "cit-8:",
     "checked: brakuje tego pola"),
    ("not a day of the year", CALENDAR, "yearly: 03-31", "yearly: 31 marca", "yearly: 31",
     "to nie dzień roku; napisz MM-DD, na przykład 03-31, albo 02-last"),
    ("a number for a day", CALENDAR, "yearly: 03-31", "yearly: 331", "yearly: 331",
     "tu ma być dzień roku"),
    ("only in leap years", CALENDAR, "yearly: 03-31", "yearly: 02-29", "yearly: 02-29",
     "dnia 02-29 nie ma w każdym roku"),
    ("day of no month", CALENDAR, "monthly: 15", "monthly: 31", "monthly: 31", "najwyżej 28"),
    ("falls twice", CALENDAR, "monthly: 15", "monthly: 15\n  yearly: 01-01", "yearly: 01-01",
     "podaj dokładnie jedno z: yearly, monthly, after, before"),
    ("falls never", CALENDAR, "  monthly: 15\n", "", "skladki:", "podaj dokładnie jedno z"),
    ("day off", CALENDAR, "day_off: tax", "day_off: urząd", "day_off: urz",
     "nie ma tu „urząd”; wybierz z: tax, administrative, contract, none"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "told"), [case[1:] for case in WRONG], ids=[c[0] for c in WRONG]
)
def test_author_of_a_wrong_programme_is_told_where_and_what(
    tmp_path: Path, file: str, old: str, new: str, at: str, told: str
) -> None:
    directory = copy_of_sample(tmp_path)
    lines = change(directory, file, old, new)

    shelf = Shelf(directory)
    shelf.topics = TOPICS
    read_programme(shelf, {path.stem for path in directory.glob("faq/*/*.md")})
    about_file = [text for text in map(str, shelf.complaints) if f"programme/{file}:" in text]

    pointed = [(lines[int(text.split(":")[1]) - 1], text) for text in about_file]
    assert [text for line, text in pointed if at in line and told in text], about_file


def test_all_complaints_come_at_once(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    change(directory, WORKSHOPS, "capacity: 20", "capacity: 0")
    change(directory, WORKSHOPS, "capacity: 2\n", "capacity: 0\n")
    change(directory, CONTESTS, "threshold: 60", "threshold: 101")
    change(directory, CONTESTS, "days: 21", "days: 20")
    change(directory, CALENDAR, "monthly: 15", "monthly: 31")

    assert [text.split(":")[0] for text in complaints_of(directory)] == [
        "sample/programme/calendar.yaml",
        "sample/programme/contests.yaml",
        "sample/programme/contests.yaml",
        "sample/programme/workshops.yaml",
        "sample/programme/workshops.yaml",
    ]


def test_a_wrong_contest_is_not_missing_for_those_who_name_it(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    change(directory, CONTESTS, "kind: grants", "kind: raffle")
    (complaint,) = complaints_of(directory)
    assert complaint.startswith("sample/programme/contests.yaml:2: kind: nie ma tu „raffle”")


def test_without_files_the_programme_is_empty(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    for file in FILES:
        (directory / "programme" / file).unlink()
    assert load(directory).programme == Programme()


def test_without_a_list_of_municipalities_its_author_is_told_to_write_one(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    (directory / "programme/municipalities.yaml").unlink()
    complaints = complaints_of(directory)
    assert len(complaints) == 5
    assert all("utwórz programme/municipalities.yaml z listą gmin" in one for one in complaints)


def test_a_wrong_list_of_municipalities_is_the_only_one_to_blame(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    change(directory, "municipalities.yaml", "names: [Bielsk, Łąck]", "names: []")
    (complaint,) = complaints_of(directory)
    assert complaint.startswith("sample/programme/municipalities.yaml:3: names: za krótka lista")


def test_a_file_with_a_misspelt_name_is_not_passed_over(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    (directory / "programme/workshops.yaml").rename(directory / "programme/workshop.yaml")
    (complaint,) = complaints_of(directory)
    assert complaint.startswith(
        "sample/programme/workshop.yaml:1: takiego pliku program nie czyta"
    )
    assert "workshops.yaml" in complaint


def test_written_hours_are_those_of_warsaw() -> None:
    workshop, duty = base().programme.workshops["ksiegi"], base().programme.duties["dyzur-lack"]
    assert workshop.starts == datetime(2027, 3, 13, 8, 30, tzinfo=UTC)
    assert workshop.starts.isoformat() == "2027-03-13T09:30:00+01:00"
    assert duty.ends == datetime(2027, 3, 17, 17, tzinfo=UTC)
    plakat = base().programme.workshops["plakat-na-plot"]
    assert plakat.starts.isoformat() == "2027-04-07T16:30:00+02:00"


def test_a_day_without_an_hour_is_the_whole_day() -> None:
    programme = base().programme
    greeting = programme.events["zyczenia"]
    assert greeting.starts.isoformat() == "2027-12-05T00:00:00+01:00"
    assert greeting.ends.isoformat() == "2027-12-05T23:59:00+01:00"
    assert programme.workshops["ksiegi"].register_until.hour == 23
    assert programme.workshops["plakat-na-plot"].register_until.hour == 12
    announced, submitted, *_ = programme.contests["granty"].stages
    assert (announced.has_hour, submitted.has_hour) == (False, True)


def test_meetings_come_by_their_beginning_and_greetings_are_none() -> None:
    assert [one.id for one in base().programme.meetings] == [
        "ksiegi", "dyzur-lack", "plakat-na-plot", "dzien-pracy",
    ]  # fmt: skip


def test_what_is_not_certain_says_so() -> None:
    programme = base().programme
    assert programme.workshops["ksiegi"].unconfirmed == "miejsce do potwierdzenia"
    assert programme.workshops["plakat-na-plot"].unconfirmed is None
    assert programme.contests["granty"].terms[0].unconfirmed == "przykład"


def test_milestones_are_counted_from_the_event() -> None:
    event = base().programme.events["dzien-pracy"]
    days = [milestone.on(event.starts.date()) for milestone in event.milestones]
    assert days == [date(2027, 4, 14), date(2027, 5, 28)]


def test_stage_counted_to_a_day_off_ends_on_the_working_day_before() -> None:
    stage = next(one for one in base().programme.contests["granty"].stages if one.id == "zmiany")
    assert stage.counted is not None
    # 14 days before 15 November 2027 is All Saints' Day, a Monday.
    assert stage.counted.counted(date(2027, 11, 15)) == date(2027, 10, 29)
    assert stage.counted.counted(date(2027, 11, 16)) == date(2027, 11, 2)


def test_tax_day_moves_to_the_next_working_day() -> None:
    cit = base().programme.calendar["cit-8"]
    # 31 March 2024 was Easter Sunday.
    assert (cit.in_year(2024), cit.in_year(2027)) == ((date(2024, 4, 2),), (date(2027, 3, 31),))


def test_other_days_stay_where_they_are() -> None:
    pit = base().programme.calendar["pit-11"]
    assert (pit.in_year(2027), pit.in_year(2028)) == ((date(2027, 2, 28),), (date(2028, 2, 29),))


def test_monthly_days_come_twelve_times_and_move_too() -> None:
    days = base().programme.calendar["skladki"].in_year(2027)
    assert len(days) == 12
    assert days[4:8] == (
        date(2027, 5, 17),
        date(2027, 6, 15),
        date(2027, 7, 15),
        date(2027, 8, 16),
    )


def test_what_is_counted_from_an_event_has_no_day_of_its_own() -> None:
    assert base().programme.calendar["zmiany-w-krs"].in_year(2027) == ()


def test_old_and_doubtful_days_need_an_advisor() -> None:
    calendar = base().programme.calendar
    assert not calendar["cit-8"].needs_advisor(date(2027, 11, 22))
    assert calendar["cit-8"].needs_advisor(date(2027, 11, 23))
    assert not calendar["pit-11"].needs_advisor(date(2030, 1, 1))
    assert calendar["zmiany-w-krs"].needs_advisor(date(2026, 11, 23))


def test_days_that_an_event_decides_have_a_last_possible_one() -> None:
    sent = base().programme.calendar["sprawozdanie"]
    assert sent.days_in(2027) == (date(2027, 7, 15),)
    assert sent.counted_from(date(2027, 5, 20)) == date(2027, 6, 4)
    assert sent.counted_from(date(2027, 7, 10)) == date(2027, 7, 15)
    assert sent.counted_from(date(2027, 10, 1)) == date(2027, 10, 16)  # another year of accounts


def test_the_earlier_day_is_kept_beside_the_moved_one() -> None:
    dues = base().programme.calendar["skladki"]
    assert dues.days_in(2027)[4] == date(2027, 5, 15)
    assert dues.later_than(date(2027, 5, 15)) == date(2027, 5, 17)
    assert dues.later_than(date(2027, 6, 15)) is None
    pit = base().programme.calendar["pit-11"]
    assert pit.later_than(date(2027, 2, 28)) is None  # a Sunday, and yet it stays


def test_a_day_concerns_those_who_have_its_traits() -> None:
    reports = base().programme.calendar["opp-sprawozdania"]
    assert reports.concerns("kgw", {"opp"})
    assert not reports.concerns("kgw", {"opp", "inny-rok"})
    assert not reports.concerns("kgw", set())
    assert not reports.concerns("osp", {"opp"})


def test_only_traits_that_make_a_difference_are_asked() -> None:
    calendar = base().programme.calendar.values()
    assert asked_of("kgw", set(), calendar) == ("wyplaty", "skladki", "opp")
    assert asked_of("kgw", {"opp"}, calendar) == ("wyplaty", "skladki", "opp", "inny-rok")
    assert asked_of("stowarzyszenie", set(), calendar) == ("opp",)
    assert asked_of("szkola", set(), calendar) == ()


def test_traits_and_days_have_to_know_each_other(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    lines = change(directory, CALENDAR, "{wyplaty: true}", "{pensje: true}")
    line = lines.index("  when: {pensje: true}") + 1
    assert complaints_of(directory) == [
        f"sample/programme/calendar.yaml:{line}: nie ma cechy „pensje”; "
        "dopisz ją w programme/traits.yaml albo usuń",
        "sample/programme/traits.yaml:5: o tę cechę nie pyta żaden termin; "
        "dopisz ją w when: w calendar.yaml albo usuń",
    ]
    change(directory, CALENDAR, "{pensje: true}", "{wyplaty: tak}")
    (complaint,) = complaints_of(directory)
    assert complaint.startswith(f"sample/programme/calendar.yaml:{line}: ")
    assert "true albo false" in complaint


def test_a_label_of_a_trait_fits_a_button(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    change(directory, TRAITS, "Mamy status OPP", "Mamy status " * 5)
    (complaint,) = complaints_of(directory)
    assert "na przycisku zmieści się 50" in complaint


def test_shipped_days_ask_what_their_words_say() -> None:
    always = {one.id for one in live().calendar.values() if not one.when}
    said = {one.id for one in live().calendar.values() if one.condition.startswith(("każd",))}
    assert said <= always
    statuses = [one for one in live().calendar.values() if "OPP" in one.condition]
    assert all("opp" in one.when for one in statuses)
    assert {one.id for one in live().calendar.values() if "opp" in one.when} == {
        one.id for one in statuses
    }


def test_shipped_traits_are_few_for_everybody() -> None:
    calendar = live().calendar.values()
    kinds = {kind for one in calendar for kind in one.audience}
    assert max(len(asked_of(kind, set(), calendar)) for kind in kinds) <= 13


def test_shipped_programme_has_something_of_every_kind() -> None:
    programme = live()
    kinds = (programme.workshops, programme.contests, programme.events, programme.duties)
    assert [bool(kind) for kind in (*kinds, programme.calendar)] == [True] * 5


def test_shipped_workshops_and_duties_reach_every_municipality() -> None:
    visited = {one.municipality for one in live().workshops.values()}
    visited |= {one.municipality for one in live().duties.values()}
    assert visited == set(live().municipalities)


def test_shipped_examples_say_that_they_are_not_certain() -> None:
    certain = [one.id for one in live().meetings if one.unconfirmed is None]
    certain += [one.id for one in live().contests.values() if one.unconfirmed is None]
    assert certain == []


def test_shipped_ids_make_start_links() -> None:
    for ident in live().workshops:
        assert parse(f"w_{ident}") == StartLink(LinkKind.WORKSHOP, ident)
    for ident in live().contests:
        assert parse(f"c_{ident}") == StartLink(LinkKind.CONTEST, ident)


def test_shipped_doubtful_days_say_what_to_verify() -> None:
    silent = [one.id for one in live().calendar.values() if one.confirm and one.note is None]
    assert silent == []


def test_the_example_for_coordinators_can_be_pasted_as_it_stands(tmp_path: Path) -> None:
    readme = (LIVE / "README.md").read_text(encoding="utf-8")
    (example,) = (block for block in readme.split("```\n") if block.startswith("w11:"))
    workshops = tmp_path / "programme/workshops.yaml"
    workshops.parent.mkdir()
    workshops.write_text((LIVE / "programme/workshops.yaml").read_text("utf-8") + example, "utf-8")
    for name in ("contests.yaml", "municipalities.yaml"):
        (workshops.parent / name).write_bytes((LIVE / "programme" / name).read_bytes())

    shelf = Shelf(tmp_path)
    programme = read_programme(shelf, {path.stem for path in LIVE.glob("faq/*/*.md")})

    assert shelf.complaints == []
    assert programme.workshops["w11"].reminders == (7, 2)


def test_shipped_texts_have_short_sentences() -> None:
    programme = live()
    texts = [one.summary for one in (*programme.meetings, *programme.contests.values())]
    texts += [one.note for one in programme.calendar.values() if one.note]
    long = [one for text in texts for one in sentences(text) if len(plain_words(one)) > 20]
    assert long == []
