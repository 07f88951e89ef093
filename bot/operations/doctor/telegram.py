"""What the Bot API says: the token, the bot's place in the advisors' group, the webhook, the time.

All of it together takes no longer than `PATIENCE`; what was not answered by then is named.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from telegram import Chat, ChatMember, User, WebhookInfo
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    TelegramError,
)
from telegram.ext import ExtBot

from bot.channels.telegram.connection import make_bot
from bot.channels.telegram.polling import ALLOWED_UPDATES
from bot.operations.doctor.findings import Finding, broken, fine, warning
from bot.settings import Settings

PATIENCE = 12.0  # seconds for all questions together
CLOCK_OFF, CLOCK_NEARLY = timedelta(seconds=120), timedelta(seconds=10)
MANY_WAIT = 100
RECENT = timedelta(hours=1)
TOKEN, GROUP, PRIVACY, WEBHOOK, CLOCK = (
    "token",
    "grupa doradców",
    "tryb prywatności",
    "odbiór",
    "zegar",
)

Now = Callable[[], datetime]


@dataclass(slots=True)
class Heard:
    """What Telegram has answered so far; `said` and `here` are one moment by two clocks."""

    me: User | None = None
    hook: WebhookInfo | None = None
    group: Chat | None = None
    place: ChatMember | None = None
    token_refused: bool = False
    trouble: str | None = None
    no_group: str | None = None
    said: datetime | None = None
    here: datetime | None = None


async def look(settings: Settings, group_id: int | None, now: Now) -> list[Finding]:
    """Return what can be said of Telegram; `group_id` is the advisors' group, if it is known."""
    if settings.token is None:
        return [
            broken(
                TOKEN,
                "brak tokenu; pytań do Telegrama nie zadano",
                "Wpisz token od BotFathera do pliku i podaj go w BOT_TOKEN_FILE.",
            )
        ]
    heard = await ask(settings, group_id, now)
    return judge(settings, group_id, heard)


async def ask(settings: Settings, group_id: int | None, now: Now) -> Heard:
    """Ask Telegram everything, one question after the other, until time is up."""
    heard = Heard()

    def note(moment: datetime) -> None:
        heard.said, heard.here = moment, now()

    bot = make_bot(settings.require_token(), settings.api_url, heard=note)
    try:
        async with asyncio.timeout(PATIENCE):
            await _ask_all(bot, heard, group_id)
    except (InvalidToken, EndPointNotFound):
        heard.token_refused = True
    except TimeoutError:
        heard.trouble = "nie odpowiada"
    except TelegramError as error:
        heard.trouble = f"błąd {type(error).__name__}"
    finally:
        await bot.request.shutdown()
    return heard


async def _ask_all(bot: ExtBot[None], heard: Heard, group_id: int | None) -> None:
    await bot.request.initialize()
    heard.me = await bot.get_me()
    heard.hook = await bot.get_webhook_info()
    if group_id is not None:
        heard.group, heard.no_group = await _of_group(lambda: bot.get_chat(group_id))
        if heard.group is not None:
            me = heard.me.id
            place = await _of_group(lambda: bot.get_chat_member(group_id, me))
            heard.place, heard.no_group = place


async def _of_group(question: Callable[[], Awaitable[Any]]) -> tuple[Any, str | None]:
    """Return an answer about the group, or why there is none."""
    try:
        return await question(), None
    except ChatMigrated:
        return None, "moved"
    except (BadRequest, Forbidden):
        return None, "unknown"


def judge(settings: Settings, group_id: int | None, heard: Heard) -> list[Finding]:
    """Return what the answers mean."""
    if heard.token_refused:
        todo = "Skopiuj token od BotFathera jeszcze raz (/mybots, API Token)."
        return [broken(TOKEN, "Telegram odrzuca ten token", todo)]
    found = [_clock(heard)] if heard.said else []
    if heard.me is None:
        todo = "Sprawdź internet, DNS i zaporę (api.telegram.org, port 443) oraz BOT_API_URL."
        return [broken(TOKEN, f"Telegram: {heard.trouble}", todo), *found]
    found.insert(0, fine(TOKEN, f"@{heard.me.username}"))
    if heard.hook is not None:
        found.append(_webhook(settings, heard.hook, _now(heard)))
    found += _group(group_id, heard)
    if heard.trouble is not None:
        todo = "Uruchom to sprawdzenie jeszcze raz."
        found.append(warning("Telegram", f"{heard.trouble}: nie sprawdzono reszty", todo))
    return found


def _now(heard: Heard) -> datetime:
    return heard.said or datetime.now(UTC)


def _clock(heard: Heard) -> Finding:
    """Compare this machine's clock with what Telegram says."""
    assert heard.said is not None
    assert heard.here is not None
    ahead = heard.here - heard.said
    seconds = round(abs(ahead).total_seconds())
    how = "spieszy się" if ahead > timedelta(0) else "spóźnia się"
    todo = "Włącz synchronizację zegara: timedatectl set-ntp true."
    if abs(ahead) > CLOCK_OFF:
        return broken(CLOCK, f"{how} o {seconds} s; przypomnienia czekają", todo)
    if abs(ahead) > CLOCK_NEARLY:
        return warning(CLOCK, f"{how} o {seconds} s", todo)
    return fine(CLOCK, f"zgodny z zegarem Telegrama (różnica {seconds} s)")


