"""What an operator is told when the program cannot run, and with which exit code it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from bot.commands.refusing import ANOTHER_COPY, FAILED, WRONG_CONFIGURATION, refuse
from bot.knowledge.complaints import KnowledgeError
from bot.settings import WrongSettings
from bot.storage.database import CannotOpen, CannotReach
from bot.storage.revisions import DatabaseTooNew, ForeignDatabase
from bot.storage.single import AnotherCopyRuns

_ENDINGS: dict[type[Exception], tuple[int, str]] = {
    AnotherCopyRuns: (ANOTHER_COPY, "Inna kopia programu używa już tej bazy: {}."),
    CannotOpen: (WRONG_CONFIGURATION, "BOT_DATABASE: nie da się otworzyć bazy: {}."),
    CannotReach: (FAILED, "BOT_DATABASE: serwer bazy nie odpowiada: {}."),
    DatabaseTooNew: (
        WRONG_CONFIGURATION,
        "BOT_DATABASE: tę bazę zapisał nowszy program. Zaktualizuj bota.",
    ),
    ForeignDatabase: (
        WRONG_CONFIGURATION,
        "BOT_DATABASE: to baza innego programu, nic w niej nie zmieniono. Podaj inną ścieżkę "
        "albo pustą bazę.",
    ),
    KnowledgeError: (WRONG_CONFIGURATION, "{}"),
    WrongSettings: (WRONG_CONFIGURATION, "{}"),
}


@cache
def endings() -> Mapping[type[Exception], tuple[int, str]]:
    """Return what may end the program, and what is said then.

    The channels are loaded for it, which a command that ends well has no need of.
    """
    from bot.channels.telegram.arriving import AnotherBot
    from bot.channels.telegram.polling import SomebodyElsePolls, TokenRefused
    from bot.channels.web.server import AddressRefused

    return {
        **_ENDINGS,
        SomebodyElsePolls: (
            ANOTHER_COPY,
            "Inny program odbiera wiadomości tego bota. Zatrzymaj jeden z nich.",
        ),
        TokenRefused: (
            WRONG_CONFIGURATION,
            "BOT_TOKEN: Telegram odrzuca ten token. Sprawdź go u BotFathera.",
        ),
        AnotherBot: (
            WRONG_CONFIGURATION,
            "BOT_TOKEN: ta baza należy do innego bota (numer {}). Podaj token tamtego bota albo "
            "inną bazę w BOT_DATABASE.",
        ),
        AddressRefused: (
            WRONG_CONFIGURATION,
            "BOT_LISTEN: adres {} jest zajęty albo niedostępny.",
        ),
    }


#: What libraries and the system say about a database -> what that means and what to do.
_REASONS = {
    "not a database": "ten plik nie jest bazą SQLite; podaj inną ścieżkę albo plik z kopii",
    "malformed": "plik jest uszkodzony; wróć do kopii",
    "Is a directory": "to katalog; podaj ścieżkę do pliku, np. sqlite:///data/bot.db",
    "Not a directory": "część tej ścieżki jest plikiem, a nie katalogiem; podaj inną",
    "File exists": "część tej ścieżki jest plikiem, a nie katalogiem; podaj inną",
    "No such file": "nie da się utworzyć katalogu na bazę; utwórz go albo podaj inną ścieżkę",
    "File name too long": "nazwa pliku jest za długa; podaj krótszą",
    "Permission denied": "programowi nie wolno tam pisać; daj mu prawo zapisu w katalogu bazy",
    "not permitted": "programowi nie wolno tam pisać; daj mu prawo zapisu w katalogu bazy",
    "Read-only": "tam nie da się pisać; podaj ścieżkę na dysku, na którym można",
    "readonly": "tam nie da się pisać; podaj ścieżkę na dysku, na którym można",
    "unable to open": "programowi nie wolno tam pisać; daj mu prawo zapisu w katalogu bazy",
    "No space left": "na dysku nie ma miejsca; zwolnij go trochę",
    "is full": "na dysku nie ma miejsca; zwolnij go trochę",
    "disk I/O": "dysk zgłasza błąd; sprawdź dysk i katalog bazy",
    "is locked": "inny program trzyma tę bazę; zamknij go",
    "Connect call failed": "nikt tam nie słucha; sprawdź adres i czy serwer działa",
    "Connection refused": "nikt tam nie słucha; sprawdź adres i czy serwer działa",
    "Name or service": "nie ma takiego serwera; sprawdź jego nazwę",
    "name resolution": "nie ma takiego serwera; sprawdź jego nazwę",
    "unexpected keyword": "po znaku ? są nieznane parametry; usuń je",
    "authentication failed": "serwer nie przyjmuje tej nazwy użytkownika albo hasła",
    "does not exist": "na serwerze nie ma takiej bazy albo użytkownika; trzeba je utworzyć",
}


@contextmanager
def writing_to(place: Path) -> Iterator[None]:
    """End a command that reads the settings and a database and writes files, if it cannot."""
    try:
        yield
    except WrongSettings as wrong:
        refuse(WRONG_CONFIGURATION, *wrong.complaints)
    except tuple(endings()) as ending:
        refuse(*last_words(ending))
    except OSError:
        refuse(FAILED, f"Nie da się zapisać w „{place}”; sprawdź ścieżkę i prawa zapisu.")


def last_words(ending: Exception) -> tuple[int, str]:
    """Return the exit code and the sentence for what ended the program."""
    code, sentence = endings()[type(ending)]
    told = str(ending)
    if isinstance(ending, CannotOpen):
        told = next((meant for words, meant in _REASONS.items() if words in told), told)
    return code, sentence.format(told)
