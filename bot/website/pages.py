"""Every page of the site: where it lies, which template shows it, and what stands on it."""

from __future__ import annotations

from collections.abc import Iterator

from bot.knowledge.articles import Guide, Practice
from bot.knowledge.models import Entry, Topic
from bot.website import addresses, structured
from bot.website.dated_pages import dated_pages, soon
from bot.website.page import (
    Page,
    described,
    entry_links,
    guide_links,
    page,
    practice_links,
    told,
)
from bot.website.site import Site

_PRACTICES_AT_HOME = 3
_LONG_ENOUGH_FOR_CONTENTS = 3  # chapters


def pages(site: Site) -> Iterator[Page]:
    """Yield the address and the HTML of every page."""
    yield from _doors(site)
    for topic in site.base.topics.values():
        yield _topic(site, topic)
    for entry in site.entries:
        yield _entry(site, entry)
    for guide in site.base.guides.values():
        yield _guide(site, guide)
    for practice in site.base.practices.values():
        yield _practice(site, practice)
    yield from dated_pages(site)


def _doors(site: Site) -> Iterator[Page]:
    """Yield the pages that lead to others, and those that stand alone."""
    programme = site.base.organisation.programme
    practices = list(site.base.practices.values())
    yield page(
        site,
        addresses.HOME,
        "home.html",
        programme,
        "Odpowiedzi, poradniki i doradcy dla organizacji, kół i grup. Zapytaj bota, zadzwoń albo "
        "poszukaj na stronie.",
        practices=practices[:_PRACTICES_AT_HOME],
        soon=soon(site),
        structured=structured.organisation(site),
    )
    topics = [topic.name for topic in site.base.topics.values()]
    for address, template, title, description in _PLAIN:
        more = {
            "illustrative": any(one.illustrative for one in practices),
            "closed": [day for day in site.base.organisation.closed if day >= site.day],
        }
        said = description.format(topics=", ".join(topics))
        yield page(site, address, template, title, said, **more)


_PLAIN = (
    (
        addresses.ENTRIES,
        "entries.html",
        "Wszystkie pytania i odpowiedzi",
        "Lista wszystkich pytań w tematach: {topics}.",
    ),
    (
        addresses.GUIDES,
        "guides.html",
        "Poradniki do wydrukowania",
        "Poradniki krok po kroku, z listami do odhaczenia i wzorami pism.",
    ),
    (
        addresses.PRACTICES,
        "practices.html",
        "Dobre praktyki z sąsiedztwa",
        "Opisy działań z okolicy: koszt, partnerzy, wolontariusze i wnioski.",
    ),
    (
        addresses.CONTACT,
        "contact.html",
        "Jak zapytać człowieka",
        "Bot na Telegramie, telefon, e-mail i godziny dyżuru.",
    ),
    (
        addresses.PRIVACY,
        "privacy.html",
        "Prywatność i dostępność",
        "Ta strona nikogo nie śledzi. Co dzieje się z danymi, gdy ktoś do nas napisze.",
    ),
    (
        addresses.SEARCH,
        "search.html",
        "Szukaj odpowiedzi",
        "Wyszukiwarka pytań, poradników i dobrych praktyk.",
    ),
    (
        addresses.NOT_FOUND,
        "not_found.html",
        "Nie ma takiej strony",
        "Ten adres nie prowadzi do żadnej strony.",
    ),
)


def _topic(site: Site, topic: Topic) -> Page:
    entries = site.entries_of(topic.id)
    return page(
        site,
        addresses.topic(topic.id),
        "topic.html",
        topic.name,
        f"{topic.name}: pytania i odpowiedzi, poradniki, dobre praktyki.",
        topic=topic,
        entries=entries,
        guides=guide_links(site.guides_of(topic.id)),
        practices=practice_links(site.practices_of(topic.id)),
    )


def _entry(site: Site, entry: Entry) -> Page:
    address = addresses.entry(entry.id)
    said = site.base.said(entry.answer, site.day)
    answer = told(said, address)
    lasting = entry.is_valid_on(site.day)
    return page(
        site,
        address,
        "entry.html",
        entry.question,
        described(said),
        entry=entry,
        answer=answer,
        structured=structured.faq(site, entry, str(answer.html)) if lasting else None,
        related=entry_links(site.related(entry.related)),
        guides=guide_links(site.guides_naming(entry.id)),
        practices=practice_links(site.practices_naming(entry.id)),
    )


def _guide(site: Site, guide: Guide) -> Page:
    address = addresses.guide(guide.id)
    text = told(site.base.said(guide.text, site.day), address)
    chapters = [heading for heading in text.headings if heading.level == 2]
    return page(
        site,
        address,
        "guide.html",
        guide.title,
        described(guide.summary),
        guide=guide,
        text=text,
        contents=chapters if len(chapters) >= _LONG_ENOUGH_FOR_CONTENTS else [],
        related=entry_links(site.related(guide.related)),
    )


def _practice(site: Site, practice: Practice) -> Page:
    address = addresses.practice(practice.id)
    return page(
        site,
        address,
        "practice.html",
        practice.title,
        described(practice.summary),
        practice=practice,
        text=told(practice.text, address),
        related=entry_links(site.related(practice.related)),
    )
