"""Alerts, the dashboard and Prometheus' own file: every figure they name is one that we give."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from prometheus_client.parser import text_string_to_metric_families
from ruamel.yaml import YAML

from bot.app import House, open_house
from bot.clock import SystemClock
from bot.settings import load
from bot.simulator.people import Telegram
from bot.simulator.request import SimulatedRequest
from tests.deploy.conftest import Tool, passed
from tests.deploy.reading import DEPLOY
from tests.knowledge.sample import SAMPLE

PROMETHEUS = DEPLOY / "prometheus"
_NAME = re.compile(r"\bdzialaj_[a-z_]+")
_SUFFIXES = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "gauge": ("",)}


def _read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text("utf-8"))


def alerts() -> list[dict[str, Any]]:
    """Return every alert."""
    return [
        rule for group in _read(PROMETHEUS / "alerts.yml")["groups"] for rule in group["rules"]
    ]


def panels() -> list[dict[str, Any]]:
    """Return every panel of the dashboard that shows something."""
    board = json.loads((DEPLOY / "grafana" / "dashboard.json").read_text("utf-8"))
    return [panel for panel in board["panels"] if panel["type"] != "row"]


def expressions() -> Iterator[str]:
    """Return all that Prometheus is asked, by alerts and by the dashboard."""
    yield from (rule["expr"] for rule in alerts())
    yield from (target["expr"] for panel in panels() for target in panel["targets"])


def test_alerts_are_understood_and_fire_when_they_should(tool: Tool) -> None:
    assert passed(tool("promtool", "check", "rules", PROMETHEUS / "alerts.yml"))
    assert passed(tool("promtool", "test", "rules", PROMETHEUS / "alerts_test.yml"))


def test_an_alert_that_fires_too_late_is_seen(tool: Tool, tmp_path: Path) -> None:
    text = (PROMETHEUS / "alerts.yml").read_text("utf-8")
    (tmp_path / "alerts.yml").write_text(text.replace("26 * 3600", "30 * 3600"))
    stories = tmp_path / "alerts_test.yml"
    stories.write_text((PROMETHEUS / "alerts_test.yml").read_text("utf-8"))
    assert not passed(tool("promtool", "test", "rules", stories))


def test_prometheus_understands_its_example(tool: Tool) -> None:
    assert passed(tool("promtool", "check", "config", PROMETHEUS / "prometheus.yml"))


def test_every_alert_is_fired_by_one_of_the_stories() -> None:
    fired = set(re.findall(r"Dzialaj\w+", (PROMETHEUS / "alerts_test.yml").read_text("utf-8")))
    assert fired == {rule["alert"] for rule in alerts()}


def test_every_alert_says_what_it_means_and_what_to_do() -> None:
    for rule in alerts():
        assert set(rule["annotations"]) == {"summary", "do"}
        assert rule["labels"]["severity"] in ("page", "look")


async def _figures(house: House) -> set[str]:
    """Return the names of all that a house shows at /metrics."""
    assert house.web is not None
    async with httpx.AsyncClient(base_url=house.web.address, trust_env=False) as web:
        shown = (await web.get("/metrics")).text
    return {
        family.name + suffix
        for family in text_string_to_metric_families(shown)
        for suffix in _SUFFIXES[family.type]
    }


async def test_every_figure_that_is_asked_for_is_one_that_a_running_house_gives(
    tmp_path: Path,
) -> None:
    telegram = Telegram(SystemClock())
    settings = load(
        environment={},
        token=telegram.token,
        database=f"sqlite:///{tmp_path / 'bot.db'}",
        knowledge=SAMPLE,
        listen="127.0.0.1:0",
        pacing="off",
    )
    request = SimulatedRequest(telegram.world)
    async with open_house(settings, request=request) as house:
        given = await _figures(house)
    asked = {name for one in expressions() for name in _NAME.findall(one)}
    assert asked - given == set()
    assert len(asked) > 15


def test_every_panel_shows_the_chosen_organisation_only() -> None:
    for panel in panels():
        for target in panel["targets"]:
            chosen = target["expr"].count('organisation="$organisation"')
            assert chosen == len(re.findall(r"\w+\{", target["expr"])) > 0, panel["title"]


def test_panels_lie_beside_each_other() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in panels():
        place = panel["gridPos"]
        fields = {
            (place["x"] + right, place["y"] + down)
            for right in range(place["w"])
            for down in range(place["h"])
        }
        assert not fields & taken, panel["title"]
        assert max(right for right, _ in fields) < 24
        taken |= fields
