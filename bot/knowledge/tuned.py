"""Puts weights together with the encoder that they were learnt with, and with no other."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.base import KnowledgeBase
from bot.knowledge.decision import Decider
from bot.knowledge.encoder import Encoder
from bot.knowledge.meanings import Meanings
from bot.knowledge.ranking import read_model
from bot.knowledge.remembering import Remembering


def decider_of(
    base: KnowledgeBase, encoder: Encoder | None = None, cache: Path | None = None
) -> Decider:
    """Return a decider that listens to the encoder, if its weights were learnt with this one.

    With a directory for it, the vectors of ways of asking are remembered there.
    """
    model = base.weights or read_model()
    heard = learnt_with(encoder, model.encoder)
    if heard is None:
        return Decider(base, model=model)
    reading = Remembering(heard, cache) if cache is not None else heard
    meanings = Meanings.of(base.entries.values(), reading)
    return Decider(base, model=model, encoder=heard, meanings=meanings)


def learnt_with(encoder: Encoder | None, mark: str) -> Encoder | None:
    """Return the encoder when weights were learnt with it, by their mark; else they go without."""
    return encoder if encoder is not None and encoder.mark == mark else None


def misfit(encoder: Encoder | None, mark: str) -> str | None:
    """Return in Polish why weights of this mark and the encoder do not go together, if so."""
    if (encoder.mark if encoder else "") == mark:
        return None
    if encoder is None:
        return (
            f"wag tej bazy nauczono z modelem {mark}, a BOT_ENCODER go nie podaje; bot będzie "
            "rzadziej odpowiadał sam"
        )
    learnt = f"nauczono z modelem {mark}" if mark else "nauczono bez modelu zdań"
    return (
        f"BOT_ENCODER: wag tej bazy {learnt}, więc model {encoder.mark} nic nie zmienia; naucz "
        "je na nowo: python -m bot.knowledge.training KATALOG"
    )
