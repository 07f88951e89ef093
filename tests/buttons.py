"""Buttons by name, as they are pressed: those of topics stand in tables once, as "topic_*"."""

from __future__ import annotations

from collections.abc import Iterable

#: The topics of the sample.
TOPICS = ("legal", "accounting", "fundraising", "partnerships", "promotion", "volunteering")


def spelled(names: Iterable[str]) -> list[str]:
    """Return the names with those of topics for each of them, in order."""
    return sorted({name.replace("*", topic) for name in names for topic in TOPICS})
