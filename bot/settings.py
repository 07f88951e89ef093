"""Settings of one installation: environment, `bot.toml`, or a secret file; wrong ones are refused.

Every complaint names its setting and says what to do; all come at once. Unknown `BOT_*` names are
complaints too, so that a typing mistake is never silently ignored.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PUBLIC_API = "https://api.telegram.org"
PREFIX = "BOT_"
TOML = Path("bot.toml")
_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{3,100}")
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class WrongSettings(Exception):
    """The settings cannot be used; `complaints` are Polish sentences, one a setting."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


def _ids(value: object) -> object:
    """Read "1, 2" as a set of numbers; leave the rest for the type to refuse."""
    if isinstance(value, str):
        parts = [part.strip() for part in value.split(",") if part.strip()]
        if not all(part.isascii() and part.isdigit() for part in parts):
            raise ValueError("podaj numery użytkowników Telegrama po przecinku, np. 123,456")
        return frozenset(int(part) for part in parts)
    if isinstance(value, list):
        return frozenset(value)
    return value


class Settings(BaseSettings):
    """Everything an operator decides; the names are `BOT_` and the field's name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", hide_input_in_errors=True
    )

    token: SecretStr | None = None
    token_file: Path | None = None
    api_url: str = PUBLIC_API
    database: str = "sqlite:///data/bot.db"
    knowledge: Path | None = None
    coordinators: Annotated[frozenset[int], NoDecode, BeforeValidator(_ids)] = frozenset()
    advisors_chat: int | None = None
    mode: Literal["polling", "webhook"] = "polling"
    listen: str = "127.0.0.1:8080"
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    pacing: Literal["telegram", "off"] = "telegram"
    log: Literal["auto", "json", "console"] = Field(default="auto")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what was given in code first, then the environment, then `bot.toml`."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, TOML)

    @field_validator("api_url")
    @classmethod
    def _check_api_url(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("podaj adres w postaci https://host albo http://host:port")
        if parts.path.rstrip("/") not in ("", "/bot"):
            raise ValueError("po adresie może stać najwyżej /bot")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("database")
    @classmethod
    def _check_database(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("podaj sqlite:///ścieżka albo postgresql://użytkownik@host/baza")
        if value == "sqlite:///":
            raise ValueError("po sqlite:/// brakuje ścieżki do pliku")
        return value

    @field_validator("knowledge")
    @classmethod
    def _check_knowledge(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError("nie ma takiego katalogu")
        return value

    @field_validator("listen")
    @classmethod
    def _check_listen(cls, value: str) -> str:
        if value == "off":
            return value
        host, _colon, port = value.rpartition(":")
        if not host or not (port.isascii() and port.isdigit()) or int(port) > 65535:
            raise ValueError("podaj adres:port, np. 127.0.0.1:8080, albo off")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _check_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("dozwolone są litery bez ogonków, cyfry, _ i -, najwyżej 256 znaków")
        return value

    @model_validator(mode="after")
    def _read_token(self) -> Self:
        if self.token is None:
            self.token = _token_from_file(self.token_file)
        if self.token is not None and not _TOKEN.fullmatch(self.token.get_secret_value()):
            raise ValueError("BOT_TOKEN: to nie wygląda na token od BotFathera (cyfry:litery)")
        return self

    @model_validator(mode="after")
    def _check_webhook(self) -> Self:
        if self.mode != "webhook":
            return self
        if self.webhook_url is None or self.webhook_secret is None:
            raise ValueError(
                "BOT_WEBHOOK_URL i BOT_WEBHOOK_SECRET są potrzebne, gdy BOT_MODE=webhook"
            )
        if not urlsplit(self.webhook_url).path.endswith("/telegram"):
            raise ValueError("BOT_WEBHOOK_URL: podaj pełny adres zakończony na /telegram")
        if self.listen == "off":
            raise ValueError("BOT_LISTEN: w trybie webhook nie może być off")
        if not self.webhook_url.startswith("https://") and self.api_url == PUBLIC_API:
            raise ValueError("BOT_WEBHOOK_URL: Telegram przyjmuje tylko adresy https://")
        return self

    @property
    def public_api(self) -> bool:
        """Tell whether the bot talks to Telegram itself, not to a server on this network."""
        host = urlsplit(self.api_url).hostname or ""
        if host == "localhost":
            return False
        try:
            return ipaddress.ip_address(host).is_global
        except ValueError:
            return True

    def require_token(self) -> str:
        """Return the token; WrongSettings when there is none."""
        if self.token is None:
            raise WrongSettings(
                [
                    "BOT_TOKEN: brakuje tokenu. Podaj go w BOT_TOKEN_FILE (plik) albo w "
                    "BOT_TOKEN. Bez tokenu działa `dzialaj demo`."
                ]
            )
        return self.token.get_secret_value()


def _token_from_file(path: Path | None) -> SecretStr | None:
    """Read the token from its file: the one named, or the credential systemd hands over."""
    directory = os.environ.get("CREDENTIALS_DIRECTORY")
    if path is None and directory and (Path(directory) / "bot_token").is_file():
        path = Path(directory) / "bot_token"
    if path is None:
        return None
    try:
        return SecretStr(path.read_text(encoding="utf-8").strip())
    except OSError:
        raise ValueError("BOT_TOKEN_FILE: nie da się odczytać tego pliku") from None


def load(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Return the settings; raise WrongSettings with every complaint at once."""
    names = os.environ if environment is None else environment
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    complaints = [
        f"{name}: nie ma takiego ustawienia. Znane: {', '.join(sorted(known))}."
        for name in sorted(names)
        if name.upper().startswith(PREFIX) and name.upper() not in known
    ]
    try:
        settings = Settings(**given)
    except ValidationError as error:
        complaints += [_sentence(one) for one in error.errors(include_input=False)]
        raise WrongSettings(complaints) from None
    except (OSError, ValueError) as error:
        raise WrongSettings([*complaints, f"bot.toml: nie da się odczytać ({error})"]) from None
    if complaints:
        raise WrongSettings(complaints)
    return settings


_MEANING = {
    "literal_error": "dozwolone wartości to: {expected}",
    "int_parsing": "podaj liczbę",
    "int_type": "podaj liczbę",
    "extra_forbidden": "nie ma takiego ustawienia",
    "string_type": "podaj tekst",
}


def _sentence(error: Any) -> str:
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] == "value_error":
        words = str(error["ctx"]["error"])
    else:
        expected = str((error.get("ctx") or {}).get("expected", "")).replace(" or ", " lub ")
        words = _MEANING.get(error["type"], error["msg"]).format(expected=expected)
    return f"{PREFIX}{place.upper()}: {words}" if place else words
