"""Makes the weights that the program ships: `make train`.

They are learnt from the base itself and from labelled messages. A way of asking left out of its
entry is a question with a known answer; one whose whole entry is left out is a near miss that has
none. They teach the order of entries; how sure to be is learnt from messages of people who never
saw the base. Nothing depends on chance: the same base and messages give the same digits. Run:
python -m bot.knowledge.training DIRECTORY [FILE of more labelled messages]
"""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ruamel.yaml import YAML

from bot.knowledge.cases import Cases
from bot.knowledge.decision import Decider, votes_of
from bot.knowledge.examples import (
    FOLDS,
    Example,
    Message,
    asked_of,
    measured_messages,
    missed,
    speech_without,
)
from bot.knowledge.features import FEATURES, Catalogue
from bot.knowledge.fitting import (
    FEWEST_COVERED,
    Lesson,
    fit_choice,
    fit_confidence,
    fit_off_topic,
    personal_from,
)
from bot.knowledge.labelled import STRANGERS, Labelled, cases, labelled_in, shipped
from bot.knowledge.loading import load
from bot.knowledge.models import TOPIC_IDS
from bot.knowledge.query import joined
from bot.knowledge.ranking import WEIGHTS_FILE, LearnedRanker, Model, evidence, order, surest
from bot.knowledge.routing import TOPIC_SIGNALS, Router
from bot.knowledge.spoken import Spoken

#: What topics go by when no labelled message tells.
USUAL_ROUTING = {"lemmas": 0.2, "pieces": 0.1, "votes": 2.0, "words": 2.0}
Named = dict[str, float]


def train(decider: Decider, more: Sequence[Labelled] = ()) -> Model:
    """Return weights learnt from the decider's base and from labelled messages."""
    messages = list(measured_messages(decider, _fitting(decider, [*shipped(), *more])))
    asked = list(asked_of(decider))
    return fitted(decider, messages, asked, list(missed(decider)))


def _fitting(decider: Decider, labels: Sequence[Labelled]) -> list[Labelled]:
    """Return the labels that are true of this base: of a strange one only strangers' messages."""
    answerable = [one for one in labels if not decider.base.entries.keys().isdisjoint(one.expect)]
    if len(answerable) >= FEWEST_COVERED:
        return list(labels)
    return [one for one in labels if one.kind in STRANGERS]


def fitted(
    decider: Decider,
    messages: Sequence[Message],
    asked: Sequence[Example],
    near: Sequence[Example],
) -> Model:
    """Return weights learnt from what was measured."""
    model = Model("", _ranking(messages, asked), {}, {}, {}, {})
    real = [_lesson(model, one.label, one.right, one.parts, one.denied) for one in messages]
    own = [
        _lesson(model, None, frozenset(() if one.entry is None else (one.entry,)), (one,))
        for one in (*asked, *near)
    ]
    confidence, zones = fit_confidence([one for one in real if one], [one for one in own if one])
    model = replace(
        model,
        confidence=confidence,
        zones={**zones, "personal_from": _personal_from(shipped())},
        off_topic=_off_topic(messages, asked, decider),
    )
    model = replace(model, routing=_routing(messages, decider, model))
    mark = hashlib.sha256(repr(sorted(_plain(model).items())).encode()).hexdigest()[:8]
    return replace(model, version=mark)


def _ranking(messages: Sequence[Message], asked: Sequence[Example]) -> Named:
    of_messages = (part for one in messages for part in one.parts if part.entry is not None)
    groups = (
        (list(one.measures.rows.values()), list(one.measures.rows).index(one.entry))
        for one in (*of_messages, *asked)
        if one.entry is not None and one.entry in one.measures.rows
    )
    return fit_choice(FEATURES, groups)


def _lesson(
    model: Model,
    label: Labelled | None,
    right: frozenset[int],
    parts: Iterable[Example],
    denied: frozenset[int] = frozenset(),
) -> Lesson | None:
    """Return what spoke for the first entry of the surest passage, and whether it was right.

    Nothing when that is not known.
    """
    found = []
    for part in parts:
        if part.measures.rows:
            ordered = order(part.measures, model)
            spoken = evidence(ordered, part.measures, part.query)
            found.append((ordered[0][0], spoken, ordered[0][1]))
    if not found:
        return None
    _, spoken, first = max(found)
    if label and label.is_denial and first not in denied:
        return None
    return Lesson(spoken, first in right, (label.kind or "covered") if label else "own")


