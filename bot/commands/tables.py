"""What `evaluate` shows: the figures of a report in Polish, in columns, within 80 characters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence

from bot.knowledge.bootstrap import Interval, intervals
from bot.knowledge.evaluation import FIGURES, Report
from bot.knowledge.figures import percentile
from bot.knowledge.judging import COVERED, DENIED, NEAR, OFF, Judged
from bot.knowledge.misses import misses

_WIDTH = 80
_ABOUT_INTERVALS = (
    "Przedziały: 1000 losowań z tych wiadomości. Czego nie było ani razu, tego w nich\n"
    "też nie ma: 0 z n znaczy, że prawdziwy udział może sięgać około 3/n."
)
#: Figures that are no shares.
_PLAIN = {"mrr", "calibration"}
#: What stands in each part of the table: the name of a figure, and how it is called.
_PARTS: Mapping[str, Mapping[str, str]] = {
    "Szukanie (pytania, na które baza ma hasło)": {
        "recall_1": "właściwe hasło pierwsze (recall@1)",
        "recall_3": "właściwe w pierwszych trzech (recall@3)",
        "mrr": "MRR (pierwszych pięć miejsc)",
        "coverage_95": "pokrycie przy precyzji 95%",
        "coverage_97": "pokrycie przy precyzji 97%",
    },
    "Decyzje przy progach programu": {
        "precision": "precyzja odpowiedzi automatycznych",
        "coverage": "pokrycie: dobra odpowiedź od razu",
        "offered": "właściwe hasło wśród proponowanych",
        "near_answered": "brak hasła: mimo to odpowiedź",
        "near_offered": "brak hasła: propozycje",
        "off_answered": "nie do nas: mimo to odpowiedź",
        "off_seen": "nie do nas: tak rozpoznane",
        "ours_seen_off": "do nas: wzięte za nie do nas",
    },
    "Temat": {
        "routed_1": "właściwy temat pierwszy (top-1)",
        "routed_2": "właściwy wśród dwóch (top-2)",
        "near_routed_1": "bez hasła w bazie: właściwy pierwszy (top-1)",
        "near_routed_2": "bez hasła w bazie: wśród dwóch (top-2)",
    },
    "Pewność": {"calibration": "błąd kalibracji (ECE, 10 przedziałów)"},
}
_FAULTS = {
    "entry": "inne hasło niż właściwe",
    "uncovered": "pytanie, na które nie ma hasła",
    "personal": "sprawa osobista",
    "offtopic": "pytanie nie do nas",
    "smalltalk": "pogawędka",
}
#: What is right for a message that no entry answers.
_WITHOUT_ENTRY = {
    "uncovered": "doradca, bo nie ma hasła",
    "personal": "doradca, bo to sprawa osobista",
    "offtopic": "nie do nas",
    "smalltalk": "pogawędka",
}
_CAUSES = {
    "answered": "Zła odpowiedź automatyczna",
    "mistaken": "Wzięte za coś, co nie jest pytaniem do nas",
    "absent": "Właściwego hasła nie ma wśród kandydatów",
    "lower": "Właściwe hasło dalej niż trzecie",
    "close": "Właściwe hasło drugie albo trzecie",
    "unsure": "Właściwe pierwsze, ale bot nie odpowiada sam",
}


def report_table(report: Report) -> str:
    """Return all figures of a report, with the intervals of 1,000 draws."""
    figures = {name: report.figure(name) for name in FIGURES}
    between = intervals(figures, len(report.judged))
    lines = [_counts(report), _ABOUT_INTERVALS]
    for title, names in _PARTS.items():
        lines += ["", f"{title:<48}{'n':>5}{'wynik':>9}{'przedział 95%':>18}"]
        for name, called in names.items():
            figure = report.value(name)
            shown = f"{figures[name].count:>5}{written(name, figure):>9}"
            lines.append(f"  {called:<46}{shown}{_between(name, between.get(name)):>18}")
    lines += _wrong_answers(report, between)
    lines += _latency(report)
    lines += _groups(report)
    return "\n".join(lines)


def _counts(report: Report) -> str:
    covered, near, off = (len(report.of(sort)) for sort in (COVERED, NEAR, OFF))
    denied = len(report.of(DENIED))
    more = f", tylko z hasłem złym {denied}" if denied else ""
    kinds = f"z hasłem {covered}, bez hasła {near}, nie do nas {off}{more}"
    return f"Wiadomości: {len(report.judged)} ({kinds})"


def written(name: str, value: float | None) -> str:
    """Return the value of a figure as people write it: a share in per cent."""
    if value is None:
        return "-"
    shown = f"{value:.3f}" if name in _PLAIN else f"{value:.1%}"
    return shown.replace(".", ",")


def _between(name: str, interval: Interval | None) -> str:
    if interval is None:
        return "-"
    return f"{written(name, interval.low)} - {written(name, interval.high)}"


def _wrong_answers(report: Report, between: Mapping[str, Interval]) -> Iterator[str]:
    """Yield how many messages of each kind got a wrong answer, and their share of answers."""
    title = "Złe odpowiedzi automatyczne"
    yield from ("", f"{title:<48}{'ile':>5}{'udział':>9}{'przedział 95%':>18}")
    for kind, count in report.faults().items():
        name = f"wrong_{kind}"
        share = written(name, report.value(name))
        yield f"  {_FAULTS[kind]:<46}{count:>5}{share:>9}{_between(name, between.get(name)):>18}"


def _latency(report: Report) -> Iterator[str]:
    seconds = report.seconds()
    if seconds:
        yield from ("", f"{'Czas':<48}{'ms':>14}")
        for called, share in (("mediana decyzji (p50)", 0.5), ("p95", 0.95), ("najdłuższa", 1.0)):
            shown = f"{1000 * percentile(seconds, share):.2f}".replace(".", ",")
            yield f"  {called:<46}{shown:>14}"
    if report.built is not None:
        built = f"{report.built:.2f} s".replace(".", ",")
        yield f"  {'zbudowanie indeksu':<46}{built:>14}"


def _groups(report: Report) -> Iterator[str]:
    """Yield the figures of covered questions by style and by topic."""
    covered = report.of(COVERED)
    styles = sorted({style for one in covered for style in one.line.style})
    topics = sorted({one.line.topic for one in covered if one.line.topic})
    by_style = {s: [one for one in covered if s in one.line.style] for s in styles}
    by_topic = {t: [one for one in covered if one.line.topic == t] for t in topics}
    for title, groups in (("Sposób pisania", by_style), ("Temat pytania", by_topic)):
        if groups:
            yield from ("", f"{title:<26}{'n':>5}{'recall@1':>11}{'recall@3':>11}{'pokrycie':>11}")
        for name, lines in groups.items():
            part = Report(tuple(lines))
            figures = (part.recall(1), part.recall(3), part.coverage)
            cells = "".join(f"{written('share', figure):>11}" for figure in figures)
            yield f"  {_cut(name, 23):<24}{len(lines):>5}{cells}"


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def side_by_side(title: str, reports: Mapping[str, Report], names: Iterable[str]) -> str:
    """Return the same figures of several reports beneath each other, with their intervals."""
    heads = {"recall_1": "recall@1", "recall_3": "recall@3", "mrr": "MRR", "coverage": "pokrycie",
             "coverage_95": "pokr. 95%", "coverage_97": "pokr. 97%"}  # fmt: skip
    shown = [name for name in names if name in heads]
    lines = [title, f"{'':<24}" + "".join(f"{heads[name]:>11}" for name in shown)]
    for called, report in reports.items():
        between = intervals({n: report.figure(n) for n in shown}, len(report.judged))
        values = "".join(f"{written(n, report.value(n)):>11}" for n in shown)
        ends = "".join(f"{_ends(n, between.get(n)):>11}" for n in shown)
        lines += [f"  {_cut(called, 21):<22}{values}", f"  {'':<22}{ends}"]
    return "\n".join(lines)


def _ends(name: str, interval: Interval | None) -> str:
    """Return an interval in a narrow cell."""
    if interval is None:
        return "-"
    if name in _PLAIN:
        return f"{interval.low:.2f}-{interval.high:.2f}".replace(".", ",")
    return f"{100 * interval.low:.0f}-{100 * interval.high:.0f}%"


def missed(report: Report) -> str:
    """Return every message that was missed, by cause, with what was expected and what it got."""
    parts = []
    for cause, lines in misses(report).items():
        parts.append(f"{_CAUSES[cause]}: {len(lines)}")
        parts += ["\n".join(_miss(one)) for one in lines]
    return "\n\n".join(parts) if parts else "Żadna wiadomość nie chybiła."


def _miss(one: Judged) -> Iterator[str]:
    yield from _wrapped(" ".join(one.line.text.split()), "  ")
    yield from _wrapped(f"ma być: {', '.join(_expected(one))}", "    ")
    decision = one.decision
    sure = f"{decision.confidence:.0%}, {decision.zone}, {decision.kind}"
    yield from _wrapped(f"jest: {one.first or 'nic'} ({sure})", "    ")


def _expected(one: Judged) -> Sequence[str]:
    if one.line.expect:
        return one.line.expect
    wrong = [f"byle nie {entry}" for entry in one.line.denied]
    kind = one.line.kind or "uncovered"
    return wrong or (_WITHOUT_ENTRY.get(kind, kind),)


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
