"""Makes the weights that the program ships, from the knowledge base itself.

A wording left out of its entry is a question with a known answer; the same wording with its whole
entry left out is a question near to ours that has none. Real labelled messages, when there are
any, only join in the few numbers of the confidence, so that 0.85 means what it says. Run:
python -m bot.knowledge.training DIRECTORY [FILE]
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ruamel.yaml import YAML

from bot.knowledge.decision import Decider
from bot.knowledge.features import FEATURES, Catalogue, Measures, Page
from bot.knowledge.fitting import fit_choice, fit_logistic
from bot.knowledge.lexicon import Budget
from bot.knowledge.loading import load
from bot.knowledge.query import Query, read
from bot.knowledge.ranking import (
    CONFIDENCE_FEATURES,
    WEIGHTS_FILE,
    Model,
    evidence,
    order,
    read_model,
)
from bot.knowledge.routing import OFF_TOPIC_SIGNALS, Router
from bot.knowledge.text import clean, fold, listed, passages

SEED = 2026
FOLDS = 10
# Routing has four numbers; they were chosen by hand, because wordings of entries left out teach
# distrust of the entries that come first, which real questions deserve.
ROUTING = {"lemmas": 0.2, "pieces": 0.1, "votes": 2.0, "words": 2.0}
# Labelled messages weigh more than our own; there, those with an answer are rarer than in life.
OWN_WEIGHT = 0.05
RIGHT_WEIGHT = 3.0
Named = dict[str, float]
Lesson = tuple[tuple[float, ...], bool]


@dataclass(frozen=True, slots=True)
class Example:
    """A message measured against a base, and the entry it asks for, if any."""

    query: Query
    measures: Measures
    entry: int | None
    topic: str | None


def train(decider: Decider, labelled: Sequence[Mapping[str, object]] = ()) -> Model:
    """Return weights learnt from the decider's base, confident as labelled messages say."""
    noise = random.Random(SEED)  # noqa: S311 - repeatable noise, no secret
    asked = list(_asked(decider, noise))
    model = Model("", _ranking(asked), {}, ROUTING, {})
    own = _lessons(model, [*asked, *_missed(decider, noise), *_strangers(decider)])
    real = list(_labelled_lessons(decider, model, labelled))
    model = replace(model, confidence=_confidence(own, real), off_topic=_off_topic(decider))
    mark = hashlib.sha256(repr(sorted(_plain(model).items())).encode()).hexdigest()[:8]
    return replace(model, version=mark)


def _measured(
    decider: Decider, catalogue: Catalogue, text: str, entry: int | None, topic: str | None
) -> Example:
    budget = Budget()
    query = read(text, decider.lexicon, decider.thesaurus, budget)
    return Example(query, catalogue.measure(query, budget), entry, topic)


def _asked(decider: Decider, noise: random.Random) -> Iterator[Example]:
    """Yield every wording, as typed and with noise, asked of a base that lacks it."""
    for number, topic, text, catalogue in _left_out(decider):
        for written in (text, noisy(text, noise)):
            yield _measured(decider, catalogue, written, number, topic)


def _left_out(decider: Decider, every: int = 1) -> Iterator[tuple[int, str, str, Catalogue]]:
    """Yield each entry's number, topic and wording with a base that lacks this wording.

    A base lacks one wording of every entry at once: building one for each would take an hour.
    """
    texts = [
        decider.base.entries[page.id].wordings[: len(page.wordings)] for page in decider.pages
    ]
    for place in range(0, max(map(len, texts)), every):
        catalogue = Catalogue([_lacking(page, place) for page in decider.pages])
        for number, wordings in enumerate(texts):
            if place < len(wordings):
                yield number, decider.pages[number].topic, wordings[place], catalogue


def _lacking(page: Page, place: int) -> Page:
    return replace(page, wordings=page.wordings[:place] + page.wordings[place + 1 :])


def found_first(decider: Decider, every: int = 1) -> tuple[int, int]:
    """Return how many wordings find their entry first in a base that lacks them, and how many.

    Of each entry's wordings one in `every` is asked.
    """
    right = asked = 0
    model = read_model()
    for number, topic, text, catalogue in _left_out(decider, every):
        asked += 1
        measures = _measured(decider, catalogue, text, number, topic).measures
        right += bool(measures.rows) and order(measures, model)[0][1] == number
    return right, asked


def _missed(decider: Decider, noise: random.Random) -> Iterator[Example]:
    """Yield every wording asked of a base without its entry."""
    for number, page in enumerate(decider.pages):
        catalogue = Catalogue(_without(decider.pages, number))
        for text in decider.base.entries[page.id].wordings[: len(page.wordings)]:
            written = noisy(text, noise) if noise.random() < 0.5 else text
            yield _measured(decider, catalogue, written, None, page.topic)


def _strangers(decider: Decider) -> Iterator[Example]:
    """Yield the off-topic lines asked of the whole base."""
    catalogue = Catalogue(decider.pages)
    for line in listed("off-topic.txt"):
        yield _measured(decider, catalogue, line, None, None)


