"""What `bot.toml` says, or which of its lines cannot be read."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path
from typing import Any

PREFIX = "BOT_"


class WrongSettings(Exception):
    """The settings cannot be used; `complaints` are Polish sentences, one a setting."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


def written_in(file: Path) -> dict[str, Any]:
    """Return what `bot.toml` says; WrongSettings with the line when it cannot be read."""
    if not os.path.lexists(file):
        return {}
    try:
        text = file.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
        written = tomllib.loads(text)
    except OSError:
        what = "nie da się odczytać; sprawdź, czy to zwykły plik i czy wolno go czytać"
    except UnicodeDecodeError:
        what = "są w nim litery spoza UTF-8; zapisz go jako UTF-8"
    except tomllib.TOMLDecodeError as error:
        # The library's own words may quote the value, and that may be the token.
        line = re.search(r"at line (\d+)", str(error))
        where = line[1] if line else len(text.splitlines())
        what = f'błąd zapisu w linii {where}; każda linia to nazwa = "wartość", każda nazwa raz'
    else:
        return _small_names(written, file)
    raise WrongSettings([f"{file}: {what}"])


def _small_names(written: dict[str, Any], file: Path) -> dict[str, Any]:
    wrong = [
        f"{file}: {name}: to ma być bez BOT_ i małymi literami: {name.lower()[len(PREFIX) :]}"
        for name in written
        if name.upper().startswith(PREFIX)
    ]
    wrong += [
        f"{file}: [{name}]: pisz ustawienia bez nagłówków w nawiasach"
        for name, value in written.items()
        if isinstance(value, dict)
    ]
    if wrong:
        raise WrongSettings(wrong)
    return written
