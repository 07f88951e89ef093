"""Measures what each part of the matcher brings, and how fast it is: on a file of questions.

python -m tests.benchmarks.matching FILE. Every variant is trained anew, from the shipped messages
only, and then decides about the file's lines (those of `dzialaj evaluate`), which it has not seen.
It takes some minutes.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.commands.questions import read_questions
from bot.knowledge import lexicon
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.decision import Decider
from bot.knowledge.evaluation import Report, evaluate
from bot.knowledge.examples import Example, Message, asked_of, measured_messages, missed
from bot.knowledge.features import FEATURES, Catalogue, Measures
from bot.knowledge.figures import percentile
from bot.knowledge.labelled import Labelled, shipped
from bot.knowledge.lexicon import Budget
from bot.knowledge.loading import load
from bot.knowledge.models import Entry, Synonyms
from bot.knowledge.query import Query
from bot.knowledge.ranking import LearnedRanker, Model, Ranking
from bot.knowledge.spoken import Page, Spoken
from bot.knowledge.text import asked, clean
from bot.knowledge.training import fitted

DAY = date(2026, 11, 26)
MANY = 3_000
#: What is taken away, and the features that go with it.
PARTS: dict[str, tuple[str, ...]] = {
    "naive Bayes": ("likelihood",),
    "pieces of words (BM25)": ("pieces_cover", "pieces_share"),
    "lemmas (BM25)": ("lemmas_cover",),
    "nearest ways of asking": ("query_holds_wording", "wording_alike", "third_alike"),
    "words the entry holds": ("matched",),
    "topics": ("topic",),
}
HOSTILE = (
    "a" * 4096, "ąę" * 2048, "jak " * 1024, "krs." * 1024, "?!" * 2048,
    "".join(chr(0x61 + n % 26) + " " * (n % 3 == 0) for n in range(3072))[:4096],
    " ".join(f"stowarzyszene{n}" for n in range(260))[:4096],
    " ".join(["wniosek", "zarząd", "koło", "gmina", "dotacja", "umowa", "faktura"] * 90)[:4096],
)  # fmt: skip


class _Blind(LearnedRanker):
    """A ranker that does not see some of the features."""

    def __init__(self, catalogue: Catalogue, model: Model, hidden: Sequence[str]) -> None:
        super().__init__(catalogue, model)
        self._hidden = hidden

    def ranked(self, query: Query, measures: Measures) -> Ranking:
        """Return the ranking of what is seen of the measures."""
        return super().ranked(query, _without(measures, self._hidden))


def _without(measures: Measures, hidden: Sequence[str]) -> Measures:
    seen = [name not in hidden for name in FEATURES]
    rows = {
        n: tuple(value if sees else 0.0 for value, sees in zip(row, seen, strict=True))
        for n, row in measures.rows.items()
    }
    likely = 0.0 if "likelihood" in hidden else measures.likely
    return replace(measures, rows=rows, likely=likely)


def _learn(
    decider: Decider,
    messages: Sequence[Message],
    own: tuple[Sequence[Example], Sequence[Example]],
    hidden: Sequence[str] = (),
) -> Decider:
    """Return the decider with weights learnt again, from what is not hidden."""

    def see(examples: Iterable[Example]) -> list[Example]:
        return [replace(one, measures=_without(one.measures, hidden)) for one in examples]

    seen = [replace(one, parts=tuple(see(one.parts))) for one in messages]
    model = fitted(decider, seen, see(own[0]), see(own[1]))
    catalogue = Catalogue(Spoken.of(decider.pages), decider.speech)
    return Decider(
        decider.base,
        model=model,
        ranker=_Blind(catalogue, model, hidden),
        use_morfeusz=decider.lexicon.morphology is not None,
    )


def _examples(
    decider: Decider,
) -> tuple[list[Message], tuple[list[Example], list[Example]]]:
    messages = list(measured_messages(decider, shipped()))
    return messages, (list(asked_of(decider)), list(missed(decider)))


def _row(name: str, report: Report) -> str:
    shown = [report.recall(1), report.recall(3), report.precision, report.coverage]
    cells = " | ".join("-" if value is None else f"{100 * value:.1f}" for value in shown)
    faults = report.faults()
    wrong = sum(count for kind, count in faults.items() if kind != "wrong_entry")
    return f"| {name} | {cells} | {wrong} |"


def ablation(base: KnowledgeBase, lines: Sequence[Labelled]) -> Iterator[str]:
    """Yield a table: all of it, and all but one part at a time."""
    yield "| without | recall@1 | recall@3 | precision | coverage | answered though none answers |"
    yield "|---|---|---|---|---|---|"
    decider = Decider(base)
    messages, own = _examples(decider)
    yield _row("(nothing)", evaluate(_learn(decider, messages, own), lines, DAY))
    for name, hidden in PARTS.items():
        report = evaluate(_learn(decider, messages, own, hidden), lines, DAY)
        yield _row(name, report)
    for name, other in _others(base):
        report = evaluate(_learn(other, *_examples(other)), lines, DAY)
        yield _row(name, report)


def _others(base: KnowledgeBase) -> Iterator[tuple[str, Decider]]:
    yield "thesaurus", Decider(replace(base, synonyms=Synonyms(groups=())))
    yield "Morfeusz", Decider(base, use_morfeusz=False)
    kept = lexicon.SHORTEST_REPAIRED
    lexicon.SHORTEST_REPAIRED = 10_000
    yield "repair of slips", Decider(base)
    lexicon.SHORTEST_REPAIRED = kept
    yield "all ways of asking but ten", Decider(replace(base, entries=_few(base, 10)))


def _few(base: KnowledgeBase, most: int) -> dict[str, Entry]:
    return {
        name: entry.model_copy(update={"also_asked": entry.also_asked[:most], "rehearsed": ()})
        for name, entry in base.entries.items()
    }


def _milliseconds(work: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    spent = []
    for text in texts:
        begin = time.perf_counter()
        work(text)
        spent.append(1000 * (time.perf_counter() - begin))
    return spent


def speed(base: KnowledgeBase, lines: Sequence[Labelled]) -> Iterator[str]:
    """Yield figures of time: building, deciding, hostile texts, and a base of 3,000 entries."""
    begin = time.perf_counter()
    decider = Decider(base)
    built = time.perf_counter() - begin
    texts = [line.text for line in lines]

    def decide(text: str) -> object:
        return decider.decide(text, DAY)

    _milliseconds(decide, texts)
    spent = _milliseconds(decide, texts * 3)
    yield f"{len(base.entries)} entries: built in {built:.2f} s, " + _times(spent)
    hostile = [ms for _ in range(20) for ms in _milliseconds(decide, HOSTILE)]
    yield f"hostile texts of 4,096 characters: p99 {percentile(hostile, 0.99):.1f} ms"
    pages = list(_many(decider.pages))
    ranker = decider.ranker_of(pages)
    queries = [decider.read(clean(text), Budget()) for text in texts]
    spent = []
    for query in queries:
        begin = time.perf_counter()
        for part in query:
            ranker.rank(part, Budget())
        spent.append(1000 * (time.perf_counter() - begin))
    yield f"{len(pages)} entries, ranking alone: " + _times(spent)


def _times(spent: Sequence[float]) -> str:
    p50, p95 = statistics.median(spent), percentile(list(spent), 0.95)
    return f"p50 {p50:.2f} ms, p95 {p95:.2f} ms, at most {max(spent):.1f} ms"


def _many(pages: Sequence[Page]) -> Iterator[Page]:
    """Yield entries with the words of real ones, mixed."""
    chance = random.Random(1)
    for number in range(MANY):
        one, other = chance.choice(pages), chance.choice(pages)
        ways = [chance.choice(page.wordings) for page in (one, other) for _ in range(15)]
        yield Page(f"page-{number}", one.topic, tuple(ways), one.answer)


def main(file: str) -> None:
    """Measure and print."""
    base = load(Path("knowledge"))
    lines = read_questions(Path(file))
    known = {asked(way) for entry in base.entries.values() for way in entry.wordings}
    told = sum(asked(line.text) in known for line in lines)
    print(f"{len(lines)} lines, {told} of them a way of asking word for word")  # noqa: T201 - its one purpose
    for line in (*speed(base, lines), "", *ablation(base, lines)):
        print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
