"""The pages of what has a date: the list of all, meetings with their posters, contests."""

from __future__ import annotations

from collections.abc import Iterator

from bot.knowledge.contests import Contest
from bot.website import addresses, structured
from bot.website.dates import day
from bot.website.occasions import (
    AUDIENCES,
    Meeting,
    audiences,
    deadline,
    distance,
    meetings,
    monthly,
    more_about,
    stage_now,
    statutory,
)
from bot.website.page import Page, described, entry_links, page
from bot.website.posters import code
from bot.website.site import Site

SOON_AT_HOME = 4
NEXT_OF_LAW = 5


def dated_pages(site: Site) -> Iterator[Page]:
    """Yield the page of all dates, and one for each meeting, poster and contest."""
    yield _dates(site)
    if site.base.programme.calendar:
        yield _law(site)
    for meeting in meetings(site):
        yield _meeting(site, meeting)
        if not meeting.online:
            yield _poster(site, meeting)
    for contest in site.base.programme.contests.values():
        yield _contest(site, contest)


def soon(site: Site) -> list[Meeting]:
    """Return the next few meetings."""
    return [one for one in meetings(site) if not one.is_over(site.day)][:SOON_AT_HOME]


def _dates(site: Site) -> Page:
    contests = site.base.programme.contests.values()
    found = meetings(site)
    return page(
        site,
        addresses.DATES,
        "dates.html",
        "Terminy, warsztaty i konkursy",
        "Warsztaty, dyżury w gminach, konkursy i terminy z przepisów, z plikami do kalendarza.",
        coming=[one for one in found if not one.is_over(site.day)],
        past=[one for one in reversed(found) if one.is_over(site.day)],
        contests=[(one, deadline(one, site.day), stage_now(one, site.day)) for one in contests],
        law=statutory(site).yearly[:NEXT_OF_LAW],
    )


def _law(site: Site) -> Page:
    law = statutory(site)
    return page(
        site,
        addresses.LAW,
        "law.html",
        "Terminy z przepisów i ważne dni",
        "Co i kiedy organizacja składa w ciągu roku: CIT-8, sprawozdania, ARiMR, ZUS, OPP.",
        audiences=audiences(site),
        audience_words=AUDIENCES,
        parts_of_year=[
            ("rok", "Po kolei, od dziś przez rok", [(day(on), sheet) for on, sheet in law.yearly]),
            ("miesiac", "Co miesiąc", [(monthly(one), one) for one in law.monthly]),
            ("zdarzenie", "Liczone od zdarzenia", [(distance(one), one) for one in law.counted]),
        ],
    )


def _meeting(site: Site, meeting: Meeting) -> Page:
    sheet = meeting.sheet
    more = more_about(meeting)
    return page(
        site,
        meeting.address,
        "meeting.html",
        sheet.title,
        described(f"{meeting.kind}: {sheet.summary}"),
        meeting=meeting,
        sheet=sheet,
        more=more,
        contest=site.base.programme.contests.get(more["contest"] or ""),
        structured=structured.event(site, meeting),
        related=entry_links(site.related(sheet.related)),
    )


def _poster(site: Site, meeting: Meeting) -> Page:
    return page(
        site,
        addresses.poster(meeting.sheet.id),
        "poster.html",
        f"Plakat: {meeting.sheet.title}",
        described(f"Plakat A4 do wydrukowania. {meeting.kind}: {meeting.sheet.title}"),
        meeting=meeting,
        sheet=meeting.sheet,
        more=more_about(meeting),
        code=code(site, meeting),
    )


def _contest(site: Site, contest: Contest) -> Page:
    near = [one for one in meetings(site) if more_about(one)["contest"] == contest.id]
    return page(
        site,
        addresses.contest(contest.id),
        "contest.html",
        contest.title,
        described(contest.summary),
        contest=contest,
        audience_words=AUDIENCES,
        deadline=deadline(contest, site.day),
        now=stage_now(contest, site.day),
        meetings=[(one.address, one.named) for one in near],
        related=entry_links(site.related(contest.related)),
    )
