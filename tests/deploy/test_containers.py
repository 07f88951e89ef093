"""The image and the compose file: checked by tools, and against the program itself.

No container is built or run here: what can be read off the files is.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.cli import main
from bot.settings import PREFIX, Settings
from tests.deploy.conftest import Tool, passed
from tests.deploy.reading import DEPLOY, ROOT

DOCKER = DEPLOY / "docker"
ORDINARY = ("backup", "bot")
ON_POSTGRESQL = ("bot-2", "database", "proxy")
#: What an operator puts beside the file.
BESIDE = ("settings.env", "secrets/token", "secrets/database_password", "certificates")
_SETTING = re.compile(rf"\b{PREFIX}[A-Z_]+")


def composed() -> dict[str, Any]:
    """Return the compose file with its anchors resolved."""
    read: dict[str, Any] = YAML(typ="safe").load((DOCKER / "compose.yaml").read_text("utf-8"))
    return read


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = composed()["services"]
    return found


def test_hadolint_has_nothing_to_say(tool: Tool) -> None:
    assert passed(tool("hadolint", DOCKER / "Dockerfile"))


def test_hadolint_would_see_a_moving_image(tool: Tool, tmp_path: Path) -> None:
    moving = tmp_path / "Dockerfile"
    text = (DOCKER / "Dockerfile").read_text("utf-8")
    moving.write_text(text.replace("python:3.11-slim-bookworm", "python:latest"))
    assert not passed(tool("hadolint", moving))


def test_compose_understands_every_line(tool: Tool, tmp_path: Path) -> None:
    for name in BESIDE:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    # Debian's docker-compose is older than the name of a project.
    text = (DOCKER / "compose.yaml").read_text("utf-8")
    (tmp_path / "compose.yaml").write_text(text.replace("name: dzialaj\n", ""))
    assert passed(tool("docker-compose", "config", "--quiet", cwd=tmp_path))
    (tmp_path / "compose.yaml").write_text(text.replace("read_only:", "readonly:"))
    assert not passed(tool("docker-compose", "config", "--quiet", cwd=tmp_path))


def test_sqlite_is_what_runs_by_default_and_postgresql_a_profile() -> None:
    profiles = {name: one.get("profiles") for name, one in services().items()}
    expected = dict.fromkeys(ORDINARY) | {name: ["postgresql"] for name in ON_POSTGRESQL}
    assert profiles == expected


def test_every_service_is_without_privileges_and_writes_only_where_it_may() -> None:
    for name, one in services().items():
        assert one["read_only"] is True, name
        assert one["cap_drop"] == ["ALL"], name
        assert one["security_opt"] == ["no-new-privileges:true"], name
        assert not {"privileged", "cap_add", "network_mode", "pid", "devices"} & set(one), name
        assert {"mem_limit", "pids_limit", "restart", "logging"} <= set(one), name


def test_only_the_proxy_can_be_reached_from_outside() -> None:
    assert [name for name, one in services().items() if "ports" in one] == ["proxy"]
    assert set(services()["database"]["networks"]) == {"inside"}
    assert composed()["networks"]["inside"]["internal"] is True


def test_secrets_are_files_and_stand_in_no_setting() -> None:
    for name, one in services().items():
        for setting, value in one.get("environment", {}).items():
            secret = any(word in setting for word in ("TOKEN", "PASSWORD"))
            assert not secret or value.startswith("/run/secrets/"), (name, setting)
    assert composed()["secrets"] == {
        "token": {"file": "secrets/token"},
        "database_password": {"file": "secrets/database_password"},
    }


def test_the_proxy_knows_both_replicas_by_their_addresses() -> None:
    places = [services()[name]["networks"]["inside"]["ipv4_address"] for name in ("bot", "bot-2")]
    behind = re.findall(r"server ([\d.]+):8080", (DOCKER / "nginx.conf").read_text("utf-8"))
    assert behind == places


def test_every_file_that_is_named_is_there() -> None:
    for one in services().values():
        if "build" in one:
            context = (DOCKER / one["build"]["context"]).resolve()
            assert context == ROOT
            assert (context / one["build"]["dockerfile"]).is_file()
        named = [volume.partition(":")[0] for volume in one.get("volumes", [])]
        for path in (path for path in named if path.startswith(".")):
            put_there = any(path.removeprefix("./") == name for name in BESIDE)
            assert put_there or (DOCKER / path).exists(), path
    for line in (DOCKER / "Dockerfile").read_text("utf-8").splitlines():
        if line.startswith("COPY ") and "--from=" not in line:
            *sources, _target = [word for word in line.split()[1:] if not word.startswith("--")]
            assert all((ROOT / source).exists() for source in sources), line


def test_what_the_image_copies_is_let_in_by_the_ignore_file() -> None:
    let_in = {
        line.removeprefix("!")
        for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    }
    copied = {
        source
        for line in (DOCKER / "Dockerfile").read_text("utf-8").splitlines()
        if line.startswith("COPY ") and "--from=" not in line
        for source in [word for word in line.split()[1:-1] if not word.startswith("--")]
    }
    assert copied == let_in
    assert "*" in (ROOT / ".dockerignore").read_text("utf-8").splitlines()


def test_what_an_operator_puts_beside_it_never_gets_into_git(tool: Tool) -> None:
    for name in BESIDE:
        place = f"deploy/docker/{name}" + ("/x" if name == "certificates" else "")
        assert passed(tool("git", "check-ignore", place, cwd=ROOT)), name


@pytest.mark.parametrize(
    "path",
    sorted(path for path in DEPLOY.rglob("*") if path.is_file() and path.suffix != ".json"),
    ids=lambda path: path.relative_to(DEPLOY).as_posix(),
)
def test_every_setting_that_is_named_exists(path: Path) -> None:
    known = {PREFIX + field.upper() for field in Settings.model_fields}
    named = set(_SETTING.findall(path.read_text("utf-8"))) - {PREFIX + "MAIL_"}
    assert named - known == set()


def test_every_command_that_is_run_exists() -> None:
    known = set(main.list_commands(None))  # type: ignore[arg-type]
    said = "\n".join(path.read_text("utf-8") for path in DEPLOY.rglob("*.service"))
    said += (DOCKER / "nightly.sh").read_text("utf-8") + (DEPLOY / "README.md").read_text("utf-8")
    run = set(re.findall(r"(?:bin/dzialaj|dzialaj-at plock|`dzialaj|  dzialaj) ([a-z]+)", said))
    checked = re.search(r'HEALTHCHECK .*CMD \["dzialaj", "(\w+)"\]', _dockerfile())
    assert checked is not None
    assert (run | {checked[1]}) - known == set()


def _dockerfile() -> str:
    return (DOCKER / "Dockerfile").read_text("utf-8")


def test_the_image_runs_as_nobody_in_particular_and_with_tested_libraries() -> None:
    said = _dockerfile()
    assert re.findall(r"^USER (.+)$", said, re.M) == ["10001:10001"]
    assert "--require-hashes -r requirements.lock" in said
