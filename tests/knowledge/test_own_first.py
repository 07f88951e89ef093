"""Every way of asking is asked of the base itself: what goes astray, and the figures beside it."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.decision import Decider
from bot.knowledge.loading import load
from bot.knowledge.own_first import Astray, Figures, astray, figures
from tests.knowledge.sample import DAY, base, copy_of_sample

FILE = "sample/wordings/promotion.yaml"


def decider_with(tmp_path: Path, *ways: str) -> Decider:
    """Return a decider of the sample, whose poster is asked for in further ways."""
    directory = copy_of_sample(tmp_path)
    (directory / "wordings").mkdir()
    lines = "".join(f"  - {way}\n" for way in ways)
    (directory / "wordings/promotion.yaml").write_text(f"plakat:\n{lines}", encoding="utf-8")
    return Decider(load(directory))


def test_ways_that_lead_home_are_not_told(tmp_path: Path) -> None:
    assert astray(decider_with(tmp_path, "co napisać na plakacie na tablicę"), DAY) == ()


def test_way_that_is_nearer_to_another_entry_is_known_only_by_heart(tmp_path: Path) -> None:
    way = "termin CIT-8 dla stowarzyszenia"
    assert astray(decider_with(tmp_path, way), DAY) == (
        Astray(FILE, "plakat", way, "cit-8-termin", by_heart=True),
    )


def test_greeting_is_no_way_of_asking(tmp_path: Path) -> None:
    assert astray(decider_with(tmp_path, "Dzień dobry"), DAY) == (
        Astray(FILE, "plakat", "Dzień dobry", None, by_heart=False),
    )


def test_way_that_two_entries_share_is_lost_for_one_of_them(tmp_path: Path) -> None:
    way = base().entries["cit-8-termin"].question
    lost = astray(decider_with(tmp_path, way), DAY)
    assert [(one.entry, one.first, one.by_heart) for one in lost] == [
        ("plakat", "cit-8-termin", False)
    ]


def test_figures_are_counted_for_each_topic_and_for_all(tmp_path: Path) -> None:
    decider = decider_with(tmp_path, "Dzień dobry", "co napisać na plakacie na tablicę")
    *topics, everything = figures(decider.base, astray(decider, DAY))
    assert [one.name for one in topics] == [topic.name for topic in decider.base.topics.values()]
    poster, consent = (decider.base.entries[name] for name in ("plakat", "zgoda-wizerunek"))
    ways = [len(poster.wordings), len(consent.wordings)]
    assert topics[4] == Figures(
        name="Promocja",
        entries=2,
        words=topics[4].words,
        ways=sum(ways) / 2,
        fewest=min(ways),
        by_heart=0,
        lost=1,
    )
    assert (everything.name, everything.entries, everything.lost) == ("Razem", 12, 1)