def _without(pages: Sequence[Page], number: int) -> list[Page]:
    return [page for n, page in enumerate(pages) if n != number]


def noisy(text: str, noise: random.Random) -> str:
    """Return the text as hurried fingers type it: no diacritics, a few slips."""
    letters = list(fold(text))
    for at in range(1, len(letters) - 1):
        if letters[at].isalpha() and letters[at + 1].isalpha() and noise.random() < 0.03:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


def _ranking(asked: Sequence[Example]) -> Named:
    groups = [
        ([example.measures.rows[n] for n in numbers], numbers.index(example.entry))
        for example in asked
        if (numbers := list(example.measures.rows)) and example.entry in numbers
    ]
    return _named(FEATURES, fit_choice(groups, ridge=2.0))


def _lessons(model: Model, examples: Iterable[Example]) -> list[Lesson]:
    """Return what spoke for the first entry of each example, and whether it was right."""
    lessons = []
    for example in examples:
        if example.measures.rows:
            ordered = order(example.measures, model)
            spoken = evidence(ordered, example.measures, example.query)
            lessons.append((spoken, ordered[0][1] == example.entry))
    return lessons


def _labelled_lessons(
    decider: Decider, model: Model, labelled: Sequence[Mapping[str, object]]
) -> Iterator[Lesson]:
    catalogue = Catalogue(decider.pages)
    for line in labelled:
        expected = line.get("expect")
        right = set(expected) if isinstance(expected, list) else set()
        ranked = []
        for part in passages(clean(str(line["text"]))):
            example = _measured(decider, catalogue, part, None, None)
            if example.measures.rows:
                ordered = order(example.measures, model)
                spoken = evidence(ordered, example.measures, example.query)
                ranked.append((ordered[0][0], spoken, decider.pages[ordered[0][1]].id in right))
        if ranked:
            _, spoken, is_right = max(ranked)
            yield spoken, is_right


def _confidence(own: Sequence[Lesson], real: Sequence[Lesson]) -> Named:
    lessons = [*own, *real]
    own_weight = OWN_WEIGHT if real else 1.0
    weights = [own_weight] * len(own)
    weights += [RIGHT_WEIGHT if is_right else 1.0 for _, is_right in real]
    rows, labels = [row for row, _ in lessons], [is_right for _, is_right in lessons]
    return _biased(CONFIDENCE_FEATURES, fit_logistic(rows, labels, weights, ridge=0.5))


def _off_topic(decider: Decider) -> Named:
    """Learn to tell strangers' lines from wordings of entries left out, in folds."""
    rows: list[tuple[float, ...]] = []
    labels: list[bool] = []
    lines = listed("off-topic.txt")
    for fold_number in range(FOLDS):
        pages = [page for n, page in enumerate(decider.pages) if n % FOLDS != fold_number]
        known = [w for n, w in enumerate(decider.off_topic.lines) if n % FOLDS != fold_number]
        router, catalogue = Router(pages, decider.topic_words, known), Catalogue(pages)
        left = [page for n, page in enumerate(decider.pages) if n % FOLDS == fold_number]
        texts = [(text, False) for page in left for text in decider.base.entries[page.id].wordings]
        texts += [(line, True) for n, line in enumerate(lines) if n % FOLDS == fold_number]
        for text, stranger in texts:
            query = read(text, decider.lexicon, decider.thesaurus, Budget())
            rows.append(router.off_topic_signals(query, catalogue.measure(query, Budget())))
            labels.append(stranger)
    return _biased(OFF_TOPIC_SIGNALS, fit_logistic(rows, labels, [1.0] * len(rows), ridge=2.0))


def _named(names: Sequence[str], values: Sequence[float]) -> Named:
    return {name: round(value, 4) for name, value in zip(names, values, strict=True)}


def _biased(names: Sequence[str], values: Sequence[float]) -> Named:
    return _named(("bias", *names), values)


def _plain(model: Model) -> dict[str, object]:
    parts = ("ranking", "confidence", "routing", "off_topic")
    return {part: dict(getattr(model, part)) for part in parts}


def write_model(model: Model, path: Path) -> None:
    """Write the weights so that a person can read and compare them."""
    out = io.StringIO()
    out.write("# Written by bot/knowledge/training.py; see its first lines.\n")
    writer = YAML()
    writer.dump({"version": model.version, **_plain(model)}, out)
    path.write_text(out.getvalue(), encoding="utf-8")


def main(arguments: Sequence[str]) -> None:
    """Train on a directory and, when given, calibrate on a file of labelled messages."""
    decider = Decider(load(Path(arguments[0])))
    labelled = []
    if len(arguments) > 1:
        lines = Path(arguments[1]).read_text(encoding="utf-8").splitlines()
        labelled = [json.loads(line) for line in lines if line.strip()]
    write_model(train(decider, labelled), WEIGHTS_FILE)


if __name__ == "__main__":
    main(sys.argv[1:])
