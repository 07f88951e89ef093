"""What the trail's words mean, in Polish; a word that is not here is shown as it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "open": "zadano pytanie, otwarto sprawę",
        "reopen": "otwarto ponownie",
        "merge": "połączono z inną sprawą",
        "withdraw": "wycofano",
        "solved": "oznaczono jako załatwione",
        "claim": "doradca wziął sprawę",
        "pass": "przekazano dalej",
        "wait": "czekanie na odpowiedź",
        "close": "zamknięto",
        "reply": "odpowiedziano",
        "note": "dopisano notatkę dla doradców",
        "undo": "cofnięto odpowiedź",
        "flood": "wiele wiadomości naraz",
        "left": "sprawa wróciła do kolejki, bo doradca odszedł",
        "seen_files": "otwarto załączniki",
        "seen_words": "otwarto całe pytanie",
        "seen_list": "otwarto listę osób",
        "seen_calls": "otwarto listę telefonów",
        "consent": "zmieniono zgodę",
        "exported": "pobrano kopię danych",
        "erasure_asked": "poproszono o usunięcie danych",
        "erasure_called_off": "odwołano usunięcie danych",
        "erased": "usunięto dane",
        "legal_hold": "wstrzymano usuwanie danych",
        "legal_hold_released": "wznowiono usuwanie danych",
        "data_opened": "otwarto kartę danych osoby",
        "trail_opened": "otwarto historię osoby",
        "retention": "nocne usuwanie starych danych",
        "retention_seen": "otwarto listę do usunięcia",
        "retention_stopped": "zatrzymano nocne usuwanie",
        "contacts_forgotten": "usunięto kontakty z list spotkania",
        "attendance_added": "dopisano do listy obecności",
        "joined": "dołączono do organizacji",
        "parted": "odłączono od organizacji",
        "invite": "zaproszono do organizacji",
        "unreachable": "nie można napisać do osoby",
        "reachable": "znów można napisać do osoby",
        "practice_sent": "wysłano dobrą praktykę",
        "practice_withdrawn": "wycofano dobrą praktykę",
        "deadline_done": "termin oznaczono jako zrobiony",
        "deadline_undone": "przywrócono termin",
        "deadline_dropped": "usunięto termin",
        "certificate_cancelled": "anulowano zaświadczenie",
        "paired": "połączono konto koordynatora",
    }
)

#: What the numbers beside an action are of.
FACTS: Mapping[str, str] = MappingProxyType(
    {
        "person": "osoba",
        "post": "wypowiedź",
        "topic": "temat",
        "into": "do sprawy",
        "occasion": "spotkanie",
        "registration": "zapis",
        "erasure": "prośba",
        "before": "wcześniej zapisana jako",
        "practice": "praktyka",
        "deadline": "termin",
        "organisation": "organizacja",
        "announcement": "ogłoszenie",
        "certificate": "zaświadczenie",
        "consent": "zgoda",
        "what": "co",
    }
)
#: Who did it, where that is nobody whose name is known.
SOMEBODY, AN_ADVISOR, THE_BOT = "osoba {}", "doradca {}", "bot"


def fact_name(name: str) -> str:
    """Return what a number beside an action is of."""
    return FACTS.get(name, name)


def action_name(action: str) -> str:
    """Return what an action is called."""
    return ACTIONS.get(action, action)
