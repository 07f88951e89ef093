"""Pages to print, made by typst from `print/*.typ`: values and pictures in, a PDF out.

Only the fonts that typst carries are used, so a page looks the same on every machine; values come
as JSON and are text to typst, never markup.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import typst

PRINT = Path(__file__).parent / "print"
_NONE: Mapping[str, bytes] = MappingProxyType({})


def printed(
    name: str,
    values: Mapping[str, Any],
    pictures: Mapping[str, bytes] = _NONE,
    form: Literal["pdf", "png"] = "pdf",
) -> bytes:
    """Return page `name` with these values; with "png", the first page as a picture."""
    files = {"main.typ": (PRINT / f"{name}.typ").read_bytes(), **pictures}
    compile_files: Callable[..., bytes | list[bytes]] = typst.compile  # its types lag behind
    made = compile_files(
        files,
        format=form,
        ignore_system_fonts=True,
        sys_inputs={"values": json.dumps(values, ensure_ascii=False)},
    )
    return made[0] if isinstance(made, list) else made
