"""The live site in Chromium, over HTTP on loopback, as a visitor meets it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from bot.knowledge.base import KnowledgeBase
from bot.website.building import build
from bot.website.site import Site
from bot.website.writing import write
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.knowledge.sample import LIVE

pytestmark = pytest.mark.slow

UNDER = "wiedza"  # the site lies below the top of its server, as many do
RULES = Path(__file__).with_name("accessibility.js").read_text(encoding="utf-8")
SCREENS = [(360, "light"), (360, "dark"), (1280, "light"), (1280, "dark")]
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) sum += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 300);
})"""

Open = Callable[..., Page]


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder as web servers do, with the site's own page for what is not there."""

    def log_message(self, *words: object) -> None:
        """Say nothing."""

    def send_error(self, code: int, *more: Any) -> None:
        """Answer with the site's own page."""
        page = (Path(self.directory) / UNDER / "404.html").read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the server serves."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def address(folder: Path, live_base: KnowledgeBase) -> Iterator[str]:
    """The address of the site, built from the shipped knowledge."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        home = f"http://127.0.0.1:{server.server_address[1]}/{UNDER}/"
        write(folder / UNDER, build(Site(live_base, LIVE, date(2026, 11, 26), home)))
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield home
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"Chromium is NOT installed ({CHROMIUM}): nobody looked at the website")
    with sync_playwright() as started:
        yield started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    """Open a page on a screen of some size; nothing may fail there or come from elsewhere."""
    trouble: list[str] = []
    with ExitStack() as stack:

        def opened(where: str, width: int = 1280, **screen: Any) -> Page:
            size = {"width": width, "height": 800}
            context = browser.new_context(viewport=size, **screen)  # type: ignore[arg-type]
            stack.callback(context.close)
            page = context.new_page()
            page.on("console", lambda said: said.type == "error" and trouble.append(said.text))
            page.on("pageerror", lambda error: trouble.append(str(error)))
            page.on("requestfailed", lambda request: "ABORTED" in (request.failure or "")
                    or trouble.append(request.url))  # fmt: skip
            page.on("request", lambda request: request.url.startswith(("file:", address))
                    or trouble.append(f"foreign: {request.url}"))  # fmt: skip
            page.goto(where if where.startswith("file:") else address + where)
            return page

        yield opened
    assert trouble == []


@pytest.fixture(scope="module")
def kinds(folder: Path, address: str) -> list[str]:
    """One page of each kind, and every page that stands alone."""
    names = sorted(path.relative_to(folder / UNDER).as_posix()
                   for path in (folder / UNDER).rglob("*.html"))  # fmt: skip
    first = {name.partition("/")[0] if "/" in name else name: name for name in reversed(names)}
    guide = "poradniki/rok-kola-gospodyn.html"  # with a table, a list to tick off and a form
    return sorted({*first.values(), guide, "szukaj.html?q=faktura"})


@pytest.mark.parametrize(("width", "scheme"), SCREENS)
def test_pages_keep_the_rules_of_accessibility(
    open_page: Open, address: str, kinds: list[str], width: int, scheme: str
) -> None:
    page = open_page("index.html", width, color_scheme=scheme)
    broken = []
    for name in kinds:
        page.goto(address + name)
        broken += [(name, one) for one in page.evaluate(RULES)]
    assert broken == []


def test_rules_of_accessibility_see_what_is_wrong(open_page: Open) -> None:
    page = open_page("index.html", bypass_csp=True)  # which refuses such colours
    page.evaluate("""() => { document.querySelector("main").insertAdjacentHTML("beforeend",
      `<h6>x</h6><p style="color:#777">blado</p><a href="#" class="button"></a>
       <img src="icon.svg"><input><p id="tresc"></p>
       <a href="#" style="display:block;height:20px">mało</a>`); }""")
    rules = {one.partition(":")[0] for one in page.evaluate(RULES)}
    assert {"heading", "contrast", "name", "alt", "label", "id", "target"} <= rules


@pytest.mark.parametrize(("width", "scheme"), SCREENS[1:3])
def test_axe_finds_no_violations(
    open_page: Open, address: str, kinds: list[str], width: int, scheme: str
) -> None:
    page = open_page("index.html", width, color_scheme=scheme)
    broken = []
    for name in kinds:
        page.goto(address + name)
        found = Axe().run(page).response["violations"]
        broken += [(name, one["id"], [node["target"] for node in one["nodes"]]) for one in found]
    assert broken == []


@pytest.mark.parametrize(
    "screen",
    [{"width": 320}, {"width": 360}, {"width": 640, "device_scale_factor": 2}],
    ids=["320 px", "360 px", "1280 px at 200 %"],
)
def test_no_page_scrolls_sideways(
    open_page: Open, address: str, kinds: list[str], screen: dict[str, int]
) -> None:
    page = open_page("index.html", **screen)
    wide = []
    for name in kinds:
        page.goto(address + name)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)
    assert wide == []


def test_nothing_jumps_while_a_page_loads(open_page: Open, address: str, kinds: list[str]) -> None:
    page = open_page("index.html", 360)
    moved = {}
    for name in kinds:
        page.goto(address + name)
        moved[name] = page.evaluate(SHIFT)
    assert {name: value for name, value in moved.items() if value > 0.01} == {}


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("sprawozdanie finansowe termin", {"pytania/sprawozdanie-finansowe-terminy.html"}),
        ("wolontariusz niepełnoletni", {"pytania/maloletni-wolontariusz-zgoda.html"}),
        ("plock dotacja", {"pytania/mazowsze-dotacje-marszalka.html"}),
        ("jak zalozyc kolo gospodyn", {"pytania/zalozenie-kgw-rejestr-arimr.html"}),
        ("ZDJĘĆ DZIECI ZGODY", {"pytania/zgoda-na-wizerunek-dziecka.html"}),
        ("biblioteką na rowerze", {"praktyki/biblioteka-na-rowerach.html"}),
        ("sprawozd fundacj ministr", {"pytania/sprawozdanie-fundacji-do-ministra.html"}),
    ],
)
def test_search_finds_first_or_second(open_page: Open, asked: str, expected: set[str]) -> None:
    page = open_page("index.html", 360)
    page.get_by_label("Czego potrzebujesz?").fill(asked)
    page.get_by_role("button", name="Szukaj").click()
    page.locator("#results a").first.wait_for()
    first = [one.get_attribute("href") for one in page.locator("#results a").all()[:2]]
    assert expected & set(first), first


def test_search_answers_while_one_types_and_says_how_much_it_found(open_page: Open) -> None:
    page = open_page("szukaj.html")
    box = page.get_by_label("Czego potrzebujesz?")
    box.press_sequentially("rodo")
    page.locator("#results a").first.wait_for()
    status = page.get_by_role("status")
    assert re.fullmatch(r"Znalezione strony: \d+", status.inner_text())
    box.fill("qqqqwwww")
    page.get_by_text("Nic nie pasuje").wait_for()
    assert page.locator("#results a").count() == 0


def test_search_takes_words_for_words(open_page: Open) -> None:
    page = open_page('szukaj.html?q=<img src=x onerror="alert(1)">%26faktura')
    page.locator("#results a").first.wait_for()
    assert page.get_by_label("Czego potrzebujesz?").input_value().startswith("<img")
    assert page.locator("#results img").count() == 0


def test_folder_works_straight_from_a_disk(open_page: Open, folder: Path, address: str) -> None:
    page = open_page((folder / UNDER / "index.html").as_uri())
    page.get_by_role("link", name="Prawo i organizacja").click()
    page.locator(".questions a").first.click()
    assert page.locator("main h1").count() == 1
    page.get_by_label("Szukaj na stronie").fill("plock dotacja")
    page.get_by_role("button", name="Szukaj").click()
    page.locator("#results a").first.click()
    assert "/pytania/" in page.url


def test_everything_but_the_search_works_without_javascript(open_page: Open, address: str) -> None:
    page = open_page("index.html", java_script_enabled=False)
    page.get_by_label("Czego potrzebujesz?").fill("faktura")
    page.get_by_role("button", name="Szukaj").click()
    page.get_by_role("link", name="liście pytań").click()
    assert page.url == address + "pytania.html"
    page.locator(".questions a").first.click()
    assert page.locator(".prose").inner_text()


def test_keyboard_skips_to_the_text_and_focus_is_seen(open_page: Open) -> None:
    page = open_page("pytania.html")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Przejdź do treści")
    assert skip.bounding_box()["y"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "tresc"
    page.keyboard.press("Tab")
    focus = "getComputedStyle(document.activeElement)"
    assert page.evaluate(f"[{focus}.outlineStyle, {focus}.outlineWidth]") == ["solid", "3px"]


def test_unknown_address_shows_a_page_that_leads_on(browser: Browser, address: str) -> None:
    page = browser.new_context().new_page()
    answer = page.goto(f"{address}pytania/nie/ma/tego")
    assert answer is not None
    assert answer.status == 404
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "fixed"
    page.get_by_role("link", name="Wszystkie pytania i odpowiedzi").click()
    assert page.url == f"{address}pytania.html"
    page.context.close()


def test_posters_fill_one_sheet_of_paper(open_page: Open, folder: Path, address: str) -> None:
    page = open_page("index.html")
    page.emulate_media(media="print")
    sheets = {}
    for path in sorted((folder / UNDER / "plakaty").glob("*.html")):
        page.goto(f"{address}plakaty/{path.name}")
        paper = page.pdf(prefer_css_page_size=True)
        sheets[path.name] = len(re.findall(rb"/Type\s*/Page\b", paper))
        width = page.locator(".qr svg").bounding_box()["width"]  # type: ignore[index]
        assert width >= 30 / 25.4 * 96  # 3 cm
    assert set(sheets.values()) == {1}, sheets


def test_printed_answer_keeps_the_text_and_leaves_the_menus(open_page: Open) -> None:
    page = open_page("pytania/kgw-dotacja-arimr.html")
    page.emulate_media(media="print")
    for part in (".menu", ".find", ".buttons", ".links", ".crumbs"):
        assert not page.locator(part).first.is_visible()
    for part in (".prose", ".checked", ".sources", ".ask .only-printed"):
        assert page.locator(part).first.is_visible()


def test_nothing_is_remembered_about_a_visitor(open_page: Open) -> None:
    page = open_page("szukaj.html?q=faktura")
    page.locator("#results a").first.click()
    assert page.context.cookies() == []
    kept = page.evaluate("[localStorage.length, sessionStorage.length]")
    assert json.dumps(kept) == "[0, 0]"
