"""Takes files off one directory: only what lies inside it, of a reasonable size, in UTF-8.

It gathers complaints instead of stopping, so that an author sees all of them at once; and keeps
what it read until all of it can be compared.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterable
from pathlib import Path

from bot.knowledge.amendments import NOTHING, Over
from bot.knowledge.complaints import Complaint, Refused, quoted
from bot.knowledge.decoding import LARGEST_FILE, decode
from bot.knowledge.sources import Citation
from bot.knowledge.values import LONGEST_ID, START_ID
from bot.knowledge.yaml_reading import Document, Place, read_yaml

LARGEST_PICTURE = 400_000  # bytes
#: What a drawing may not hold: scripts, other files, and addresses of anything.
_FOREIGN = re.compile(
    rb"<script|<!ENTITY|<foreignObject|<image|href|\bon[a-z]+\s*=|url\((?!#)", re.I
)
#: Files that Windows cannot have, whatever their ending.
_DEVICES = re.compile(r"con|prn|aux|nul|com[0-9]|lpt[0-9]")


class Shelf:
    """The files of one knowledge directory, what was read of them, and what is wrong.

    What lies `over` them is read in their place, or besides them.
    """

    def __init__(self, directory: Path, over: Over = NOTHING) -> None:
        self.root = directory.resolve()
        self._over = over
        self.complaints: list[Complaint] = []
        self.citations: list[Citation] = []
        #: The ids of `topics.yaml` in their order; none until it was read.
        self.topics: tuple[str, ...] = ()
        self._texts: dict[str, str] = {}
        self._digest = hashlib.sha256()

    def named(self, path: Path) -> str:
        """Return how complaints call a file: from the name of the directory down, in one line."""
        name = f"{self.root.name}/{path.relative_to(self.root).as_posix()}"
        return "".join(sign if sign.isprintable() else "\ufffd" for sign in name)

    def complain(self, file: str, line: int, what: str) -> None:
        """Note one thing that is wrong."""
        self.complaints.append(Complaint(file, line, what))

    def text(self, path: Path) -> str | None:
        """Return the text of a file, or note why it cannot be read."""
        file = self.named(path)
        try:
            if not path.resolve().is_relative_to(self.root):
                raise Refused(
                    Complaint(file, 1, "dowiązanie prowadzi poza katalog; wstaw sam plik")
                )
            laid = self._over.get(path.relative_to(self.root).as_posix())
            raw = _content(path) if laid is None else laid.encode()
            text = decode(raw, file)
        except Refused as refused:
            self.complaints.append(refused.complaint)
            return None
        except FileNotFoundError:
            self.complain(file, 1, "brakuje tego pliku; utwórz go według knowledge/README.md")
            return None
        except (OSError, RuntimeError):
            self.complain(
                file, 1, "pliku nie da się odczytać; sprawdź uprawnienia i czy to zwykły plik"
            )
            return None
        self._digest.update(f"{path.relative_to(self.root).as_posix()}\0{len(raw)}\0".encode())
        self._digest.update(raw)
        self._texts[file] = text
        return text

    def texts_in(self, folders: Collection[str]) -> dict[str, str]:
        """Return the texts read so far from some folders, under the names of their files."""
        within = tuple(f"{self.named(self.root / folder)}/" for folder in folders)
        return {file: text for file, text in self._texts.items() if file.startswith(within)}

    def cite(self, sources: Iterable[str], file: str, document: Document, place: Place) -> None:
        """Note the sources that stand in the list at `place`."""
        self.citations += [
            Citation(source, file, document, (*place, number))
            for number, source in enumerate(sources)
        ]

    def has(self, name: str) -> bool:
        """Tell whether there is something by this name."""
        return name in self._over or os.path.lexists(self.root / name)

    def document(self, name: str) -> Document | None:
        """Return the YAML of a file whose top is a table, or note what is wrong."""
        path = self.root / name
        text = self.text(path)
        return None if text is None else self.table(text, self.named(path), 1)

    def table(self, text: str, file: str, first_line: int) -> Document | None:
        """Return the YAML of `text` when it is a table, or note what is wrong."""
        try:
            document = read_yaml(text, file, first_line)
        except Refused as refused:
            self.complaints.append(refused.complaint)
            return None
        if not isinstance(document.value, dict):
            self.complain(file, first_line, "tu mają być pola „nazwa: wartość”; uzupełnij plik")
            return None
        return document

    def entry_files(self) -> list[Path]:
        """Return the files of the FAQ in a fixed order; note folders and names that do not fit."""
        faq = self.root / "faq"
        if not faq.is_dir():
            self.complain(self.named(faq), 1, "brakuje katalogu faq; utwórz go")
            return []
        folders = self._inside(faq)
        if not self.topics:  # what is wrong with their file was said
            return [path for folder in folders for path in self._pages(folder)]
        for stray in (path for path in folders if path.name not in self.topics):
            what = f"nie ma takiego tematu; przenieś do: {', '.join(self.topics)}"
            self.complain(self.named(stray), 1, what)
        known = sorted(
            (path for path in folders if path.name in self.topics),
            key=lambda path: self.topics.index(path.name),
        )
        return [path for folder in known for path in self._pages(folder)]

    def _laid_in(self, folder: Path) -> set[Path]:
        """Return the files that lie only over a folder."""
        paths = (self.root / name for name in self._over)
        return {path for path in paths if path.parent == folder}

    def pages(self, name: str) -> list[Path]:
        """Return the pages of a folder that need not be there; folders inside it hold pictures."""
        folder = self.root / name
        if not self.has(name) or not self._is_folder(folder):
            return []
        return [path for path in self._inside(folder) if not path.is_dir() and self._is_page(path)]

    def strays(self, name: str, known: Collection[str]) -> None:
        """Note the YAML files of a folder that nobody would read, its name being misspelt."""
        folder = self.root / name
        if not self.has(name) or not self._is_folder(folder):
            return
        for path in self._inside(folder):
            if path.suffix in (".yaml", ".yml") and path.name not in known:
                what = f"takiego pliku program nie czyta; nazwij go jednym z: {', '.join(known)}"
                self.complain(self.named(path), 1, what)

    def pictures(self, name: str, suffixes: Collection[str]) -> None:
        """Note what is wrong with the pictures of a folder that need not be there."""
        folder = self.root / name
        if not self.has(name) or not self._is_folder(folder):
            return
        for path in self._inside(folder):
            what = f"tu są tylko obrazki: {', '.join(suffixes)}; zmień plik albo go usuń"
            if path.suffix.lower() in suffixes:
                what = self.picture(path) or ""
            if what:
                self.complain(self.named(path), 1, what)

    def picture(self, path: Path) -> str | None:
        """Tell what is wrong with a picture; a drawing must not fetch or run anything."""
        try:
            if not path.resolve().is_relative_to(self.root):
                return "obrazek leży poza katalogiem; wstaw sam plik"
            content = _content(path)
        except OSError:
            return "nie ma takiego obrazka albo nie da się go odczytać; dodaj plik"
        if len(content) > LARGEST_PICTURE:
            return f"obrazek ma ponad {LARGEST_PICTURE // 1000} kB; zmniejsz go"
        if path.suffix == ".svg" and (found := _FOREIGN.search(content)):
            return f"rysunek ma w sobie {quoted(found[0].decode())}; zostaw same kształty"
        self._digest.update(content)
        return None

    def _is_folder(self, folder: Path) -> bool:
        if folder.resolve().is_relative_to(self.root) and folder.is_dir():
            return True
        self.complain(self.named(folder), 1, "to ma być zwykły katalog wewnątrz tego katalogu")
        return False

    def _pages(self, folder: Path) -> list[Path]:
        if not self._is_folder(folder):
            return []
        return [path for path in self._inside(folder) if self._is_page(path)]

    def _inside(self, folder: Path) -> list[Path]:
        """Return what lies in a folder, sorted; note when it cannot be looked into any more."""
        try:
            inside = sorted({*folder.iterdir(), *self._laid_in(folder)})
            return [path for path in inside if not path.name.startswith(".")]
        except OSError:
            self.complain(self.named(folder), 1, "katalogu nie da się odczytać; sprawdź prawa")
            return []

    def _is_page(self, path: Path) -> bool:
        if path.suffix != ".md":
            self.complain(
                self.named(path), 1, "hasło ma być plikiem .md; zmień nazwę albo usuń plik"
            )
        elif not START_ID.fullmatch(path.stem):
            self.complain(
                self.named(path),
                1,
                f"nazwa pliku: do {LONGEST_ID} małych liter bez polskich znaków, cyfr i myślników"
                "; zmień ją",
            )
        elif _DEVICES.fullmatch(path.stem):
            self.complain(self.named(path), 1, "takiej nazwy nie zniesie Windows; zmień ją")
        else:
            return True
        return False

    def version(self) -> str:
        """Return a short mark of everything read so far."""
        return self._digest.hexdigest()[:12]


def _content(path: Path) -> bytes:
    """Return what a file holds, a little over the limit at most; OSError unless it is a file."""
    if not path.is_file():  # a pipe would be waited for without end
        raise FileNotFoundError(path) if not path.exists() else IsADirectoryError(path)
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)
