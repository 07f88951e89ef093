"""`evaluate`: how good the decisions are, on messages whose right entries are known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from time import perf_counter

import click

from bot.commands.opening import chosen_encoder, with_knowledge
from bot.commands.questions import WrongQuestions, read_questions
from bot.commands.refusing import FAILED, refuse
from bot.commands.tables import missed, report_table, side_by_side
from bot.commands.words import Day, TextFile
from bot.domain.warsaw import WARSAW
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.baselines import PlainBM25, TokenSet
from bot.knowledge.decision import Decider
from bot.knowledge.evaluation import Report, evaluate
from bot.knowledge.labelled import Labelled
from bot.knowledge.loading import load
from bot.knowledge.stress import with_slips, without_marks
from bot.knowledge.tuned import decider_of
from bot.settings.places import cache_directory


@click.command("evaluate")
@click.argument("file", type=TextFile())
@click.option("--compare", is_flag=True, help="Zestaw ze zwykłym RapidFuzz i zwykłym BM25.")
@click.option("--misses", is_flag=True, help="Wypisz każdą wiadomość, która chybiła, i dlaczego.")
@click.option("--stress", is_flag=True, help="Zmierz też bez polskich znaków i z literówkami.")
@click.option("--on", type=Day(), default=None, help="Dzień, na który mają być decyzje.")
def measure(file: Path, compare: bool, misses: bool, stress: bool, on: date | None) -> None:
    """Zmierz decyzje na wiadomościach z PLIKU (text, topic, expect, kind w każdej linii)."""
    try:
        lines = read_questions(file)
    except WrongQuestions as wrong:
        refuse(FAILED, *wrong.complaints)
    base, encoder = with_knowledge(lambda directory: (load(directory), chosen_encoder()))
    day = on or datetime.now(WARSAW).date()
    begun = perf_counter()
    decider = decider_of(base, encoder, cache_directory())
    built = perf_counter() - begun
    report = replace(evaluate(decider, lines, day), built=built)
    click.echo(report_table(report))
    if compare:
        click.echo("\n" + _compared(report, base, lines, day))
    if stress:
        click.echo("\n" + _stressed(decider, report, lines, day))
    if misses:
        click.echo("\n" + missed(report))


def _compared(report: Report, base: KnowledgeBase, lines: list[Labelled], day: date) -> str:
    reports = {
        "Działaj": report,
        "RapidFuzz token_set": evaluate(TokenSet(base), lines, day),
        "BM25, słowa jak są": evaluate(PlainBM25(base), lines, day),
    }
    names = ("recall_1", "recall_3", "mrr", "coverage_95", "coverage_97")
    return side_by_side("Te same wiadomości, zwykłe sposoby szukania", reports, names)


def _stressed(decider: Decider, report: Report, lines: list[Labelled], day: date) -> str:
    reports = {
        "jak napisano": report,
        "bez polskich znaków": evaluate(decider, without_marks(lines), day),
        "4% liter z literówką": evaluate(decider, with_slips(lines), day),
    }
    names = ("recall_1", "recall_3", "mrr", "coverage")
    return side_by_side("Te same wiadomości pisane w pośpiechu", reports, names)
