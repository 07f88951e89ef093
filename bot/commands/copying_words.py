"""What an operator reads when a copy cannot be made, opened, restored or moved."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot.commands.endings import endings, last_words
from bot.commands.refusing import ANOTHER_COPY, FAILED, WRONG_CONFIGURATION, refuse
from bot.office.privacy.ledger import OtherKey
from bot.operations.archive import MadeByNewer, NotACopy
from bot.operations.backups import AlreadyCopying, NoRecipient
from bot.operations.moving import NotEmpty
from bot.operations.restoring import NoKnowledge
from bot.operations.sealing import BrokenSeal, NotSealed, WrongKey
from bot.storage.copying import CannotCopy
from bot.storage.revisions import DatabaseTooNew, ForeignDatabase
from bot.storage.single import AnotherCopyRuns
from bot.storage.snapshots import Damaged, NothingThere, OtherVersion
from bot.storage.trouble import TROUBLE, is_full

T = TypeVar("T")
_NOT_OURS = "To nie jest kopia zapasowa tego programu. Podaj plik dzialaj-….age."
_BROKEN = "Ten plik jest ucięty albo uszkodzony. Pobierz go jeszcze raz albo weź inną kopię."
_NEWER = "Tę kopię zrobił nowszy program. Zaktualizuj bota i spróbuj jeszcze raz."
_WORDS: dict[type[Exception], tuple[int, str]] = {
    NoRecipient: (
        WRONG_CONFIGURATION,
        "BOT_BACKUP_RECIPIENT: nie podano klucza, którym zamyka się kopie. Uruchom `dzialaj "
        "backup --new-key` i zrób to, co wypisze.",
    ),
    AlreadyCopying: (ANOTHER_COPY, "Kopia właśnie powstaje; poczekaj, aż będzie gotowa."),
    AnotherCopyRuns: (
        ANOTHER_COPY,
        "Bot działa albo ktoś inny używa bazy. Zatrzymaj go (systemctl stop …) i spróbuj "
        "jeszcze raz. Niczego nie zmieniono.",
    ),
    NothingThere: (FAILED, "BOT_DATABASE: tej bazy jeszcze nie ma; powstanie, gdy ruszy bot."),
    OtherVersion: (
        FAILED,
        "BOT_DATABASE: baza jest z innej wersji programu; uruchom raz bota z tej wersji.",
    ),
    ForeignDatabase: (
        FAILED,
        "To baza innego programu, niczego w niej nie zmieniono. Podaj inną albo pustą.",
    ),
    WrongKey: (
        FAILED,
        "Ten klucz nie otwiera tej kopii. Potrzebny jest plik z kluczem tajnym "
        "(AGE-SECRET-KEY-…) do klucza publicznego, którym kopię zamknięto.",
    ),
    NotSealed: (FAILED, _NOT_OURS),
    NotACopy: (FAILED, _NOT_OURS),
    BrokenSeal: (FAILED, _BROKEN),
    Damaged: (FAILED, "Po porównaniu coś się nie zgadza ({}). Niczego nie zmieniono."),
    MadeByNewer: (FAILED, _NEWER),
    DatabaseTooNew: (FAILED, _NEWER),
    NoKnowledge: (
        FAILED,
        "Bazy wiedzy nie ma w tej kopii albo nie ustawiono BOT_KNOWLEDGE (pusty katalog "
        "wystarczy). Bez --knowledge wróci sama baza danych.",
    ),
    OtherKey: (
        FAILED,
        "Pliki erasures.jsonl i erasures.key są tu z innej instalacji niż kopia. Przenieś je "
        "w inne miejsce i spróbuj jeszcze raz.",
    ),
    NotEmpty: (FAILED, "W docelowej bazie są już dane. Podaj pustą. Niczego nie zmieniono."),
    CannotCopy: (
        FAILED,
        "Wierszy tabeli „{}” nie da się przenieść do drugiej bazy. Niczego nie zmieniono.",
    ),
}
_FULL = "Na dysku nie ma miejsca. Zwolnij go trochę; to, co było, jest całe."
_DISK = "Nie da się czytać albo pisać plików; sprawdź ścieżki i prawa. To, co było, jest całe."
_SERVER = "Serwer bazy nie odpowiada albo odmówił; sprawdź adres, nazwę i hasło."


def carried_out(work: Coroutine[Any, Any, T]) -> T:
    """Return what comes of `work`, or end with a sentence about what stood in its way."""
    try:
        return asyncio.run(work)
    except Exception as error:
        code, sentence = sentence_for(error)
        refuse(code, sentence)


def sentence_for(error: Exception) -> tuple[int, str]:
    """Return the exit code and the sentence for an error; raise it when it is nobody's fault."""
    known = _WORDS.get(type(error))
    if known is not None:
        return known[0], known[1].format(error)
    if type(error) in endings():
        return last_words(error)
    if word_for(error) == "full":
        return FAILED, _FULL
    if isinstance(error, OSError) and not isinstance(error, ConnectionError):
        return FAILED, _DISK
    if isinstance(error, SQLAlchemyError | ConnectionError):
        return FAILED, _SERVER
    raise error


def word_for(error: Exception) -> str:
    """Return in a word why a copy failed, for those who advise."""
    if is_full(error) or getattr(error, "errno", None) in (28, 122):
        return "full"
    if isinstance(error, Damaged | BrokenSeal | NotACopy):
        return "damaged"
    return "server" if isinstance(error, TROUBLE) and not isinstance(error, OSError) else "other"
