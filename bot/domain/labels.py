"""What a question's right answer was, told from what became of it: presses, tickets, advisors.

Silence says nothing: an answer that nobody pressed under has no label. Letters, complaints and
personal matters get none either: they never wait for an entry, and their words stay where they
are. Which rows this is read from, and hiding names, is left to others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

#: Kinds of messages that are their author's own matter, whatever is answered.
OWN_MATTER = frozenset({"personal", "complaint", "letter", "abuse"})
#: Kinds of messages from which nothing is to be learnt, nor shown beside others.
PRIVATE = OWN_MATTER | {"foreign_uk", "foreign_en"}
TALK = frozenset(
    {"greeting", "thanks", "goodbye", "smalltalk", "denial", "confirmation", "resolved", "empty"}
)
NOISE = frozenset({"nonsense"})
OFF_TOPIC = "offtopic"

Source = Literal["helped", "picked", "advisor", "rephrased", "denied"]


@dataclass(frozen=True, slots=True)
class Handed:
    """What people made of a ticket: where it went, and whether and how it was answered."""

    topic: str
    passed: bool = False  # an advisor moved it to another topic
    answered: bool = False
    closed: bool = False
    chosen: tuple[str, ...] = ()  # entries that the advisor answered with
    confirms: bool = False  # it stands beside an answer, or a page, that it is about


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and what became of it.

    `entry` is the last one that the bot answered with, `first` the one it began with by itself,
    `offered` what it offered to choose from when nothing fitted.
    """

    id: int
    kind: str
    state: str
    feedback: str | None = None
    entry: str | None = None
    first: str | None = None
    offered: tuple[str, ...] = ()
    previous: int | None = None
    handed: Handed | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known of a question: right entries (None: not known), wrong ones, its topic."""

    expect: tuple[str, ...] | None
    wrong: tuple[str, ...]
    topic: str | None
    source: Source

    @property
    def kind(self) -> Literal["question", "uncovered"] | None:
        """Return whether the base is known to have an entry for it, or none; None: neither."""
        if self.expect is None:
            return None
        return "question" if self.expect else "uncovered"


def truths(asked: Iterable[Asked]) -> Mapping[int, Truth]:
    """Return what is known of each question, by its id.

    What was said in other words asks the same: it hands its entries back to the words before.
    """
    found: dict[int, Truth] = {}
    for one in sorted(asked, key=lambda question: -question.id):
        if one.kind in PRIVATE or one.state == "withdrawn":
            found.pop(one.id, None)
            continue
        known = _known(one)
        if known is not None:
            found[one.id] = _joined(known, found.get(one.id))
        own = found.get(one.id)
        if one.previous is not None and own is not None and own.expect:
            found[one.previous] = Truth(own.expect, (), own.topic, "rephrased")
    return found


def _joined(own: Truth, later: Truth | None) -> Truth:
    """Return what both say; entries that were denied under these very words stay wrong."""
    if later is None or own.expect:
        return own
    right = tuple(entry for entry in later.expect or () if entry not in own.wrong)
    return replace(later, expect=right, wrong=own.wrong) if right else own


def _known(asked: Asked) -> Truth | None:
    right, source = _right(asked)
    wrong = tuple(entry for entry in _wrong(asked) if entry not in right)
    if right:
        return Truth(right, wrong, None, source)
    handed = asked.handed
    topic = handed.topic if handed and (handed.passed or handed.answered) else None
    turned_down = asked.entry is None or asked.entry in wrong
    if turned_down and handed and handed.closed and handed.answered and not handed.confirms:
        return Truth((), wrong, topic, "advisor")
    return Truth(None, wrong, topic, "denied") if wrong else None


def _right(asked: Asked) -> tuple[tuple[str, ...], Source]:
    if asked.handed and asked.handed.chosen:
        return asked.handed.chosen, "advisor"
    if asked.entry and asked.feedback == "helped":
        return (asked.entry,), "helped"
    if asked.entry and asked.feedback == "picked" and asked.state in ("answered", "done"):
        return (asked.entry,), "picked"
    return (), "denied"


def _wrong(asked: Asked) -> list[str]:
    """Return entries that the asker turned down, each once, in the order they were shown."""
    wrong = [asked.first] if asked.first and asked.first != asked.entry else []
    if asked.feedback in ("other", "none_of") and asked.entry:
        wrong.append(asked.entry)
    if asked.feedback == "none_of":
        wrong += asked.offered
    return list(dict.fromkeys(wrong))
