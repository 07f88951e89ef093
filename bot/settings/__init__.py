"""Settings of one installation: environment, `bot.toml`, or a secret file; wrong ones are refused.

Every complaint names its setting and says what to do; all come at once. Unknown `BOT_*` names are
complaints too, so that a typing mistake is never silently ignored.
"""

from __future__ import annotations

import ipaddress
import os
import re
import stat
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    BeforeValidator,
    Field,
    PrivateAttr,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.settings.mail import MailSettings, mail_settings
from bot.settings.toml import PREFIX, WrongSettings, written_in
from bot.settings.values import (
    age_recipient,
    check_server,
    days,
    group_id,
    token_file_of,
    token_in,
    user_ids,
    web_address,
    wrong_token,
)

__all__ = ["PREFIX", "PUBLIC_API", "Settings", "WrongSettings", "load"]

PUBLIC_API = "https://api.telegram.org"
TOML = Path("bot.toml")
_WEBHOOK_PORTS = (443, 80, 88, 8443)
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


class Settings(BaseSettings):
    """Everything an operator decides; the names are `BOT_` and the field's name in capitals."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="forbid", hide_input_in_errors=True
    )

    token: SecretStr | None = None
    token_file: Path | None = None
    api_url: str = PUBLIC_API
    database: str = "sqlite:///data/bot.db"
    data: Path | None = None
    backups: Path | None = None
    backup_recipient: str | None = None
    backup_days: Annotated[int, BeforeValidator(days)] = 30
    knowledge: Path | None = None
    encoder: Path | None = None
    coordinators: Annotated[frozenset[int], NoDecode, BeforeValidator(user_ids)] = frozenset()
    advisors_chat: Annotated[int | None, BeforeValidator(group_id)] = None
    mode: Literal["polling", "webhook"] = "polling"
    listen: str = "127.0.0.1:8080"
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    pacing: Literal["telegram", "off"] = "telegram"
    log: Literal["auto", "json", "console"] = Field(default="auto")
    mail_address: str | None = None
    mail_imap: str | None = None
    mail_smtp: str | None = None
    mail_password_file: Path | None = None
    _token_from: Path | None = PrivateAttr(default=None)
    _mail: MailSettings | None = PrivateAttr(default=None)

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
        written = InitSettingsSource(settings_cls, init_kwargs=written_in(TOML))
        return init_settings, env_settings, written

    @field_validator("api_url")
    @classmethod
    def _check_api_url(cls, value: str) -> str:
        parts = web_address(value, "podaj adres w postaci https://host albo http://host:port")
        if parts.path.rstrip("/") not in ("", "/bot") or parts.query or parts.fragment:
            raise ValueError("po adresie może stać najwyżej /bot")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("database")
    @classmethod
    def _check_database(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("podaj sqlite:///ścieżka albo postgresql://użytkownik@host/baza")
        if value.startswith("postgresql:"):
            check_server(value)
        elif value.removeprefix("sqlite:///").partition("?")[0] in ("", ":memory:"):
            raise ValueError("po sqlite:/// podaj ścieżkę do pliku, np. sqlite:///data/bot.db")
        elif "?" in value or "%00" in value:
            raise ValueError("po ścieżce do pliku nie może stać nic więcej")
        return value

    @field_validator("knowledge")
    @classmethod
    def _check_knowledge(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError("nie ma takiego katalogu; podaj ten, w którym leży topics.yaml")
        return value

    @field_validator("encoder")
    @classmethod
    def _check_encoder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError("nie ma takiego folderu; podaj folder z modelem zdań albo usuń to")
        return value

    @field_validator("backup_recipient")
    @classmethod
    def _check_recipient(cls, value: str | None) -> str | None:
        return None if value is None else age_recipient(value)

    @field_validator("listen")
    @classmethod
    def _check_listen(cls, value: str) -> str:
        if value == "off":
            return value
        host, _colon, port = value.rpartition(":")
        if not host or not (port.isascii() and port.isdigit()) or int(port) > 65535:
            raise ValueError("podaj adres:port, np. 127.0.0.1:8080, albo off")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _check_webhook_url(cls, value: str | None) -> str | None:
        if value is not None:
            web_address(value, "podaj pełny adres, np. https://bot.example.org/telegram")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _check_secret(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not _SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("dozwolone są litery bez ogonków, cyfry, _ i -, najwyżej 256 znaków")
        return value

    @model_validator(mode="after")
    def _read_token(self) -> Self:
        name = "BOT_TOKEN"
        if self.token is None and (path := token_file_of(self.token_file)) is not None:
            self.token, self._token_from, name = token_in(path), path, "BOT_TOKEN_FILE"
        if self.token is not None and (wrong := wrong_token(self.token.get_secret_value())):
            raise ValueError(f"{name}: {wrong}")
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
        port = urlsplit(self.webhook_url).port or _WEBHOOK_PORTS[0]
        if port not in _WEBHOOK_PORTS and self.api_url == PUBLIC_API:
            raise ValueError("BOT_WEBHOOK_URL: Telegram zna tylko porty 443, 80, 88 i 8443")
        return self

    @model_validator(mode="after")
    def _check_mail(self) -> Self:
        given = (self.mail_address, self.mail_imap, self.mail_smtp, self.mail_password_file)
        self._mail = mail_settings(*given)
        return self

    @property
    def data_directory(self) -> Path:
        """Return where everything lies that has to stay beside the database.

        The folder of a SQLite file; `data` for a server, unless `BOT_DATA` says otherwise.
        """
        if self.data is not None:
            return self.data
        path = self.database.removeprefix("sqlite:///")
        return Path("data") if path == self.database else Path(path).parent

    @property
    def backups_directory(self) -> Path:
        """Return where copies of the database are kept."""
        return self.backups or self.data_directory / "backups"

    @property
    def mail(self) -> MailSettings | None:
        """Return where mail comes from and goes to; None when there is none here."""
        return self._mail

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

    @property
    def token_file_readable_by_others(self) -> bool:
        """Tell whether anybody on this machine can read the file that the token came from."""
        path = self._token_from
        return path is not None and bool(path.stat().st_mode & stat.S_IROTH)

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


def _unknown(name: str) -> str:
    known = sorted(PREFIX + field.upper() for field in Settings.model_fields)
    close = get_close_matches(name.upper(), known, n=1)
    hint = f"Może chodziło o {close[0]}?" if close else f"Znane: {', '.join(known)}."
    return f"{name}: nie ma takiego ustawienia. {hint}"


def load(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Return the settings; raise WrongSettings with every complaint at once."""
    names = os.environ if environment is None else environment
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    complaints = [
        _unknown(name)
        for name in sorted(names)
        if name.upper().startswith(PREFIX) and name.upper() not in known
    ]
    try:
        settings = Settings(**given)
    except ValidationError as error:
        complaints += [_sentence(one) for one in error.errors(include_input=False)]
        raise WrongSettings(complaints) from None
    except WrongSettings as wrong:
        raise WrongSettings([*complaints, *wrong.complaints]) from None
    if complaints:
        raise WrongSettings(complaints)
    return settings


_MEANING = {
    "literal_error": "dozwolone wartości to: {expected}",
    "string_type": "podaj tekst w cudzysłowie",
    "path_type": "podaj ścieżkę w cudzysłowie",
    "string_unicode": "są w nim litery spoza UTF-8; zapisz je w UTF-8",
}


def _sentence(error: Any) -> str:
    place = str(error["loc"][0]) if error["loc"] else ""
    name = PREFIX + place.upper()
    if error["type"] == "extra_forbidden":
        return _unknown(name)
    if error["type"] == "value_error":
        words = str(error["ctx"]["error"])
    else:
        expected = str((error.get("ctx") or {}).get("expected", "")).replace(" or ", " lub ")
        meant = _MEANING.get(error["type"], "ta wartość tu nie pasuje; zobacz README.md")
        words = meant.format(expected=expected)
    return f"{name}: {words}" if place else words
