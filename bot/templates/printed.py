"""Pages to print, made by typst from `print/*.typ`: values and pictures in, a PDF out.

Only the fonts that typst carries are used, so a page looks the same on every machine; values come
as JSON and are text to typst, never markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, Literal

PRINT = Path(__file__).parent / "print"
_NONE: Mapping[str, bytes] = MappingProxyType({})


class NotPrinted(Exception):
    """The page cannot be made: a picture is none, or a value is missing."""


def printed(
    name: str,
    values: Mapping[str, Any],
    pictures: Mapping[str, bytes] = _NONE,
    form: Literal["pdf", "png"] = "pdf",
    tagged: bool = True,
) -> bytes:
    """Return page `name` with these values; with "png", the first page as a picture.

    `tagged`: readable for screen readers, which makes long tables six times as big.
    Raises NotPrinted.
    """
    import typst  # big, and not always needed

    with TemporaryDirectory() as folder:  # typst reads pictures as files only
        page = Path(folder, "page.typ")
        page.write_bytes((PRINT / f"{name}.typ").read_bytes())
        for picture, content in pictures.items():
            Path(folder, picture).write_bytes(content)
        try:
            made: bytes | list[bytes] = typst.compile(
                page,
                root=Path(folder),
                format=form,
                ignore_system_fonts=True,
                pdf_tags=tagged,
                sys_inputs={"values": json.dumps(values, ensure_ascii=False)},
            )
        except typst.TypstError as error:
            raise NotPrinted(str(error)) from error
    return made[0] if isinstance(made, list) else made
