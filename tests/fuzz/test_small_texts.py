"""Short texts that strangers choose: of buttons and links, of the web's paths, of settings."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.callbacks import LONGEST, BadCallback, decode, encode
from bot.domain.start_links import parse
from bot.settings import Settings, WrongSettings, load
from tests.fuzz.amount import tried
from tests.fuzz.wrong import ANY_WORDS, WORDS, bent

BUTTON = st.from_regex(r"v1:[a-z_]{1,24}:[0-9a-z]{1,20}(:[0-9]{1,20})?", fullmatch=True)
SECRET = "4207734:KANAREKtokenKANAREKtokenKANAREKtok1"
TOML = f"""token = "{SECRET}"
database = "postgresql://jan:KANAREKhaslo@127.0.0.1/bot"
coordinators = "1, 2"
mode = "webhook"
webhook_url = "https://bot.example.org/telegram"
webhook_secret = "KANAREKsekret"
listen = "127.0.0.1:0"
""".encode()


@tried(300)
@given(st.one_of(ANY_WORDS, BUTTON, st.integers().map(lambda one: f"v1:claim:{one}")))
def test_a_button_is_read_back_exactly_or_refused(data: str) -> None:
    try:
        found = decode(data)
    except BadCallback:
        return
    assert encode(found.action, found.ident, found.rev) == data
    assert len(data.encode()) <= LONGEST


@tried(300)
@given(st.one_of(ANY_WORDS, st.from_regex(r"[agpwckt]_?[A-Za-z0-9_-]{0,70}")))
def test_a_start_link_opens_a_plain_name_or_nothing(payload: str) -> None:
    found = parse(payload)
    if found is not None:
        assert 1 <= len(found.value) <= 64
        assert found.value.isascii()
        assert not set(found.value) & set("./\\%: \n")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@tried(60)
@given(seed=st.integers(0, 2**32))
def test_any_file_of_settings_is_read_or_refused_without_its_secrets(
    here: Path, seed: int
) -> None:
    raw = bent(TOML, random.Random(seed), (b"\0", b"\xff", b'"', b"[", b"=", b"\n", b"{", b"'''"))
    (here / "bot.toml").write_bytes(raw)
    _refused_without_secrets()


@tried(150)
@given(name=st.sampled_from(sorted(set(Settings.model_fields) - {"token"})), value=WORDS)
def test_any_value_of_a_setting_is_taken_or_refused(here: Path, name: str, value: str) -> None:
    try:
        load(environment={}, token=SECRET, **{name: value})
    except WrongSettings as wrong:
        assert wrong.complaints
        assert all("KANAREK" not in one and "\n" not in one for one in wrong.complaints)


def _refused_without_secrets() -> None:
    try:
        load(environment={})
    except WrongSettings as wrong:
        assert wrong.complaints
        assert "KANAREK" not in str(wrong)
