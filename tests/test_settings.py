"""Settings: where they come from, and what is refused, by name and all at once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pyrage import x25519

from bot.settings import WrongSettings, load

TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Start in an empty directory with no setting in the environment."""
    import os

    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("BOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)


def complaints_of(monkeypatch: pytest.MonkeyPatch, **values: str) -> list[str]:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(WrongSettings) as wrong:
        load()
    return wrong.value.complaints


def test_nothing_has_to_be_set_but_the_token() -> None:
    settings = load()
    assert settings.database == "sqlite:///data/bot.db"
    assert (settings.mode, settings.listen, settings.pacing) == (
        "polling",
        "127.0.0.1:8080",
        "telegram",
    )
    with pytest.raises(WrongSettings, match="BOT_TOKEN"):
        settings.require_token()


def test_the_environment_wins_over_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bot.toml").write_text('listen = "off"\npacing = "off"\ncoordinators = [1, 2]\n')
    monkeypatch.setenv("BOT_LISTEN", "127.0.0.1:0")
    settings = load()
    assert (settings.listen, settings.pacing) == ("127.0.0.1:0", "off")
    assert settings.coordinators == {1, 2}


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "")
    assert load().token is None


@pytest.mark.parametrize("how", ["variable", "file", "credential", "toml"])
def test_the_token_may_come_in_four_ways(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, how: str
) -> None:
    (tmp_path / "bot_token").write_text(f"{TOKEN}\n")
    if how == "variable":
        monkeypatch.setenv("BOT_TOKEN", TOKEN)
    elif how == "file":
        monkeypatch.setenv("BOT_TOKEN_FILE", str(tmp_path / "bot_token"))
    elif how == "credential":
        monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    else:
        (tmp_path / "bot.toml").write_text(f'token = "{TOKEN}"\n')
    assert load().require_token() == TOKEN


def test_the_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    settings = load()
    assert TOKEN not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_a_wrong_token_is_refused_without_being_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    (complaint,) = complaints_of(monkeypatch, BOT_TOKEN="sekret-wklejony-zle")
    assert "BOT_TOKEN" in complaint
    assert "sekret" not in complaint


@pytest.mark.parametrize("value", ["https://api.example.org:8081", "http://127.0.0.1:8081/bot"])
def test_the_api_may_stand_elsewhere(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("BOT_API_URL", value)
    assert load().api_url == value.removesuffix("/bot")


def test_coordinators_are_numbers_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_COORDINATORS", "12, 34,")
    assert load().coordinators == {12, 34}


def test_all_that_is_wrong_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    complaints = complaints_of(
        monkeypatch,
        BOT_TOKNE=TOKEN,
        BOT_API_URL="api.telegram.org",
        BOT_DATABASE="mysql://x",
        BOT_MODE="push",
        BOT_LISTEN="8080",
        BOT_PACING="fast",
        BOT_COORDINATORS="Zofia",
        BOT_ADVISORS_CHAT="grupa",
        BOT_KNOWLEDGE="/nie/ma",
        BOT_ENCODER="/nie/ma",
    )
    named = {complaint.partition(":")[0] for complaint in complaints}
    assert named == {
        "BOT_TOKNE",
        "BOT_API_URL",
        "BOT_DATABASE",
        "BOT_MODE",
        "BOT_LISTEN",
        "BOT_PACING",
        "BOT_COORDINATORS",
        "BOT_ADVISORS_CHAT",
        "BOT_KNOWLEDGE",
        "BOT_ENCODER",
    }
    assert TOKEN not in "".join(complaints)


WEBHOOK = {
    "BOT_MODE": "webhook",
    "BOT_WEBHOOK_URL": "https://bot.example.org/telegram",
    "BOT_WEBHOOK_SECRET": "abc_DEF-123",
}


def test_a_webhook_is_accepted_when_it_is_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in WEBHOOK.items():
        monkeypatch.setenv(name, value)
    assert load().mode == "webhook"


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"BOT_WEBHOOK_URL": ""}, "BOT_WEBHOOK_URL"),
        ({"BOT_WEBHOOK_SECRET": ""}, "BOT_WEBHOOK_SECRET"),
        ({"BOT_WEBHOOK_SECRET": "ze spacją"}, "BOT_WEBHOOK_SECRET"),
        ({"BOT_WEBHOOK_URL": "https://bot.example.org/"}, "BOT_WEBHOOK_URL"),
        ({"BOT_WEBHOOK_URL": "http://bot.example.org/telegram"}, "BOT_WEBHOOK_URL"),
        ({"BOT_LISTEN": "off"}, "BOT_LISTEN"),
    ],
)
def test_an_incomplete_webhook_is_refused(
    monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], named: str
) -> None:
    assert named in "".join(complaints_of(monkeypatch, **(WEBHOOK | changed)))


