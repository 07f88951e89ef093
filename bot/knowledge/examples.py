"""Measures questions against a base that lacks them: what `training` learns from.

A way of asking left out of its entry is a question with a known answer; one whose whole entry is
left out is a near miss that has none. Labelled messages are measured with topics that have not
heard them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.knowledge.decision import Decider
from bot.knowledge.features import Catalogue, Measures
from bot.knowledge.labelled import Labelled, said
from bot.knowledge.lexicon import Budget
from bot.knowledge.query import Query, read
from bot.knowledge.ranking import order, read_model
from bot.knowledge.speech import Speech
from bot.knowledge.spoken import Page, Spoken
from bot.knowledge.text import clean, fold, passages

SEED = 2026
FOLDS = 5
#: How many near misses made of the base itself are asked, about.
NEAR_MISSES = 1500
#: How many of the ways of asking are asked as hurried fingers type them.
NOISY = 0.5


@dataclass(frozen=True, slots=True)
class Example:
    """A passage measured against a base, and the number of the entry it was a way of asking for.

    None when no entry of that base answers it, and for a part of a message, which says it itself.
    """

    query: Query
    measures: Measures
    entry: int | None


@dataclass(frozen=True, slots=True)
class Message:
    """A labelled message, its passages measured, and the numbers of the entries that answer it."""

    label: Labelled
    right: frozenset[int]
    denied: frozenset[int]
    parts: tuple[Example, ...]


def _measured(decider: Decider, catalogue: Catalogue, text: str, entry: int | None) -> Example:
    budget = Budget()
    (query,) = decider.meant([read(text, decider.lexicon, decider.thesaurus, budget)])
    return Example(query, catalogue.measure(query, budget), entry)


def measured_messages(decider: Decider, labels: Sequence[Labelled]) -> Iterator[Message]:
    """Measure labelled messages, each with topics that have not heard it."""
    numbers = {page.id: number for number, page in enumerate(decider.pages)}
    spoken = Spoken.of(decider.pages)
    for fold_number in range(FOLDS):
        speech = speech_without(decider, spoken, labels, fold_number)
        catalogue = Catalogue(spoken, speech, decider.meanings)
        for label in labels[fold_number::FOLDS]:
            right = frozenset(numbers[entry] for entry in label.expect if entry in numbers)
            if label.expect and not right:
                continue  # its entry is no longer there
            parts = passages(clean(label.text))
            denied = frozenset(numbers[entry] for entry in label.denied if entry in numbers)
            measured = (_measured(decider, catalogue, part, None) for part in parts)
            yield Message(label, right, denied, tuple(measured))


def speech_without(
    decider: Decider, spoken: Spoken, labels: Sequence[Labelled], fold_number: int
) -> Speech:
    """Return topics that have not heard the labelled messages of one fold."""
    unheard = {label.text for label in labels[fold_number::FOLDS]}
    return Speech(spoken, decider.topic_words, said(decider.lexicon, unheard))


def asked_of(decider: Decider) -> Iterator[Example]:
    """Yield every other wording, as typed or with noise, asked of a base that lacks it."""
    noise = random.Random(SEED)  # noqa: S311 - repeatable noise, no secret
    for number, text, catalogue in _left_out(decider, 2):
        written = noisy(text, noise) if noise.random() < NOISY else text
        yield _measured(decider, catalogue, written, number)


def _left_out(decider: Decider, every: int = 1) -> Iterator[tuple[int, str, Catalogue]]:
    """Yield each entry's number and wording with a base that lacks this wording.

    A base lacks one wording of every entry at once: building one for each would take an hour.
    """
    texts = [
        decider.base.entries[page.id].wordings[: len(page.wordings)] for page in decider.pages
    ]
    for place in range(0, max(map(len, texts)), every):
        spoken = Spoken.of([_lacking(page, place) for page in decider.pages])
        meanings = decider.meanings.lacking(place) if decider.meanings else None
        speech = Speech(spoken, decider.topic_words, decider.said)
        catalogue = Catalogue(spoken, speech, meanings)
        for number, wordings in enumerate(texts):
            if place < len(wordings):
                yield number, wordings[place], catalogue


def _lacking(page: Page, place: int) -> Page:
    return replace(page, wordings=page.wordings[:place] + page.wordings[place + 1 :])


def missed(decider: Decider) -> Iterator[Example]:
    """Yield some wordings of every entry, asked of a base without it."""
    noise = random.Random(SEED)  # noqa: S311 - repeatable choice, no secret
    catalogue = Catalogue(Spoken.of(decider.pages), decider.speech, decider.meanings)
    share = NEAR_MISSES / sum(len(page.wordings) for page in decider.pages)
    for number, page in enumerate(decider.pages):
        for text in decider.base.entries[page.id].wordings[: len(page.wordings)]:
            if noise.random() < share:
                budget = Budget()
                (query,) = decider.meant([read(text, decider.lexicon, decider.thesaurus, budget)])
                yield Example(query, catalogue.measure(query, budget, without=number), None)


def noisy(text: str, noise: random.Random) -> str:
    """Return the text as hurried fingers type it: no diacritics, a few slips."""
    letters = list(fold(text))
    for at in range(1, len(letters) - 1):
        if letters[at].isalpha() and letters[at + 1].isalpha() and noise.random() < 0.03:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


def found_first(decider: Decider, every: int = 1) -> tuple[int, int]:
    """Return how many wordings find their entry first in a base that lacks them, and how many.

    Of each entry's wordings one in `every` is asked.
    """
    right = asked = 0
    model = read_model()
    for number, text, catalogue in _left_out(decider, every):
        asked += 1
        measures = _measured(decider, catalogue, text, number).measures
        right += bool(measures.rows) and order(measures, model)[0][1] == number
    return right, asked
