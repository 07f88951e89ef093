"""Wrong settings: one Polish sentence each, naming the setting, never showing a secret."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.commands.refusing import WRONG_CONFIGURATION
from bot.settings import load
from tests.knowledge.sample import SAMPLE

TOKEN = "123456:AAbbCCddEEffGGhhIIjjKKllMMnnOOppQQr"
PASSWORD = "hunter2"
WEBHOOK = {
    "BOT_MODE": "webhook",
    "BOT_WEBHOOK_URL": "https://bot.example.org/telegram",
    "BOT_WEBHOOK_SECRET": "abc_DEF-123",
}
GROUP = "podaj numer grupy, np. -1001234567890, albo usuń to ustawienie i napisz w grupie /polacz"
PERSON = "to numer osoby, a nie grupy; numer grupy zaczyna się od minusa, np. -1001234567890"
LISTEN = "podaj adres:port, np. 127.0.0.1:8080, albo off"
API = "podaj adres w postaci https://host albo http://host:port"
WEB = "podaj pełny adres, np. https://bot.example.org/telegram"
SECRET = "dozwolone są litery bez ogonków, cyfry, _ i -, najwyżej 256 znaków"
USERS = "podaj numery użytkowników Telegrama po przecinku, np. 123,456"
SPACED = "w tokenie jest spacja albo koniec linii; wklej sam token, w jednej linii"
STRANGE = "to nie wygląda na token od BotFathera (cyfry:litery); skopiuj go jeszcze raz"
SERVER = "podaj postgresql://użytkownik:hasło@host:port/baza"
ESCAPES = "znaki @ : / [ ] w haśle zapisz jako %40 %3A %2F %5B %5D"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Start in an empty directory with no setting in the environment but sound knowledge."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("BOT_")]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("CREDENTIALS_DIRECTORY", raising=False)
    monkeypatch.setenv("BOT_KNOWLEDGE", str(SAMPLE))
    yield
    gc.enable()  # the program turns it off while it starts


def refusal(settings: dict[str, str]) -> str:
    """Start the program with these settings; return what its operator is told."""
    refused = CliRunner().invoke(main, ["run"], env=settings)
    assert isinstance(refused.exception, SystemExit), refused.exception
    assert refused.exit_code == WRONG_CONFIGURATION
    assert refused.stdout == ""
    assert TOKEN not in refused.stderr
    assert PASSWORD not in refused.stderr
    return refused.stderr.removesuffix("\n")


WRONG = {
    "no token": (
        {"BOT_TOKEN": ""},
        "BOT_TOKEN: brakuje tokenu. Podaj go w BOT_TOKEN_FILE (plik) albo w BOT_TOKEN. "
        "Bez tokenu działa `dzialaj demo`.",
    ),
    "token with a line end": ({"BOT_TOKEN": f"{TOKEN}\n"}, f"BOT_TOKEN: {SPACED}"),
    "token broken in two lines": (
        {"BOT_TOKEN": f"{TOKEN[:20]}\n{TOKEN[20:]}"},
        f"BOT_TOKEN: {SPACED}",
    ),
    "token with a space": ({"BOT_TOKEN": f" {TOKEN}"}, f"BOT_TOKEN: {SPACED}"),
    "token in quotes": ({"BOT_TOKEN": f'"{TOKEN}"'}, f"BOT_TOKEN: {STRANGE}"),
    "token as in an address": ({"BOT_TOKEN": f"bot{TOKEN}"}, f"BOT_TOKEN: {STRANGE}"),
    "token with a Polish letter": ({"BOT_TOKEN": f"{TOKEN}ą"}, f"BOT_TOKEN: {STRANGE}"),
    "token with Arabic digits": ({"BOT_TOKEN": f"١٢٣:{TOKEN[7:]}"}, f"BOT_TOKEN: {STRANGE}"),
    "group by name": ({"BOT_ADVISORS_CHAT": "doradcy"}, f"BOT_ADVISORS_CHAT: {GROUP}"),
    "group by @name": ({"BOT_ADVISORS_CHAT": "@doradcy"}, f"BOT_ADVISORS_CHAT: {GROUP}"),
    "private chat as a group": ({"BOT_ADVISORS_CHAT": "12345"}, f"BOT_ADVISORS_CHAT: {PERSON}"),
    "group with an underscore": ({"BOT_ADVISORS_CHAT": "-1_2"}, f"BOT_ADVISORS_CHAT: {GROUP}"),
    "group with a fraction": ({"BOT_ADVISORS_CHAT": "-100.0"}, f"BOT_ADVISORS_CHAT: {GROUP}"),
    "group of 30 digits": ({"BOT_ADVISORS_CHAT": f"-{'9' * 30}"}, f"BOT_ADVISORS_CHAT: {GROUP}"),
    "group zero": ({"BOT_ADVISORS_CHAT": "0"}, f"BOT_ADVISORS_CHAT: {GROUP}"),
    "mistyped name": (
        {"BOT_TOKNE": TOKEN},
        "BOT_TOKNE: nie ma takiego ustawienia. Może chodziło o BOT_TOKEN?",
    ),
    "listen without a host": ({"BOT_LISTEN": "8080"}, f"BOT_LISTEN: {LISTEN}"),
    "listen with nothing before the colon": ({"BOT_LISTEN": ":8080"}, f"BOT_LISTEN: {LISTEN}"),
    "listen on port 99999": ({"BOT_LISTEN": "127.0.0.1:99999"}, f"BOT_LISTEN: {LISTEN}"),
    "listen on port -1": ({"BOT_LISTEN": "127.0.0.1:-1"}, f"BOT_LISTEN: {LISTEN}"),
    "listen on fullwidth digits": ({"BOT_LISTEN": "127.0.0.1:８０"}, f"BOT_LISTEN: {LISTEN}"),
    "listen with a path": ({"BOT_LISTEN": "127.0.0.1:80/x"}, f"BOT_LISTEN: {LISTEN}"),
    "webhook over plain http": (
        WEBHOOK | {"BOT_WEBHOOK_URL": "http://bot.example.org/telegram"},
        "BOT_WEBHOOK_URL: Telegram przyjmuje tylko adresy https://",
    ),
    "webhook on a port Telegram does not know": (
        WEBHOOK | {"BOT_WEBHOOK_URL": "https://bot.example.org:9443/telegram"},
        "BOT_WEBHOOK_URL: Telegram zna tylko porty 443, 80, 88 i 8443",
    ),
    "webhook without a host": (
        WEBHOOK | {"BOT_WEBHOOK_URL": "https:///telegram"},
        f"BOT_WEBHOOK_URL: {WEB}",
    ),
    "webhook with half a bracket": (
        WEBHOOK | {"BOT_WEBHOOK_URL": "https://[x/telegram"},
        f"BOT_WEBHOOK_URL: {WEB}",
    ),
    "webhook over another protocol": (
        WEBHOOK | {"BOT_WEBHOOK_URL": "ftp://x/telegram", "BOT_API_URL": "http://127.0.0.1:1"},
        f"BOT_WEBHOOK_URL: {WEB}",
    ),
    "webhook secret with a space": (
        WEBHOOK | {"BOT_WEBHOOK_SECRET": f"{PASSWORD} x"},
        f"BOT_WEBHOOK_SECRET: {SECRET}",
    ),
    "webhook secret with a Polish letter": (
        WEBHOOK | {"BOT_WEBHOOK_SECRET": f"{PASSWORD}ż"},
        f"BOT_WEBHOOK_SECRET: {SECRET}",
    ),
    "webhook secret of 257 signs": (
        WEBHOOK | {"BOT_WEBHOOK_SECRET": "a" * 257},
        f"BOT_WEBHOOK_SECRET: {SECRET}",
    ),
    "API without a scheme": ({"BOT_API_URL": "api.telegram.org"}, f"BOT_API_URL: {API}"),
    "API on port 99999": ({"BOT_API_URL": "https://x:99999"}, f"BOT_API_URL: {API}"),
    "API with half a bracket": ({"BOT_API_URL": "https://[x"}, f"BOT_API_URL: {API}"),
    "API with a space": ({"BOT_API_URL": "https://x y"}, f"BOT_API_URL: {API}"),
    "API with a path": (
        {"BOT_API_URL": "https://x/y"},
        "BOT_API_URL: po adresie może stać najwyżej /bot",
    ),
    "API with a question": (
        {"BOT_API_URL": "https://x?y=1"},
        "BOT_API_URL: po adresie może stać najwyżej /bot",
    ),
    "API with a password": (
        {"BOT_API_URL": f"https://jan:{PASSWORD}@x"},
        "BOT_API_URL: w adresie nie może być nazwy użytkownika ani hasła",
    ),
    "coordinator with an underscore": (
        {"BOT_COORDINATORS": "12_3"},
        f"BOT_COORDINATORS: {USERS}",
    ),
    "coordinator of 5000 digits": (
        {"BOT_COORDINATORS": "9" * 5000},
        f"BOT_COORDINATORS: {USERS}",
    ),
    "coordinator in fullwidth digits": (
        {"BOT_COORDINATORS": "１２３"},
        f"BOT_COORDINATORS: {USERS}",
    ),
    "group as a coordinator": ({"BOT_COORDINATORS": "-5"}, f"BOT_COORDINATORS: {USERS}"),
    "knowledge that is a file": (
        {"BOT_KNOWLEDGE": str(SAMPLE / "topics.yaml")},
        "BOT_KNOWLEDGE: nie ma takiego katalogu; podaj ten, w którym leży topics.yaml",
    ),
    "encoder that is a file": (
        {"BOT_ENCODER": str(SAMPLE / "topics.yaml")},
        "BOT_ENCODER: nie ma takiego folderu; podaj folder z modelem zdań albo usuń to",
    ),
    "mode in a capital": (
        {"BOT_MODE": "Polling"},
        "BOT_MODE: dozwolone wartości to: 'polling' lub 'webhook'",
    ),
    "letters that are not UTF-8": (
        {"BOT_MODE": "\udcbf"},
        "BOT_MODE: są w nim litery spoza UTF-8; zapisz je w UTF-8",
    ),
    "another database": (
        {"BOT_DATABASE": f"mysql://jan:{PASSWORD}@x/y"},
        "BOT_DATABASE: podaj sqlite:///ścieżka albo postgresql://użytkownik@host/baza",
    ),
    "database with two slashes": (
        {"BOT_DATABASE": "sqlite://bot.db"},
        "BOT_DATABASE: podaj sqlite:///ścieżka albo postgresql://użytkownik@host/baza",
    ),
    "database in memory": (
        {"BOT_DATABASE": "sqlite:///:memory:"},
        "BOT_DATABASE: po sqlite:/// podaj ścieżkę do pliku, np. sqlite:///data/bot.db",
    ),
    "database with options": (
        {"BOT_DATABASE": "sqlite:///bot.db?mode=ro"},
        "BOT_DATABASE: po ścieżce do pliku nie może stać nic więcej",
    ),
    "PostgreSQL with a port in letters": (
        {"BOT_DATABASE": f"postgresql://jan:{PASSWORD}@127.0.0.1:port/bot"},
        f"BOT_DATABASE: {SERVER}; {ESCAPES}",
    ),
    "PostgreSQL with a slash in the password": (
        {"BOT_DATABASE": f"postgresql://jan:{PASSWORD}/x@127.0.0.1/bot"},
        f"BOT_DATABASE: {SERVER}; {ESCAPES}",
    ),
    "PostgreSQL with half a bracket": (
        {"BOT_DATABASE": f"postgresql://jan:{PASSWORD}@[::1/bot"},
        f"BOT_DATABASE: {SERVER}; {ESCAPES}",
    ),
    "PostgreSQL without a database": (
        {"BOT_DATABASE": f"postgresql://jan:{PASSWORD}@127.0.0.1"},
        f"BOT_DATABASE: {SERVER} (brakuje nazwy bazy)",
    ),
}


@pytest.mark.parametrize(("changed", "told"), WRONG.values(), ids=WRONG)
def test_operator_is_told_in_one_sentence_which_setting_is_wrong(
    changed: dict[str, str], told: str
) -> None:
    assert refusal({"BOT_TOKEN": TOKEN} | changed) == told


TOML = {
    "mistyped name": (
        "tokne_file = 'x'",
        "BOT_TOKNE_FILE: nie ma takiego ustawienia. Może chodziło o BOT_TOKEN_FILE?",
    ),
    "name in capitals": (
        'BOT_LOG = "json"',
        "bot.toml: BOT_LOG: to ma być bez BOT_ i małymi literami: log",
    ),
    "heading": (
        '[bot]\nlog = "json"',
        "bot.toml: [bot]: pisz ustawienia bez nagłówków w nawiasach",
    ),
    "nothing after the sign": (
        "\nlisten =",
        'bot.toml: błąd zapisu w linii 2; każda linia to nazwa = "wartość", każda nazwa raz',
    ),
    "open quote around the token": (
        f'token = "{TOKEN}\n',
        'bot.toml: błąd zapisu w linii 1; każda linia to nazwa = "wartość", każda nazwa raz',
    ),
    "the same name twice": (
        'log = "json"\nlog = "auto"',
        'bot.toml: błąd zapisu w linii 2; każda linia to nazwa = "wartość", każda nazwa raz',
    ),
    "cp1250": (
        "# księga\n".encode("cp1250"),
        "bot.toml: są w nim litery spoza UTF-8; zapisz go jako UTF-8",
    ),
    "token as a number": ("token = 123456", "BOT_TOKEN: podaj tekst w cudzysłowie"),
    "path as a number": ("token_file = 5", "BOT_TOKEN_FILE: podaj ścieżkę w cudzysłowie"),
    "coordinators in lists": ("coordinators = [[1]]", f"BOT_COORDINATORS: {USERS}"),
    "coordinators as true": ("coordinators = true", f"BOT_COORDINATORS: {USERS}"),
    "group as true": ("advisors_chat = true", f"BOT_ADVISORS_CHAT: {GROUP}"),
}


@pytest.mark.parametrize(("text", "told"), TOML.values(), ids=TOML)
def test_operator_is_told_what_is_wrong_in_the_file(
    tmp_path: Path, text: str | bytes, told: str
) -> None:
    (tmp_path / "bot.toml").write_bytes(text.encode() if isinstance(text, str) else text)
    assert refusal({}) == told


def test_directory_in_place_of_the_file_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "bot.toml").mkdir()
    assert refusal({"BOT_TOKEN": TOKEN}) == (
        "bot.toml: nie da się odczytać; sprawdź, czy to zwykły plik i czy wolno go czytać"
    )


def test_file_of_settings_may_come_from_windows(tmp_path: Path) -> None:
    (tmp_path / "bot.toml").write_bytes(b'\xef\xbb\xbflog = "json"\r\ncoordinators = 5\r\n')
    settings = load()
    assert (settings.log, settings.coordinators) == ("json", {5})


TOKEN_FILES = {
    "empty": (b"\n", "plik jest pusty; wklej do niego token od BotFathera"),
    "two lines": (f"{TOKEN}\n# mój bot\n".encode(), SPACED),
    "something else": (b"-----BEGIN PRIVATE KEY-----", SPACED),
    "picture": (b"\x89PNG\xff\xfe", "to nie jest plik tekstowy z tokenem"),
    "megabytes": (b"a" * 5_000_000, STRANGE),
}


@pytest.mark.parametrize(("content", "told"), TOKEN_FILES.values(), ids=TOKEN_FILES)
def test_operator_is_told_what_is_wrong_with_the_token_file(
    tmp_path: Path, content: bytes, told: str
) -> None:
    (tmp_path / "token").write_bytes(content)
    assert refusal({"BOT_TOKEN_FILE": str(tmp_path / "token")}) == f"BOT_TOKEN_FILE: {told}"


@pytest.mark.parametrize("path", [".", "nie-ma", "bot.toml/token", "/dev/null/x"])
def test_token_file_that_cannot_be_read_is_named(path: str) -> None:
    assert refusal({"BOT_TOKEN_FILE": path}) == (
        "BOT_TOKEN_FILE: nie da się odczytać tego pliku; sprawdź ścieżkę i uprawnienia"
    )


def test_token_file_from_windows_is_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "token").write_bytes(b"\xef\xbb\xbf" + f"{TOKEN}\r\n".encode())
    monkeypatch.setenv("BOT_TOKEN_FILE", "token")
    assert load().require_token() == TOKEN


@pytest.mark.parametrize(("mode", "readable"), [(0o644, True), (0o640, False), (0o600, False)])
def test_token_file_that_anybody_can_read_is_noticed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, mode: int, readable: bool
) -> None:
    (tmp_path / "token").write_text(TOKEN)
    (tmp_path / "token").chmod(mode)
    monkeypatch.setenv("BOT_TOKEN_FILE", "token")
    assert load().token_file_readable_by_others is readable


def test_file_that_was_not_needed_is_not_worth_a_warning(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "token").write_text(TOKEN)
    monkeypatch.setenv("BOT_TOKEN_FILE", "token")
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    assert load().token_file_readable_by_others is False


def test_wrong_file_and_wrong_variable_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "bot.toml").write_text("listen =")
    said = refusal({"BOT_TOKNE": "x", "BOT_TOKEN": TOKEN}).splitlines()
    assert [line.partition(":")[0] for line in said] == ["BOT_TOKNE", "bot.toml"]
