"""`ask` and `check`: the knowledge and the decision, without a token or a database."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import click

from bot.commands.opening import (
    also_database,
    chosen_encoder,
    knowledge_directory,
    tell_left_out,
    what_is_stored,
    with_knowledge,
)
from bot.commands.refusing import FAILED, refuse
from bot.commands.wordings import report
from bot.commands.words import Day
from bot.domain.warsaw import WARSAW
from bot.knowledge.amendments import LeftOut
from bot.knowledge.base import KnowledgeBase
from bot.knowledge.complaints import KnowledgeError
from bot.knowledge.encoder import Encoder
from bot.knowledge.explaining import explain, reasons
from bot.knowledge.jsonl import ask_record, message_of
from bot.knowledge.library import Snapshot, open_amended, open_snapshot, reviewed
from bot.knowledge.loading import warnings
from bot.knowledge.own_first import astray, figures
from bot.knowledge.programme import Programme
from bot.knowledge.ranking import read_model
from bot.knowledge.settling import load_amended
from bot.knowledge.tuned import decider_of, misfit
from bot.programme import kinds
from bot.settings import WrongSettings
from bot.settings.places import cache_directory
from bot.templates import Texts


def _today() -> date:
    return datetime.now(WARSAW).date()


_on = click.option("--on", type=Day(), default=None, help="Dzień, na który ma być odpowiedź.")


def _snapshot(with_database: bool = False) -> Snapshot:
    if not with_database:
        return with_knowledge(
            lambda directory: open_snapshot(directory, cache_directory(), chosen_encoder())
        )
    kept = what_is_stored()
    snapshot, left_out = with_knowledge(
        lambda directory: open_amended(
            directory, cache_directory(), kept.amendments, chosen_encoder()
        )
    )
    tell_left_out(left_out)
    return reviewed(snapshot, kept.reviews)


@click.command()
@click.argument("question", required=False)
@click.option("--jsonl", is_flag=True, help="Czytaj pytania ze standardowego wejścia, po linii.")
@click.option("--explain", "why", is_flag=True, help="Powiedz też, dlaczego.")
@_on
@also_database
def ask(
    question: str | None, jsonl: bool, why: bool, on: date | None, with_database: bool
) -> None:
    """Pokaż, co bot odpowie na PYTANIE (bez tokenu i, jeśli nie chcesz inaczej, bez bazy)."""
    if jsonl == (question is not None):
        raise click.UsageError("podaj pytanie w cudzysłowie albo --jsonl")
    if jsonl and why:
        raise click.UsageError("--explain jest dla jednego pytania, bez --jsonl")
    snapshot, day = _snapshot(with_database), on or _today()
    if question is not None:
        question = _typed(question)
        decision = snapshot.decider.decide(question, day)
        click.echo(explain(decision, snapshot.base, day))
        if why:
            click.echo("\n" + reasons(snapshot.decider, decision, day))
        return
    for line in _lines():
        sys.stdout.write(_one_line(ask_record(snapshot.decider.decide(message_of(line), day))))
        sys.stdout.flush()


def _typed(question: str) -> str:
    """Return a question as it was typed: as UTF-8, even where the locale knows no letters."""
    return os.fsencode(question).decode("utf-8", "replace")


def _one_line(record: dict[str, Any]) -> str:
    """Return a JSON line; what some readers take for a line's end is escaped inside it."""
    line = json.dumps(record, ensure_ascii=False)
    for sign in "\u0085\u2028\u2029":
        line = line.replace(sign, f"\\u{ord(sign):04x}")
    return line + "\n"


def _lines() -> Iterator[str]:
    """Yield the lines of standard input as UTF-8, whatever the locale says.

    A line ends at a line feed only; half a character, as JSON can name it, becomes a mark.
    """
    if sys.stdin is None:  # closed by whoever started us
        return
    reading = {"encoding": "utf-8-sig", "errors": "replace", "newline": "\n"}
    sys.stdin.reconfigure(**reading)  # type: ignore[union-attr]
    sys.stdout.reconfigure(**reading | {"encoding": "utf-8"})  # type: ignore[union-attr]
    yield from sys.stdin


@click.command()
@click.option("--strict", is_flag=True, help="Ostrzeżenia też są błędem.")
@click.option("--wordings", is_flag=True, help="Zadaj bazie wszystkie sposoby pytania (wolne).")
@_on
@also_database
def check(strict: bool, wordings: bool, on: date | None, with_database: bool) -> None:
    """Sprawdź bazę wiedzy, szablony i ustawienia."""
    wrong: list[str] = []
    try:
        directory, encoder = knowledge_directory(), chosen_encoder()
    except WrongSettings as settings:
        refuse(FAILED, *settings.complaints)
    worth_a_look: list[str] = []
    base: KnowledgeBase | None = None
    amendments = what_is_stored().amendments if with_database else []
    left_out: tuple[LeftOut, ...] = ()
    try:
        base, _, left_out = load_amended(directory, amendments)
        worth_a_look = [str(complaint) for complaint in warnings(base, on or _today())]
        worth_a_look += [unheard] if (unheard := _unheard(base, encoder)) else []
        worth_a_look += [f"zatwierdzone, ale nie działa: {left}" for left in left_out]
    except KnowledgeError as files:
        wrong += [str(complaint) for complaint in files.complaints]
    wrong += Texts().check() + kinds.wrong_in()
    for sentence in worth_a_look:
        click.echo(f"uwaga: {sentence}", err=True)
    if base is None or wrong or (strict and worth_a_look):
        refuse(FAILED, *wrong)
    click.echo(f"W porządku: {len(base.entries)} haseł, uwag: {len(worth_a_look)}.")
    click.echo(_counted(base.programme))
    if wordings:
        _ask_all(base, on or _today(), encoder)


def _unheard(base: KnowledgeBase, encoder: Encoder | None) -> str | None:
    return misfit(encoder, (base.weights or read_model()).encoder)


def _ask_all(base: KnowledgeBase, day: date, encoder: Encoder | None) -> None:
    gone = astray(decider_of(base, encoder, cache_directory()), day)
    asked = sum(len(entry.wordings) for entry in base.entries.values())
    click.echo("\n" + "\n".join(report(gone, figures(base, gone), asked)))


def _counted(programme: Programme) -> str:
    counted = {
        "warsztaty": programme.workshops,
        "konkursy": programme.contests,
        "wydarzenia": programme.events,
        "dyżury": programme.duties,
        "terminy z przepisów": programme.calendar,
    }
    return f"Program: {', '.join(f'{name} {len(kind)}' for name, kind in counted.items())}."