def test_a_plain_webhook_is_for_a_server_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    local: dict[str, Any] = {
        "BOT_WEBHOOK_URL": "http://127.0.0.1:9/telegram",
        "BOT_API_URL": "http://127.0.0.1:8",
    }
    for name, value in (WEBHOOK | local).items():
        monkeypatch.setenv(name, value)
    assert load().webhook_url == "http://127.0.0.1:9/telegram"


@pytest.mark.parametrize("text", ["listen = ", 'lisetn = "off"\n', "listen = 7\n"])
def test_a_wrong_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "bot.toml").write_text(text)
    with pytest.raises(WrongSettings):
        load()


MAIL = {
    "BOT_MAIL_ADDRESS": "pomoc@fundacja.example",
    "BOT_MAIL_IMAP": "imaps://pomoc%40fundacja.example@poczta.example/Pomoc",
    "BOT_MAIL_SMTP": "smtp://pomoc@poczta.example?starttls",
}


def test_mail_needs_all_its_settings_and_hides_its_password(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert load().mail is None
    secret = tmp_path / "mail_password"
    secret.write_text("bardzo tajne\n")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert load().mail is None  # a password alone asks for nothing
    for name, value in MAIL.items():
        monkeypatch.setenv(name, value)
    mail = load().mail
    assert mail is not None and mail.password == "bardzo tajne"
    assert (mail.imap.user, mail.imap.port, mail.imap.folder) == (
        "pomoc@fundacja.example",
        993,
        "Pomoc",
    )
    assert (mail.smtp.port, mail.smtp.encrypted, mail.smtp.upgrade) == (587, False, True)
    assert "bardzo tajne" not in repr(load())


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("BOT_MAIL_ADDRESS", "Pomoc <pomoc@fundacja.example>", "sam adres"),
        ("BOT_MAIL_ADDRESS", "pomoc+x@fundacja.example", "bez plusa"),
        ("BOT_MAIL_IMAP", "poczta.example", "imaps://"),
        ("BOT_MAIL_IMAP", "imap://pomoc@poczta.example", "bez szyfrowania"),
        ("BOT_MAIL_SMTP", "smtp://pomoc@poczta.example", "bez szyfrowania"),
        ("BOT_MAIL_SMTP", "smtps://pomoc:sekret-w-adresie@poczta.example", "hasło"),
        ("BOT_MAIL_SMTP", "", "brakuje"),
        ("BOT_MAIL_PASSWORD_FILE", "/nie/ma", "odczytać"),
    ],
)
def test_wrong_settings_of_mail_are_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str, words: str
) -> None:
    secret = tmp_path / "mail_password"
    secret.write_text("tajne")
    values = {**MAIL, "BOT_MAIL_PASSWORD_FILE": str(secret), name: value}
    [complaint] = complaints_of(monkeypatch, **values)
    assert complaint.startswith(name) and words in complaint
    assert "sekret-w-adresie" not in complaint


def test_copies_lie_beside_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    there = load(token=TOKEN, database="sqlite:////srv/plock/bot.db")
    assert there.backups_directory == Path("/srv/plock/backups")
    server = load(token=TOKEN, database="postgresql://bot@db/bot")
    assert server.data_directory == Path("data")
    monkeypatch.setenv("BOT_DATA", "/srv/plock")
    monkeypatch.setenv("BOT_BACKUP_DAYS", "7")
    chosen = load(token=TOKEN, database="postgresql://bot@db/bot")
    assert (chosen.backups_directory, chosen.backup_days) == (Path("/srv/plock/backups"), 7)


def test_copies_are_encrypted_for_a_public_key_only() -> None:
    identity = x25519.Identity.generate()
    given = load(token=TOKEN, backup_recipient=str(identity.to_public()))
    assert given.backup_recipient == str(identity.to_public())
    with pytest.raises(WrongSettings, match="klucz tajny") as refused:
        load(token=TOKEN, backup_recipient=str(identity))
    assert str(identity) not in str(refused.value)
    with pytest.raises(WrongSettings, match="age1"):
        load(token=TOKEN, backup_recipient="age1nobody")


@pytest.mark.parametrize("value", ["0", "-1", "1e9", "trzydzieści", "٣"])
def test_copies_are_kept_for_some_days(value: str) -> None:
    with pytest.raises(WrongSettings, match="BOT_BACKUP_DAYS"):
        load(token=TOKEN, backup_days=value)
