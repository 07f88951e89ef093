"""The sample as a website, built once a session: with a guide, practices, and words that bite."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.loading import load
from bot.website.building import build
from bot.website.site import Site
from tests.knowledge.sample import LIVE, SAMPLE
from tests.website.reading import Page, read

DAY = date(2026, 11, 24)
HOME = "https://example.org/wiedza/"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 450">'
    '<path d="M0 0h800v450H0z" fill="#2F6B3A"/></svg>'
)
GUIDE = """---
title: 'Zabawa <b>i</b> "nauka" & spółka'
summary: Jak zacząć bez pieniędzy.
topic: legal
sources: [przykład do testów]
checked: 2026-11-20
confirm: true
related: [plakat]
---
Wstęp z [odsyłaczem](https://t.me/sample_test_bot?start=a_plakat) i [obcym](https://example.com/?a=1&b=2).

## Krok po kroku

- [ ] zapisać w 30 dni
- [ ] kupić za 6000 zł

### Wzór

```text
</pre><script>alert(2)</script> ........
```

## Krok po kroku

| Kiedy | Co |
|---|---|
| do 31 marca | CIT-8 & reszta |

## Co dalej

Koniec.
"""
PRACTICE = """---
title: Ławka „pod lipą”
summary: Ławka, która stanęła sama.
illustrative: {illustrative}
topics: [promotion, legal]
municipality: Bielsk
who: grupa <i>nieformalna</i>
cost: ok. 500 zł
partners: [szkoła]
volunteers: 3
hours: 22
lessons: [Zacząć wcześniej.]
picture: pictures/lawka.svg
picture_alt: Ławka pod "lipą".
related: [plakat]
---
## Jak to się zaczęło

Od rozmowy.
"""
BITING = """---
question: Czy <img src=x onerror=alert(3)> & "to" można </script>?
also_asked: [raz, dwa]
sources: [przykład]
checked: 2026-11-01
related: [plakat]
---
Nie wolno & nie < można: {{ limit }}.
"""
VALUES = """limit:
  what: limit
  text: 100 zł
  valid_until: 2026-12-31
  sources: [przykład]
  checked: 2026-11-01
"""


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with a guide, two practices, a yearly value and an entry full of signs."""
    directory = Path(shutil.copytree(SAMPLE, tmp_path_factory.mktemp("wiedza") / "knowledge"))
    pictures = directory / "practices" / "pictures"
    pictures.mkdir(parents=True)
    (pictures / "lawka.svg").write_text(DRAWING, encoding="utf-8")
    (directory / "guides").mkdir()
    (directory / "guides" / "zabawa.md").write_text(GUIDE, encoding="utf-8")
    for name, illustrative in (("lawka", "true"), ("prawdziwa", "false")):
        text = PRACTICE.format(illustrative=illustrative)
        (directory / "practices" / f"{name}.md").write_text(text, encoding="utf-8")
    (directory / "faq" / "legal" / "znaki.md").write_text(BITING, encoding="utf-8")
    (directory / "values.yaml").write_text(VALUES, encoding="utf-8")
    return directory


Built = Callable[..., dict[str, bytes]]


@pytest.fixture(scope="session")
def built(knowledge: Path) -> Built:
    """Build the sample's site on some day, with an address or without one."""
    base = load(knowledge)

    def on(day: date = DAY, home: str | None = HOME) -> dict[str, bytes]:
        return build(Site(base, knowledge, day, home))

    return on


@pytest.fixture(scope="session")
def files(built: Built) -> dict[str, bytes]:
    """The sample's site, with an address of its own."""
    return built()


@pytest.fixture(scope="session")
def live_base() -> KnowledgeBase:
    """The shipped knowledge."""
    return load(LIVE)


@pytest.fixture(scope="session")
def pages(files: dict[str, bytes]) -> dict[str, Page]:
    """The pages of the sample's site."""
    return read(files)
