"""A stand-in for the library of the same name, as small as the tests of encoders need.

It knows groups of words that mean the same (`groups.json` in the folder), each with a direction of
its own; every other word goes where its letters say. It refuses to be allowed the network.
"""

import json
import os
import zlib
from pathlib import Path

import numpy as np

OWN = 64  # directions for words of no group
_READ = [0]


class SentenceTransformer:
    def __init__(self, folder, *, device, local_files_only):
        allowed = not local_files_only or os.environ.get("HF_HUB_OFFLINE") != "1"
        if allowed or os.environ.get("TRANSFORMERS_OFFLINE") != "1":
            raise RuntimeError("it might have looked for the folder on the network")
        groups = json.loads(Path(folder, "groups.json").read_text("utf-8"))
        self._of = {word: n for n, group in enumerate(groups) for word in group}
        self._width = OWN + len(groups)

    def encode(self, texts, *, batch_size, normalize_embeddings, convert_to_numpy,
               show_progress_bar):  # fmt: skip
        _READ[0] += 1
        assert normalize_embeddings and convert_to_numpy and not show_progress_bar
        return np.asarray([self._one(text) for text in texts], dtype=np.float32)

    def _one(self, text):
        row = np.zeros(self._width)
        for word in "".join(c if c.isalpha() else " " for c in text.lower()).split():
            group = self._of.get(word)
            row[zlib.crc32(word.encode()) % OWN if group is None else OWN + group] += 1
        length = np.linalg.norm(row)
        return row / length if length else row
