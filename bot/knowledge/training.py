"""Makes the weights that the program ships: `make train`.

They are learnt from the base itself and from labelled messages. A way of asking left out of its
entry is a question with a known answer; one whose whole entry is left out is a near miss that has
none. They teach the order of entries; how sure to be is learnt from messages of people who never
saw the base. Nothing depends on chance: the same base and messages give the same digits. Run:
python -m bot.knowledge.training DIRECTORY [FILE of more labelled messages] [--encoder FOLDER]
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ruamel.yaml import YAML

from bot import settings
from bot.knowledge.cases import Cases
from bot.knowledge.decision import Decider
from bot.knowledge.encoder import encoder_in
from bot.knowledge.examples import (
    FOLDS,
    Example,
    Message,
    asked_of,
    measured_messages,
    missed,
)
from bot.knowledge.features import FEATURES, MEANING
from bot.knowledge.fitting import (
    FEWEST_COVERED,
    Lesson,
    Named,
    fit_choice,
    fit_confidence,
    personal_from,
)
from bot.knowledge.labelled import STRANGERS, Labelled, WrongLabel, cases, labelled_in, shipped
from bot.knowledge.learning_topics import off_topic_weights, routing_weights
from bot.knowledge.loading import load
from bot.knowledge.ranking import (
    CONFIDENCE_FEATURES,
    WEIGHTS_FILE,
    Model,
    evidence,
    order,
)
from bot.settings import WrongSettings


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
    model = Model("", _ranking(messages, asked, _told(FEATURES, decider)), {}, {}, {}, {})
    real = [_lesson(model, one.label, one.right, one.parts, one.denied) for one in messages]
    own = [
        _lesson(model, None, frozenset(() if one.entry is None else (one.entry,)), (one,))
        for one in (*asked, *near)
    ]
    confidence, zones = fit_confidence(
        [one for one in real if one],
        [one for one in own if one],
        _told(CONFIDENCE_FEATURES, decider),
    )
    model = replace(
        model,
        encoder=decider.encoder.mark if decider.encoder else "",
        confidence=confidence,
        zones={**zones, "personal_from": _personal_from(shipped())},
        off_topic=off_topic_weights(messages, asked, decider),
    )
    model = replace(model, routing=routing_weights(messages, decider, model))
    mark = hashlib.sha256(repr(sorted(_plain(model).items())).encode()).hexdigest()[:8]
    return replace(model, version=mark)


def _told(names: Sequence[str], decider: Decider) -> tuple[str, ...]:
    """Return the names of what is measured: meanings only where an encoder tells them."""
    return tuple(name for name in names if name != MEANING or decider.encoder is not None)


def _ranking(messages: Sequence[Message], asked: Sequence[Example], names: Sequence[str]) -> Named:
    places = [FEATURES.index(name) for name in names]
    of_messages = [(part.measures, one.right) for one in messages for part in one.parts]
    of_base = [(one.measures, {one.entry}) for one in asked]
    groups = []
    for measures, right in (*of_messages, *of_base):
        chosen = min((n for n in measures.rows if n in right), default=None)
        if chosen is not None:
            kept = [n for n in measures.rows if n == chosen or n not in right]
            rows = [[measures.rows[n][place] for place in places] for n in kept]
            groups.append((rows, kept.index(chosen)))
    return fit_choice(names, groups)


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


def _plain(model: Model) -> dict[str, object]:
    parts = ("zones", "ranking", "confidence", "routing", "off_topic")
    return {part: dict(getattr(model, part)) for part in parts}


def write_model(model: Model, path: Path) -> None:
    """Write the weights so that a person can read and compare them."""
    out = io.StringIO()
    out.write("# Written by `make train` (bot/knowledge/training.py; see its first lines).\n")
    writer = YAML()
    learnt_with = {"encoder": model.encoder} if model.encoder else {}
    writer.dump({"version": model.version, **learnt_with, **_plain(model)}, out)
    path.write_text(out.getvalue(), encoding="utf-8")


def main(arguments: Sequence[str]) -> None:
    """Train on a directory and the shipped messages, and on files of more when they are given.

    The weights are written into the directory when it has its own or when they were learnt with
    an encoder, else they are the program's.
    """
    given = _parser().parse_args(arguments)
    try:
        encoder = encoder_in(given.encoder or settings.load().encoder)
        more = [one for file in given.more for one in _more(file)]
    except WrongSettings as wrong:
        sys.stderr.write(f"{wrong}\n")
        sys.exit(78)
    except WrongLabel as wrong:
        sys.exit(str(wrong))
    own = given.directory / WEIGHTS_FILE.name
    model = train(Decider(load(given.directory), encoder=encoder), more)
    write_model(model, own if encoder or own.is_file() else WEIGHTS_FILE)


def _more(file: Path) -> list[Labelled]:
    try:
        return labelled_in(file.read_text("utf-8").split("\n"))
    except WrongLabel as wrong:
        raise WrongLabel(f"{file}:{wrong}") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot.knowledge.training")
    parser.add_argument("directory", type=Path, help="the knowledge")
    parser.add_argument("more", type=Path, nargs="*", help="files of more labelled messages")
    parser.add_argument("--encoder", type=Path, help="its folder, else that of BOT_ENCODER")
    return parser


if __name__ == "__main__":
    main(sys.argv[1:])
