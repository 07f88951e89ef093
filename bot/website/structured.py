"""What search engines read out of a page: schema.org, as JSON-LD."""

from __future__ import annotations

import json
from typing import Any

from bot.knowledge.models import Entry, Organisation
from bot.website import addresses
from bot.website.occasions import Meeting, more_about
from bot.website.site import Site

_CONTEXT = "https://schema.org"


def faq(site: Site, entry: Entry, answer: str) -> str:
    """Return an entry as a page of one question; `answer` is HTML."""
    question = {
        "@type": "Question",
        "name": entry.question,
        "acceptedAnswer": {"@type": "Answer", "text": answer},
    }
    page = {
        "@type": "FAQPage",
        "inLanguage": "pl",
        "dateModified": entry.checked.isoformat(),
        "mainEntity": [question],
    }
    return _written(page, site.address(addresses.entry(entry.id)))


def organisation(site: Site) -> str:
    """Return who runs the programme, and how to reach them."""
    return _written(
        {"@type": "NGO", **organiser(site.base.organisation)}, site.address(addresses.HOME)
    )


def event(site: Site, meeting: Meeting) -> str:
    """Return a meeting as an event, with a word of doubt while it is not certain."""
    sheet = meeting.sheet
    doubt = f" ({sheet.unconfirmed})" if sheet.unconfirmed else ""
    mode = "Online" if meeting.online else "Offline"
    thing: dict[str, Any] = {
        "@type": "Event",
        "name": sheet.title,
        "description": sheet.summary + doubt,
        "inLanguage": "pl",
        "startDate": sheet.starts.isoformat(),
        "endDate": sheet.ends.isoformat(),
        "eventStatus": f"{_CONTEXT}/EventScheduled",
        "eventAttendanceMode": f"{_CONTEXT}/{mode}EventAttendanceMode",
        "location": _location(site, meeting),
        "organizer": {"@type": "NGO", **organiser(site.base.organisation)},
    }
    capacity = more_about(meeting)["capacity"]
    if capacity is not None:
        thing["maximumAttendeeCapacity"] = capacity
    return _written(thing, site.address(meeting.address))


def _location(site: Site, meeting: Meeting) -> dict[str, Any]:
    if meeting.online:
        return {"@type": "VirtualLocation", "url": site.bot()}
    return {"@type": "Place", "name": meeting.place, "address": meeting.place}


def organiser(who: Organisation) -> dict[str, Any]:
    """Return the fields of an organisation."""
    return {
        "name": who.name,
        "telephone": who.phone,
        "email": who.email,
        "address": who.office,
    }


def _written(thing: dict[str, Any], address: str | None) -> str:
    known = {"url": address} if address else {}
    return json.dumps({"@context": _CONTEXT, **thing, **known}, ensure_ascii=False)
