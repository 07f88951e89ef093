"""Logs: ids and kinds; never the token, never anybody's words."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.observability import redact, set_up_logging

TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    """Leave logging as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    printed = capsys.readouterr()
    assert printed.out == ""
    return [json.loads(line) for line in printed.err.splitlines()]


def test_a_line_is_json_with_known_fields_only(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("json")
    structlog.get_logger("bot").info("sent", outbox_id=7, words="treść pytania")
    (line,) = lines(capsys)
    assert (line["event"], line["outbox_id"], line["level"]) == ("sent", 7, "info")
    assert "treść" not in json.dumps(line, ensure_ascii=False)


def test_the_token_is_cut_out_whoever_logs_it(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("json")
    logging.getLogger("somebody").warning("POST https://x/bot%s/getMe", TOKEN)
    structlog.get_logger("bot").warning("x", error=f"at /bot{TOKEN}/sendMessage")
    assert "AAbbCC" not in json.dumps(lines(capsys))


def test_the_telegram_library_cannot_print_an_update(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("json")
    logging.getLogger("telegram.ext.Application").critical("Error for %s", "treść pytania")
    assert "treść" not in capsys.readouterr().err


def test_an_exception_leaves_its_kind_but_not_its_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up_logging("json")
    try:
        raise ValueError("treść pytania")
    except ValueError:
        logging.getLogger("somebody").exception("failed")
    printed = capsys.readouterr().err
    assert "treść" not in printed
    assert "ValueError" in printed


@pytest.mark.parametrize("name", ["httpx", "httpcore", "telegram", "apscheduler", "uvicorn"])
def test_talkative_libraries_only_warn(name: str) -> None:
    set_up_logging("json")
    assert logging.getLogger(name).getEffectiveLevel() == logging.WARNING


def test_a_line_stays_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("json")
    structlog.get_logger("bot").info("x", name="a\nb\x1b[31m")
    (line,) = lines(capsys)
    assert line["name"] == "a\nb\x1b[31m"


def test_what_looks_like_a_token_is_a_token() -> None:
    assert redact(f"GET /bot{TOKEN}/x and {TOKEN}") == "GET [token]/x and [token]"
    assert redact("12:30, 2026-11-24 10:00") == "12:30, 2026-11-24 10:00"


#: Begin lines, colour, ring, turn text around, or are no text at all.
UNSEEN = "\r\n\v\x00\x07\x1b[2J\x7f\x85\x9b\u200b\u2028\u2029\u202e\u2066\ufeff\ud83d"


@pytest.mark.parametrize("style", ["json", "console"])
def test_signs_that_nobody_sees_are_written_as_numbers(
    capsys: pytest.CaptureFixture[str], style: str
) -> None:
    set_up_logging(style)
    structlog.get_logger("bot").info("x", name=f"a{UNSEEN}b", reason="żółć")
    logging.getLogger("somebody").warning("c%sd", UNSEEN)
    printed = capsys.readouterr().err
    assert [
        one for one in UNSEEN if not one.isprintable() and one in printed.replace("\n", "")
    ] == []
    assert (len(printed.splitlines()), "żółć" in printed) == (2, True)


def test_what_a_line_says_is_read_back(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("json")
    structlog.get_logger("bot").info("x", name=f'a{UNSEEN}"\\b')
    (line,) = lines(capsys)
    assert line["name"] == f'a{UNSEEN}"\\b'


def test_a_library_that_says_it_wrongly_stops_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("json")
    logging.getLogger("somebody").warning("%d of %d", "x")
    (line,) = lines(capsys)
    assert line["event"] == "%d of %d"