def _webhook(settings: Settings, hook: WebhookInfo, now: datetime) -> Finding:
    if settings.mode == "polling":
        return _polling(hook)
    if hook.url != settings.webhook_url:
        other = "nie jest ustawiony" if not hook.url else "jest ustawiony na inny adres"
        todo = (
            "Uruchom bota: ustawi go na BOT_WEBHOOK_URL. Ten sam token nie może służyć dwóm botom."
        )
        return broken(WEBHOOK, f"webhook {other}", todo)
    if hook.last_error_date is not None and now - hook.last_error_date < RECENT:
        said = f"Telegram nie może dostarczyć: {(hook.last_error_message or '?')[:120]}"
        todo = "Sprawdź certyfikat, serwer pośredni i czy bot działa."
        return (warning if not hook.pending_update_count else broken)(WEBHOOK, said, todo)
    missing = set(ALLOWED_UPDATES) - set(hook.allowed_updates or ())
    if missing:
        said = f"webhook nie dostarcza: {', '.join(sorted(missing))}"
        return warning(WEBHOOK, said, "Uruchom bota ponownie: ustawi to od nowa.")
    return _waiting(hook, "webhook ustawiony")


def _polling(hook: WebhookInfo) -> Finding:
    if hook.url:
        said = "w Telegramie ustawiony jest webhook, a bot ma odpytywać sam"
        todo = (
            "Jeśli to Państwa webhook, uruchom bota: usunie go i nic nie przepadnie. Jeśli nie, "
            "token ma ktoś jeszcze: wydaj nowy u BotFathera."
        )
        return warning(WEBHOOK, said, todo)
    return _waiting(hook, "bez webhooka, bot odpytuje sam")


def _waiting(hook: WebhookInfo, how: str) -> Finding:
    waits = hook.pending_update_count
    said = f"{how}; w Telegramie czeka: {waits}"
    if waits > MANY_WAIT:
        return warning(WEBHOOK, said, "Sprawdź, czy bot działa; Telegram trzyma je dobę.")
    return fine(WEBHOOK, said)


def _group(group_id: int | None, heard: Heard) -> list[Finding]:
    if group_id is None:
        todo = "Dodaj bota do grupy doradców jako administratora i napisz w niej /polacz."
        return [warning(GROUP, "nie jest jeszcze połączona", todo), _privacy(heard)]
    if heard.no_group == "moved":
        todo = "Uruchom bota: sam przejdzie do nowej. Potem popraw BOT_ADVISORS_CHAT."
        return [warning(GROUP, "grupa stała się supergrupą i ma nowy numer", todo)]
    if heard.no_group is not None:
        todo = "Dodaj bota do grupy jako administratora; gdy to inna grupa, napisz w niej /polacz."
        return [broken(GROUP, "bota w niej nie ma", todo)]
    if heard.group is None or heard.place is None:
        return []
    return [_place(heard.group, heard.place), _privacy(heard)]


def _place(group: Chat, place: ChatMember) -> Finding:
    """Say what the bot may do in the group; an administrator sees every message."""
    if place.status == ChatMember.LEFT or place.status == ChatMember.BANNED:
        return broken(GROUP, "bota w niej nie ma", "Dodaj go do grupy jako administratora.")
    if place.status != ChatMember.ADMINISTRATOR:
        said = "bot nie jest w niej administratorem"
        return broken(GROUP, said, "W ustawieniach grupy: Administratorzy, Dodaj, wskaż bota.")
    if group.is_forum and not getattr(place, "can_manage_topics", False):
        said = "bot nie może zarządzać tematami"
        return broken(GROUP, said, "Daj mu w grupie prawo „Zarządzanie tematami”.")
    if not getattr(place, "can_pin_messages", False):
        said = "bot nie może przypinać wiadomości"
        return warning(GROUP, said, "Daj mu w grupie prawo „Przypinanie wiadomości”.")
    if not group.is_forum:
        todo = "Włącz w grupie tematy: każda specjalność dostanie swój wątek."
        return warning(GROUP, "administrator; grupa nie ma tematów", todo)
    return fine(GROUP, "administrator, tematy i przypinanie")


def _privacy(heard: Heard) -> Finding:
    assert heard.me is not None
    if heard.me.can_read_all_group_messages:
        return fine(PRIVACY, "wyłączony: bot widzi wszystko w swoich grupach")
    if heard.place is not None and heard.place.status == ChatMember.ADMINISTRATOR:
        return fine(PRIVACY, "włączony; nie przeszkadza, bo administrator widzi wszystko")
    said = "włączony: bez roli administratora bot nie zobaczy odpowiedzi doradców"
    return warning(
        PRIVACY, said, "Zrób bota administratorem grupy; BotFathera nie trzeba zmieniać."
    )
