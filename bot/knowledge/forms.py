"""The inflected forms of the lemmas that the shipped knowledge uses, so that starting is quick.

A resource, never a limit: what is not in it is asked of the dictionary. A line holds a lemma, the
beginning its forms share, and their endings ("-" is none).

    python -m bot.knowledge.forms KNOWLEDGE    # write the file anew
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from itertools import takewhile
from pathlib import Path

FILE = Path(__file__).parent / "data" / "forms.txt"
_NONE = "-"


def read_lines(path: Path = FILE) -> dict[str, str]:
    """Return the line of each lemma, still folded up; nothing when there is no file."""
    if not path.is_file():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    return {lemma: rest for lemma, _tab, rest in (line.partition("\t") for line in lines)}


def unfold(line: str) -> frozenset[str]:
    """Return the forms that a line stands for."""
    beginning, *endings = line.split(" ")
    start = "" if beginning == _NONE else beginning
    return frozenset(start + ("" if ending == _NONE else ending) for ending in endings)


def fold_up(forms: Iterable[str]) -> str:
    """Return the line that stands for these forms."""
    known = sorted(forms)
    start = _common(known[0], known[-1])
    return " ".join([start or _NONE, *(form[len(start) :] or _NONE for form in known)])


def _common(first: str, last: str) -> str:
    """Return how two words begin alike; of sorted words, so do all between them."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(letter for letter, _ in alike)


def write(forms: Mapping[str, frozenset[str]], path: Path = FILE) -> None:
    """Write the file anew, in the order of the lemmas."""
    lines = (f"{lemma}\t{fold_up(found)}\n" for lemma, found in sorted(forms.items()) if found)
    path.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    from bot.knowledge.decision import Decider
    from bot.knowledge.loading import load
    from bot.knowledge.morphology import Morfeusz

    generated: dict[str, frozenset[str]] = {}

    class Keeping(Morfeusz):
        """Keeps the forms, for them to be written."""

        def forms(self, reading: str) -> frozenset[str]:
            """Generate them."""
            return generated.setdefault(reading, super().forms(reading))

    dictionary = Keeping.installed(shipped={})
    assert dictionary is not None, "Morfeusz is needed to write the forms"
    Decider(load(Path(sys.argv[1])), morphology=dictionary)
    write(generated)
