"""Tells how near a passage is in meaning to each entry: the one thing words do not show.

The vectors are an encoder's (see `encoder`); numpy comes with whatever runs one, so it is loaded
only when there is something to compare.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.knowledge.encoder import Encoder, Vector
from bot.knowledge.models import Entry
from bot.knowledge.text import PASSAGE_CHARS, clean


@dataclass(frozen=True, slots=True)
class Meanings:
    """The vectors of every way of asking, packed one after another, and whose each is."""

    size: int  # of entries
    owners: Sequence[int]
    places: Sequence[int]  # of a way among those of its entry
    vectors: array[float]

    @classmethod
    def of(cls, entries: Iterable[Entry], encoder: Encoder) -> Meanings:
        """Encode all ways of asking of the entries, in their order."""
        texts, owners, places = list[str](), array("I"), array("I")
        size = 0
        for size, entry in enumerate(entries, 1):
            for place, way in enumerate(entry.wordings):
                texts.append(clean(way)[:PASSAGE_CHARS])
                owners.append(size - 1)
                places.append(place)
        vectors = array("f")
        for vector in encoder.encode(texts):
            vectors.extend(vector)
        return cls(size, owners, places, vectors)

    def lacking(self, place: int) -> Meanings:
        """Return the same without one way of asking of every entry."""
        kept = [n for n, at in enumerate(self.places) if at != place]
        width = len(self.vectors) // (len(self.owners) or 1)
        vectors = array("f")
        for n in kept:
            vectors.extend(self.vectors[n * width : (n + 1) * width])
        owners = array("I", (self.owners[n] for n in kept))
        return Meanings(self.size, owners, array("I", (self.places[n] for n in kept)), vectors)

    def nearest(self, vector: Vector) -> list[float]:
        """Return for each entry the cosine of its way of asking nearest in meaning, or 0."""
        import numpy as np  # there is a vector, so an encoder, which needs it too

        best = np.zeros(self.size, dtype=np.float32)
        if self.owners:
            rows = np.frombuffer(self.vectors, dtype=np.float32).reshape(len(self.owners), -1)
            alike = rows @ np.asarray(vector, dtype=np.float32)
            np.maximum.at(best, np.asarray(self.owners), alike)
        found: list[float] = best.astype(float).round(4).tolist()
        return found
