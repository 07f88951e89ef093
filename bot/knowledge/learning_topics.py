"""Learns how topics, and strangers' messages, are told apart: a part of `training`."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.decision import Decider, votes_of
from bot.knowledge.examples import FOLDS, Example, Message, speech_without
from bot.knowledge.features import Catalogue
from bot.knowledge.fitting import Named, fit_choice, fit_off_topic
from bot.knowledge.labelled import STRANGERS
from bot.knowledge.query import joined
from bot.knowledge.ranking import LearnedRanker, Model, surest
from bot.knowledge.routing import TOPIC_SIGNALS, Router
from bot.knowledge.spoken import Spoken

#: What topics go by when no labelled message tells.
USUAL_ROUTING = {"lemmas": 0.2, "pieces": 0.1, "votes": 2.0, "words": 2.0}


def routing_weights(messages: Sequence[Message], decider: Decider, model: Model) -> Named:
    """Learn what words, topics and the first entries say of a topic, and how common each is."""
    labels = [one.label for one in messages]
    spoken = Spoken.of(decider.pages)
    ranker = LearnedRanker(Catalogue(spoken, decider.speech), model)
    topic_of = {page.id: page.topic for page in decider.pages}
    topics = tuple(decider.topic_words)
    alone = {topic: tuple(float(topic == other) for other in topics) for topic in topics}
    groups = []
    for fold_number in range(FOLDS):
        router = Router(speech_without(decider, spoken, labels, fold_number), decider.topic_words)
        for one in messages[fold_number::FOLDS]:
            if one.label.topic not in topics or not one.parts:
                continue
            rankings = [ranker.ranked(part.query, part.measures) for part in one.parts]
            votes = votes_of(surest(rankings).scored, topic_of)
            signals = router.topic_signals(joined([part.query for part in one.parts]), votes)
            rows = [(*signals[topic], *alone[topic]) for topic in topics]
            groups.append((rows, topics.index(one.label.topic)))
    return fit_choice((*TOPIC_SIGNALS, *topics), groups) if groups else dict(USUAL_ROUTING)


def off_topic_weights(
    messages: Sequence[Message], asked: Sequence[Example], decider: Decider
) -> Named:
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
