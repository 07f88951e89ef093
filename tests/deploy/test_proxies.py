"""What stands in front of webhook replicas: lets in what is meant to come, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.channels.web.routes import MAX_BYTES
from bot.programme.deadlines.calendar_files import PATH
from tests.deploy import proxies
from tests.deploy.conftest import Tool, passed
from tests.deploy.proxies import Front, Replica
from tests.deploy.reading import DEPLOY
from tests.faults.process import free_port

pytestmark = pytest.mark.slow
KINDS = tuple(proxies.WRITERS)


@pytest.fixture(params=KINDS)
def front(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Front]:
    """Each proxy in front of two replicas."""
    kind, port = request.param, free_port()
    replicas = Replica(), Replica()
    proxies.site(tmp_path / "site")
    proxies.certificate(tmp_path)
    path = proxies.WRITERS[kind](tmp_path, port, [one.port for one in replicas])
    command = proxies.command_of(kind, path)
    if command is None:
        pytest.skip(f"{kind} is NOT installed: it was not tried in front of two replicas")
    address = f"{'http' if kind == 'caddy' else 'https'}://127.0.0.1:{port}"
    with proxies.running(command, address, tmp_path):
        front = Front(address, replicas)
        with front.web:
            yield front
    for replica in replicas:
        replica.die()


def test_the_updates_of_one_connection_go_to_both_replicas(front: Front) -> None:
    for _ in range(20):
        assert front.web.post("/telegram", content=b"{}").status_code == 200
    assert [len(one.came) for one in front.replicas] == [10, 10]


def test_only_posts_reach_the_webhook(front: Front) -> None:
    assert [front.web.request(one, "/telegram").status_code for one in ("GET", "PUT")] == [405] * 2
    assert front.came == []


def test_a_body_above_a_megabyte_is_refused_and_one_of_a_megabyte_is_not(front: Front) -> None:
    assert front.web.post("/telegram", content=b"x" * (MAX_BYTES + 1)).status_code == 413
    assert front.web.post("/telegram", content=b"x" * MAX_BYTES).status_code == 200
    assert len(front.came) == 1


def test_when_a_replica_is_gone_the_other_serves_everything(front: Front) -> None:
    first, second = front.replicas
    front.web.post("/telegram", content=b"{}")
    first.die()
    answers = [front.web.post("/telegram", content=b"{}").status_code for _ in range(20)]
    assert answers == [200] * 20
    assert len(second.came) >= 20


def test_calendars_are_reached_and_only_read(front: Front) -> None:
    assert front.web.get(f"{PATH}secret.ics").status_code == 200
    assert front.web.post(f"{PATH}secret.ics").status_code == 405
    assert front.came == [f"GET {PATH}secret.ics"]


def test_health_and_figures_are_nobodys_business_outside(front: Front) -> None:
    for path in ("/healthz", "/readyz", "/metrics", "/metrics/", "//metrics", "/telegram/x"):
        assert front.web.get(f"{front.address}{path}").status_code == 404, path
    assert front.came == []


def test_the_website_is_shown_with_a_page_for_what_is_not_there(
    front: Front, request: pytest.FixtureRequest
) -> None:
    if "container" in request.node.name:
        assert front.web.get("/").status_code == 404  # the containers show none
        return
    assert "Wiedza" in front.web.get("/").text
    missing = front.web.get("/nie-ma")
    assert (missing.status_code, "Nie ma takiej" in missing.text) == (404, True)


@pytest.mark.parametrize("kind", ["nginx", "container"])
def test_the_secret_addresses_of_calendars_are_in_no_log(tmp_path: Path, kind: str) -> None:
    port = free_port()
    proxies.site(tmp_path / "site")
    proxies.certificate(tmp_path)
    path = proxies.WRITERS[kind](tmp_path, port, [free_port(), free_port()])
    command = proxies.command_of(kind, path)
    if command is None:
        pytest.skip("nginx is NOT installed")
    address = f"https://127.0.0.1:{port}"
    with proxies.running(command, address, tmp_path), proxies.browser(address) as web:
        assert web.get(f"{PATH}quite-a-secret.ics").status_code == 502  # nobody is there
        assert web.get("/quite-a-page").status_code == 404
    logs = [one.read_text() for one in tmp_path.glob("*.log")]
    assert kind == "container" or any("quite-a-page" in one for one in logs)
    assert not any("quite-a-secret" in one for one in logs)


@pytest.mark.parametrize("kind", ["nginx", "container"])
def test_nginx_understands_its_files(tool: Tool, tmp_path: Path, kind: str) -> None:
    proxies.certificate(tmp_path)
    path = proxies.WRITERS[kind](tmp_path, free_port(), [8080, 8081])
    assert passed(tool("nginx", "-t", "-c", path, "-p", tmp_path))
    path.write_text(path.read_text().replace("events", "evnts"))
    assert not passed(tool("nginx", "-t", "-c", path, "-p", tmp_path))


def test_caddy_understands_its_file_as_it_stands(
    tool: Tool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    words = ("validate", "--adapter", "caddyfile", "--config")
    assert passed(tool("caddy", *words, DEPLOY / "caddy" / "Caddyfile"))
    assert "not formatted" not in tool("caddy", *words, DEPLOY / "caddy" / "Caddyfile").stderr
    broken = tmp_path / "Caddyfile"
    broken.write_text("bot.example.org {\n\treverse_proxi 127.0.0.1\n}\n")
    assert not passed(tool("caddy", *words, broken))
