"""Somebody in front of the demo's page: what they press and type, and what they see."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

PATIENCE = 20_000  # ms; the bot answers in well under a second, the machine may be busy


class Visitor:
    """A browser's page, with a note of every error and of every request to another host."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        self.strangers: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._note)

    def _listen(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)

    def _note(self, request: Request) -> None:
        if not request.url.startswith((f"{self.address}/", "data:")):
            self.strangers.append(request.url)

    def come(self) -> None:
        """Open the page and wait until the stage is drawn."""
        self.page.goto(self.address)
        self.page.locator("#leader-chat .message, #leader-chat .empty").first.wait_for()

    def part(self, name: str) -> Locator:
        """Return the part of the page with this test id."""
        return self.page.get_by_test_id(name)

    # -- the leader's phone

    def play_leader(self, name: str) -> None:
        """Choose who the leader is; press Start where there was no conversation yet."""
        select = self.part("leader-select")
        select.select_option(label=self._label(select, name))
        start = self.part("leader-start")
        if start.count():
            start.click()
            self.sees_on_phone("Kto tu odpowiada")

    def play_advisor(self, name: str) -> None:
        """Choose which advisor writes in the group."""
        select = self.part("advisor-select")
        select.select_option(label=self._label(select, name))

    def _label(self, select: Locator, name: str) -> str:
        labels = select.locator("option").all_inner_texts()
        return next(label for label in labels if label.startswith(name))

    def ask(self, words: str) -> None:
        """Let the leader write."""
        self.part("leader-composer").fill(words)
        self.part("leader-send").click()

    @property
    def phone(self) -> Locator:
        """Return the bot's messages on the leader's phone."""
        return self.page.locator("#leader-chat .message.from-bot")

    def sees_on_phone(self, words: str | re.Pattern[str]) -> Locator:
        """Wait for a message of the bot with these words; return the newest one."""
        found = self.phone.filter(has_text=words).last
        expect(found).to_be_visible(timeout=PATIENCE)
        return found

    # -- the advisors' group

    def open_thread(self, name: str) -> None:
        """Turn to a thread of the group."""
        self.page.get_by_role("tab", name=name).click()

    def sees_in_group(self, words: str | re.Pattern[str]) -> Locator:
        """Wait for a message with these words in the open thread; return the newest one."""
        found = self.page.locator("#group-chat .message").filter(has_text=words).last
        expect(found).to_be_visible(timeout=PATIENCE)
        return found

    def answer(self, card: Locator, words: str) -> None:
        """Let the advisor reply to a message of the group."""
        number = card.get_attribute("data-message")
        self.part(f"reply-group-{number}").click()
        self.part("group-composer").fill(words)
        self.part("group-send").click()

    # -- what stands around

    def sees(self, place: Locator, words: str | re.Pattern[str]) -> None:
        """Wait until a part of the page shows these words."""
        expect(place).to_contain_text(words, timeout=PATIENCE)

    def time(self) -> datetime:
        """Return the demo's time."""
        moment = self.part("clock").get_attribute("datetime")
        assert moment is not None
        return datetime.fromisoformat(moment)

    def advance(self, minutes: int) -> None:
        """Press a button of the clock and wait until it has moved."""
        before = self.part("clock").get_attribute("datetime")
        self.part(f"advance-{minutes}").click()
        expect(self.part("clock")).not_to_have_attribute("datetime", before or "")
        self.sees(self.part("toast").last, "Teraz jest")

    def scrolls_sideways(self) -> bool:
        """Tell whether the page is wider than the screen."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth > innerWidth"))


Open = Callable[..., Visitor]
