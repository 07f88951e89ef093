"""Who may call what: one line for every handler and command of the Application."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from bot.helpdesk.permissions import Who

#: Handlers by module and name; a press is judged further by its button.
HANDLERS: Mapping[str, Who] = MappingProxyType(
    {
        "leader.start": Who.ANYBODY,
        "leader.command": Who.ANYBODY,
        "leader.question": Who.ANYBODY,
        "leader.edited": Who.OWNER,
        "leader.pressed": Who.OWNER,
        "leader.reachable": Who.TELEGRAM,
        "advisors.link": Who.COORDINATOR,
        "advisors.queue": Who.MEMBER,
        "advisors.mine": Who.MEMBER,
        "advisors.note": Who.MEMBER,
        "advisors.undo": Who.AUTHOR,
        "advisors.programme": Who.MEMBER,  # each of its commands asks further
        "advisors.said": Who.MEMBER,
        "advisors.edited": Who.AUTHOR,
        "advisors.pressed": Who.MEMBER,
        "group_news.migrated": Who.TELEGRAM,
        "group_news.member_changed": Who.TELEGRAM,
        "group_news.bot_changed": Who.TELEGRAM,
        "group_news.thread_switched": Who.TELEGRAM,
        "application._press": Who.ANYBODY,  # hands over to the two `pressed`
        "application._my_member": Who.TELEGRAM,
        "application._ignored": Who.ANYBODY,
    }
)

#: Commands of the private chat: each shows the doer's own things, or what everybody may read.
LEADER_COMMANDS: Mapping[str, Who] = MappingProxyType(
    dict.fromkeys(("pomoc", "help", "prywatnosc", "start"), Who.ANYBODY)
    | dict.fromkeys(("warsztaty", "terminy", "konkursy", "konsultacja", "poradniki"), Who.ANYBODY)
    | dict.fromkeys(("sprawy", "ustawienia", "praktyka", "organizacja"), Who.OWNER)
    | dict.fromkeys(("polacz", "wyniki", "warsztat", "wydarzenie", "komunikat"), Who.COORDINATOR)
    | dict.fromkeys(("doradcy", "scal"), Who.COORDINATOR)
    | dict.fromkeys(("dane",), Who.COORDINATOR)
    | dict.fromkeys(("raport", "zamknij_miesiac"), Who.COORDINATOR)
    | {"lista": Who.MEMBER, "druzyna": Who.OWNER, "samoocena": Who.OWNER}
    | {"inicjatywy": Who.COORDINATOR, "jury": Who.COORDINATOR, "zgloszenie": Who.OWNER}
    | dict.fromkeys(("raport_z_dzialania", "potrzeba", "potrzeby"), Who.OWNER)
)

#: Commands of the advisors' group.
GROUP_COMMANDS: Mapping[str, Who] = MappingProxyType(
    {
        "polacz": Who.COORDINATOR,
        "komunikat": Who.COORDINATOR,
        "kolejka": Who.MEMBER,
        "moje": Who.MEMBER,
        "notatka": Who.MEMBER,
        "cofnij": Who.AUTHOR,
        "lista": Who.MEMBER,
        "karta": Who.MEMBER,
        "telefon": Who.MEMBER,
        "wydruk": Who.MEMBER,
        "ocenia": Who.COORDINATOR,
        "doradcy": Who.COORDINATOR,
        **dict.fromkeys(("dyzur", "wolne", "urlop", "konsultacja"), Who.MEMBER),
    }
)