def _personal_from(labels: Sequence[Labelled]) -> float:
    """Find from where on a message is a case, by cases that have not heard it."""
    known = list(cases(labels))
    leanings = [0.0] * len(known)
    for fold_number in range(FOLDS):
        heard = [one for n, one in enumerate(known) if n % FOLDS != fold_number]
        folded = Cases(heard)
        for n in range(fold_number, len(known), FOLDS):
            leanings[n] = folded.lean(known[n][0])
    return personal_from(leanings, [is_case for _, is_case in known])


def _routing(messages: Sequence[Message], decider: Decider, model: Model) -> Named:
    """Learn what words, topics and the first entries say of a topic, and how common each is."""
    labels = [one.label for one in messages]
    spoken = Spoken.of(decider.pages)
    ranker = LearnedRanker(Catalogue(spoken, decider.speech), model)
    topic_of = {page.id: page.topic for page in decider.pages}
    alone = {topic: tuple(float(topic == other) for other in TOPIC_IDS) for topic in TOPIC_IDS}
    groups = []
    for fold_number in range(FOLDS):
        router = Router(speech_without(decider, spoken, labels, fold_number), decider.topic_words)
        for one in messages[fold_number::FOLDS]:
            if one.label.topic not in TOPIC_IDS or not one.parts:
                continue
            rankings = [ranker.ranked(part.query, part.measures) for part in one.parts]
            votes = votes_of(surest(rankings).scored, topic_of)
            signals = router.topic_signals(joined([part.query for part in one.parts]), votes)
            rows = [(*signals[topic], *alone[topic]) for topic in TOPIC_IDS]
            groups.append((rows, TOPIC_IDS.index(one.label.topic)))
    return fit_choice((*TOPIC_SIGNALS, *TOPIC_IDS), groups) if groups else dict(USUAL_ROUTING)


def _off_topic(messages: Sequence[Message], asked: Sequence[Example], decider: Decider) -> Named:
    """Learn to tell strangers' messages from questions, as topics that have not heard them do.

    Where there are no questions of people, ways of asking stand in for them.
    """
    labels = [one.label for one in messages]
    spoken = Spoken.of(decider.pages)
    rows, strangers = [], []
    for fold_number in range(FOLDS):
        router = Router(speech_without(decider, spoken, labels, fold_number), decider.topic_words)
        for one in messages[fold_number::FOLDS]:
            for part in one.parts[:1]:
                rows.append(router.off_topic_signals(part.query, part.measures))
                strangers.append(one.label.kind in STRANGERS)
    if all(strangers):
        rows += [decider.router.off_topic_signals(one.query, one.measures) for one in asked]
        strangers += [False] * len(asked)
    return fit_off_topic(rows, strangers)


def _plain(model: Model) -> dict[str, object]:
    parts = ("zones", "ranking", "confidence", "routing", "off_topic")
    return {part: dict(getattr(model, part)) for part in parts}


def write_model(model: Model, path: Path) -> None:
    """Write the weights so that a person can read and compare them."""
    out = io.StringIO()
    out.write("# Written by `make train` (bot/knowledge/training.py; see its first lines).\n")
    writer = YAML()
    writer.dump({"version": model.version, **_plain(model)}, out)
    path.write_text(out.getvalue(), encoding="utf-8")


def main(arguments: Sequence[str]) -> None:
    """Train on a directory and the shipped messages, and on a file of more when it is given.

    The weights are written into the directory when it has its own, else they are the program's.
    """
    directory, *files = map(Path, arguments)
    more = [one for file in files for one in labelled_in(file.read_text("utf-8").splitlines())]
    own = directory / WEIGHTS_FILE.name
    model = train(Decider(load(directory)), more)
    write_model(model, own if own.is_file() else WEIGHTS_FILE)


if __name__ == "__main__":
    main(sys.argv[1:])
