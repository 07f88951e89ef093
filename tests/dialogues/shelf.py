"""Pages for the dialogues about reading: what stands on the shelves of a copy of the sample."""

from __future__ import annotations

from pathlib import Path

from bot.simulator.attaching import PHOTO
from tests.knowledge.sample import copy_of_sample

SUPPER = """\
---
title: Wspólna kolacja krok po kroku
summary: Od pomysłu do sprzątania, z listą zakupów.
topic: fundraising
sources: [przykład do testów]
checked: 2026-11-22
confirm: true
---
Kolacja udaje się wtedy, gdy każdy coś przynosi.

## Zanim zaczniecie

- [ ] klucz do świetlicy,
- [ ] **zgoda** sołtysa.

| Kto | Co |
|---|---|
| koło | pierogi |
| strażacy | stoły |

Stawka kucharza: {{ stawka-kucharza }}.

## Zaproszenie do skopiowania

```text
Zapraszamy na kolację
dnia ........
```

## Sprzątanie

Kto je, ten zmywa.
"""
CELLAR = """\
---
title: Piwnica pełna przetworów
summary: Jak przechować słoiki do wiosny.
topic: volunteering
sources: [przykład do testów]
checked: 2026-11-22
valid_until: 2026-11-23
---
Słoiki lubią chłód.

## Półki

Półki są z drewna.
"""
VALUES = """\
stawka-kucharza:
  what: stawkę
  text: 40 zł
  valid_until: 2026-12-31
  sources: [przykład do testów]
  checked: 2026-11-22
"""
PRACTICE = """\
---
title: {title}
summary: Sąsiedzi odnowili przystanek.
illustrative: {illustrative}
topics: [promotion]
municipality: Łąck
who: koło gospodyń i szkoła plakatu
cost: ok. 500 zł
partners: [biblioteka]
volunteers: 9
hours: 22
lessons: [Farba schnie dwa dni.]
picture: pictures/{picture}
picture_alt: Kolorowy przystanek.
---
## Jak to było

Malowali wszyscy, także wójt.
"""
REAL = 3  # the practice that happened, and has a photo
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


def write(directory: Path, name: str, text: str) -> Path:
    """Write a file of the knowledge."""
    path = directory / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def furnished(directory: Path) -> Path:
    """Return a copy of the sample with two guides, one of them old, and ten good practices."""
    knowledge = copy_of_sample(directory)
    write(knowledge, "guides/wspolna-kolacja.md", SUPPER)
    write(knowledge, "guides/piwnica.md", CELLAR)
    write(knowledge, "values.yaml", VALUES)
    write(knowledge, "practices/pictures/przystanek.svg", DRAWING)
    for number in range(10):
        text = PRACTICE.format(
            title=f"Przystanek {number}",
            illustrative="false" if number == REAL else "true",
            picture="przystanek.jpg" if number == REAL else "przystanek.svg",
        )
        write(knowledge, f"practices/przystanek-{number}.md", text)
    (knowledge / "practices/pictures/przystanek.jpg").write_bytes(PHOTO)
    return knowledge
