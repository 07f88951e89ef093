"""The demo's page in a real browser: both sides of the conversation, the clock, every screen."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import PATIENCE, Open, Visitor

pytestmark = pytest.mark.slow

COVERED = "Jak zarejestrować stowarzyszenie w KRS?"
UNCOVERED = "Czy stary traktor z remizy może jechać w paradzie przez miasto?"
NARROW = {"width": 360, "height": 740}
MAGNIFIED = {"width": 640, "height": 450, "device_scale_factor": 2}


def ticket_of(receipt: str) -> tuple[str, str]:
    """Return the ticket's number and its topic's name, as a receipt gives them."""
    found = re.search(r"Sprawa #(\d+): \S+ (.+)", receipt)
    assert found is not None, receipt
    return found[1], found[2].strip()


def test_question_travels_to_an_advisor_and_the_answer_comes_back(open_page: Open) -> None:
    visitor = open_page()
    visitor.play_leader("Bożena")
    visitor.ask(UNCOVERED)
    receipt = visitor.sees_on_phone(re.compile(r"Sprawa #\d+"))
    expect(receipt).to_contain_text(re.compile(r"Odpowiemy do .+, \d+\s\w+, \d\d:\d\d"))
    number, topic = ticket_of(receipt.inner_text())

    visitor.open_thread(topic)
    card = visitor.sees_in_group(f"#{number} 🔵 czeka na doradcę")
    expect(card).to_contain_text(UNCOVERED)
    visitor.play_advisor("Marek")
    card.get_by_role("button", name="Biorę").click()
    visitor.sees(visitor.part("toast").last, f"Sprawa #{number} jest u Ciebie.")
    card = visitor.sees_in_group(f"#{number} 🟡 prowadzi: Marek Dąbrowski")

    visitor.answer(card, "Może, jeżeli ma ważny przegląd.")
    answer = visitor.sees_on_phone("Może, jeżeli ma ważny przegląd.")
    expect(answer).to_contain_text(f"Marek Dąbrowski, sprawa #{number}")

    visitor.sees(
        visitor.page.locator("#question"), f"#{number} w rękach doradcy, odpowiedź wysłana"
    )
    row = visitor.page.locator("#outbox tr").filter(has_text=f"odpowiedź doradcy #{number}")
    visitor.sees(row, "wysłane")


def test_known_question_is_answered_at_once_and_helped(open_page: Open) -> None:
    visitor = open_page()
    visitor.play_leader("Halina")
    visitor.ask(COVERED)
    answer = visitor.sees_on_phone("sąd")
    visitor.sees(visitor.page.locator("#question"), COVERED)
    visitor.sees(visitor.page.locator("#question .zone"), "Odpowiedź")
    answer.get_by_role("button", name="Pomogło").click()
    visitor.sees(visitor.part("toast").last, "Dziękujemy.")
    expect(answer.get_by_role("button", name="Pomogło")).to_have_count(0, timeout=PATIENCE)


def test_each_leader_has_a_phone_and_a_draft_of_their_own(open_page: Open) -> None:
    visitor = open_page()
    visitor.play_leader("Zbigniew")
    visitor.sees_on_phone("Proszę przysłać zdjęcie tej strony")
    visitor.part("leader-composer").fill("Zaczęte zdanie")
    visitor.play_leader("Kamil")
    expect(visitor.phone.filter(has_text="Proszę przysłać zdjęcie")).to_have_count(0)
    expect(visitor.part("leader-composer")).to_have_value("")
    visitor.play_leader("Zbigniew")
    expect(visitor.part("leader-composer")).to_have_value("Zaczęte zdanie")


def test_clock_moves_by_an_hour_and_to_the_next_working_day(open_page: Open) -> None:
    visitor = open_page()
    begun = visitor.time()
    visitor.advance(60)
    later = visitor.time()
    assert timedelta(hours=1) <= later - begun < timedelta(hours=1, minutes=5)
    visitor.advance(1440)
    assert visitor.time().date() > later.date()
    assert visitor.time().weekday() < 5


def test_restarted_bot_answers_the_next_question_and_remembers(open_page: Open) -> None:
    visitor = open_page()
    visitor.play_leader("Zbigniew")
    visitor.part("restart").click()
    visitor.sees(visitor.part("toast").last, "Bot działa od nowa")
    visitor.sees_on_phone("Proszę przysłać zdjęcie tej strony")
    visitor.ask(COVERED)
    visitor.sees_on_phone("sąd")


def test_keyboard_alone_is_enough_to_ask_and_to_answer(open_page: Open) -> None:
    visitor = open_page()
    visitor.play_leader("Kamil")
    visitor.page.reload()
    visitor.come()
    keyboard = visitor.page.keyboard
    keyboard.press("Tab")  # the first skip link
    keyboard.press("Enter")
    expect(visitor.part("leader-composer")).to_be_focused()
    keyboard.type("Proszę o rozmowę z doradcą o lampionach z balkonu remizy.")
    keyboard.press("Enter")
    number, topic = ticket_of(visitor.sees_on_phone(re.compile(r"Sprawa #\d+: ")).inner_text())
    visitor.open_thread(topic)
    card = visitor.sees_in_group(f"#{number} ")
    card.focus()
    keyboard.press("Enter")  # answer this message
    expect(visitor.part("group-composer")).to_be_focused()
    keyboard.type("Lepiej nie.")
    keyboard.press("Enter")
    visitor.sees_on_phone("Lepiej nie.")


@pytest.mark.parametrize("screen", [NARROW, MAGNIFIED], ids=["phone", "200 %"])
def test_small_screen_shows_one_thing_at_a_time_and_never_scrolls_sideways(
    open_page: Open, screen: dict[str, int]
) -> None:
    visitor = open_page(**screen)
    for name, mark in (("leader", "leader-send"), ("group", "group-send"), ("trace", "trace")):
        visitor.part(f"view-{name}").click()
        expect(visitor.part(mark)).to_be_visible()
        assert not visitor.scrolls_sideways(), name
    visitor.page.locator("#clock-toggle").click()
    expect(visitor.part("restart")).to_be_visible()
    assert not visitor.scrolls_sideways()


def test_what_can_be_pressed_on_a_phone_is_large_enough_for_a_thumb(open_page: Open) -> None:
    visitor = open_page(**NARROW)
    for name in ("leader", "group", "trace"):
        visitor.part(f"view-{name}").click()
        assert small_targets(visitor) == [], name


def small_targets(visitor: Visitor) -> list[str]:
    return list(
        visitor.page.evaluate(
            """() => [...document.querySelectorAll("button, select, textarea")]
            .filter((one) => one.checkVisibility() && !one.matches(".command, .spoiler"))
            .filter((one) => one.getBoundingClientRect().height < 43.5)
            .map((one) => one.outerHTML.slice(0, 120))"""
        )
    )


@pytest.mark.parametrize(("scheme", "paper"), [("light", (251, 250, 245)), ("dark", (20, 23, 15))])
def test_words_stand_out_by_day_and_by_night(
    open_page: Open, scheme: str, paper: tuple[int, int, int]
) -> None:
    visitor = open_page(color_scheme=scheme)
    body = visitor.page.locator("body")
    ground, ink = (
        body.evaluate(f"(one) => getComputedStyle(one).{name}")
        for name in ("backgroundColor", "color")
    )
    assert _colour(ground) == paper
    assert _contrast(_colour(ink), paper) > 7


def _colour(css: str) -> tuple[int, int, int]:
    red, green, blue = map(int, re.findall(r"\d+", css)[:3])
    return red, green, blue


def _contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: tuple[int, int, int]) -> float:
    shares = [part / 255 for part in colour]
    linear = [(x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4) for x in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
