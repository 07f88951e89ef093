"""What an operator and a visitor of the site see of the other county."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.cli import main
from bot.commands.show import show
from bot.knowledge.loading import load
from bot.simulator.picture import picture
from bot.website.building import build
from bot.website.site import Site
from tests.commands.running import ROOT, run
from tests.second_county.conftest import COUNTY
from tests.second_county.first_programme import foreign, words_of

DAY = "2026-11-26"
#: Words of Polish in general: forms of names, what people say of anything, what weights learnt.
GENERAL = {"data/labelled.jsonl", "data/answerable.jsonl", "data/forms.txt", "data/off-topic.txt"}


def test_the_site_is_the_other_countys(tmp_path: Path) -> None:
    files = build(Site(load(COUNTY), COUNTY, date.fromisoformat(DAY), "https://modra.example/"))
    pages = [pair for name, data in files.items() for pair in words_of(name, data)]
    home = files["index.html"].decode()
    assert foreign(pages) == []
    assert "Razem nad Modrą" in home and "5\u00a0tematów" in home
    listed = files["pytania.html"].decode() if "pytania.html" in files else home
    assert all(name in listed for name in ("Pieniądze", "Przepisy", "Seniorzy"))
    style = files["wyglad.css"].decode()
    assert '[data-topic="money"] { --hue: var(--hue-1); }' in style
    assert '[data-topic="seniors"] { --hue: var(--hue-5); }' in style


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("check", "--on", DAY), "10 haseł"),
        (("ask", "Ile pieniędzy daje iskra?", "--on", DAY), "3100"),
        (("--help",), "check"),
        *(((name, "--help"), "") for name in sorted(main.commands)),
    ],
    ids=lambda given: " ".join(given) if isinstance(given, tuple) else "",
)
def test_no_command_speaks_of_the_first_programme(words: tuple[str, ...], told: str) -> None:
    result = run(*words, knowledge=COUNTY)
    assert result.exit_code == 0
    assert told in result.stdout
    assert foreign([("stdout", result.stdout), ("stderr", result.stderr)]) == []


def test_a_question_for_a_program_names_its_own_topic() -> None:
    result = run("ask", "--jsonl", "--on", DAY, fed="ile pieniedzy daje iskra\n", knowledge=COUNTY)
    assert '"topic": "money"' in result.stdout and '"entry": "iskra-ile"' in result.stdout


def test_nothing_of_the_first_programme_stands_in_the_program() -> None:
    source = [
        (path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "bot").rglob("*"))
        if path.suffix in {".py", ".j2", ".typ", ".html", ".js", ".css", ".txt", ".mako"}
        and not any(path.as_posix().endswith(name) for name in GENERAL)
        and "__pycache__" not in path.parts and "_knowledge" not in path.parts
    ]  # fmt: skip
    assert len(source) > 800
    assert foreign(source) == []


async def test_the_demo_shows_its_programme_and_its_topics(tmp_path: Path) -> None:
    async with show(tmp_path, COUNTY) as opened:
        await opened.house.settle()
        shown = picture(opened.demo)
        while not shown["trace"]:  # read a moment after the start
            await opened.stage.telegram.world.changed.beyond(0, 0.1)
            shown = picture(opened.demo)
    assert shown["group"]["title"] == "Doradcy – Razem nad Modrą"
    assert shown["trace"]["programme"] == "Razem nad Modrą"
    assert [one["emoji"] for one in shown["trace"]["topics"]] == ["💰", "🎭", "📜", "⚽", "🧶"]
    assert len(shown["group"]["threads"]) == 7  # General, five topics, coordination
    assert foreign([("page", str(shown))]) == []
