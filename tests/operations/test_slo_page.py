"""The page of service levels names only figures that exist, in expressions that can be read."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.observability import FIELDS, REGISTRY
from tests.commands.running import ROOT

PAGE = (ROOT / "deploy" / "SLO.md").read_text("utf-8")


def expressions() -> list[str]:
    """Return the PromQL of the page: a block each, or a line each where they have comments."""
    found: list[str] = []
    for block in re.findall(r"```promql\n(.*?)```", PAGE, re.DOTALL):
        lines = [line.partition("#")[0].strip() for line in block.splitlines() if line.strip()]
        found += lines if "#" in block else [" ".join(lines)]
    return found


def test_every_figure_of_the_page_exists() -> None:
    known = {metric.name for metric in REGISTRY.collect()}
    named = set(re.findall(r"dzialaj_[a-z_]+", PAGE))
    bare = {re.sub(r"_(total|bucket|count|sum)$", "", name) for name in named}

    assert len(bare) >= 10
    assert bare - known == set()


def test_every_field_of_the_log_on_the_page_may_be_logged() -> None:
    table = PAGE.partition("| `event` |")[2].partition("\n\n")[0]
    named = {field for row in table.splitlines() for field in re.findall(r"`(\w+)`", row[40:])}

    assert {"update_id", "ticket", "outbox_id"} <= named
    assert {
        name for name in named if name in ("zone", "topic", "confidence", "question")
    } <= FIELDS


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed")
def test_prometheus_can_read_every_expression(tmp_path: Path) -> None:
    rules = [{"record": f"slo:{n}", "expr": one} for n, one in enumerate(expressions())]
    (tmp_path / "rules.yml").write_text(json.dumps({"groups": [{"name": "slo", "rules": rules}]}))
    checked = subprocess.run(
        ["promtool", "check", "rules", "rules.yml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert len(rules) == 7
    assert checked.returncode == 0, checked.stdout + checked.stderr
