"""What the doctor finds: a line for each thing looked at, and what to do where it is not fine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

State = Literal["fine", "warning", "broken"]
_ORDER: tuple[State, ...] = ("fine", "warning", "broken")
WORDS: dict[State, str] = {"fine": "dobrze", "warning": "uwaga", "broken": "źle"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `said` is what was seen, `todo` what to do about it."""

    name: str
    state: State
    said: str
    todo: str = ""


def fine(name: str, said: str) -> Finding:
    """Return that nothing is to be done."""
    return Finding(name, "fine", said)


def warning(name: str, said: str, todo: str) -> Finding:
    """Return that it works, and something should be done about it."""
    return Finding(name, "warning", said, todo)


def broken(name: str, said: str, todo: str) -> Finding:
    """Return that it does not work until something is done."""
    return Finding(name, "broken", said, todo)


def worst(findings: Iterable[Finding]) -> State:
    """Return the worst of the states."""
    return max((one.state for one in findings), key=_ORDER.index, default="fine")


def as_json(findings: list[Finding]) -> dict[str, Any]:
    """Return the findings for a program."""
    return {"verdict": worst(findings), "lines": [asdict(one) for one in findings]}


def as_text(findings: list[Finding]) -> list[str]:
    """Return the findings as lines for a person, the verdict last."""
    wide = max(len(one.name) for one in findings)
    lines = []
    for one in findings:
        lines.append(f"{WORDS[one.state]:<6}  {one.name:<{wide}}  {one.said}")
        if one.todo:
            lines.append(f"{'':<6}  {'':<{wide}}  → {one.todo}")
    return [*lines, "", _verdict(findings)]


def _verdict(findings: list[Finding]) -> str:
    bad = sum(one.state == "broken" for one in findings)
    odd = sum(one.state == "warning" for one in findings)
    if bad:
        return f"Wynik: źle. Do naprawienia: {bad}, uwagi: {odd}."
    return f"Wynik: działa, uwagi: {odd}." if odd else "Wynik: wszystko dobrze."
