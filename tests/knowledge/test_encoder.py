"""A sentence encoder of the operator's own is one more signal; without it nothing is missing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.knowledge import library
from bot.knowledge.decision import Decider
from bot.knowledge.encoder import OFFLINE, Encoder, SentenceEncoder, encoder_in
from bot.knowledge.explaining import reasons
from bot.knowledge.features import FEATURES, MEANING
from bot.knowledge.loading import load
from bot.knowledge.meanings import Meanings
from bot.knowledge.ranking import WEIGHTS_FILE, read_model
from bot.knowledge.reasons import read_again, shared_words
from bot.knowledge.training import main, write_model
from bot.knowledge.tuned import decider_of, learnt_with, misfit
from bot.settings import WrongSettings
from tests.knowledge.encoders import MEANT, UNHEARD, folder_in, no_library, own_words, weighted
from tests.knowledge.encoders import library as installed
from tests.knowledge.sample import DAY, base, copy_of_sample, decider


@pytest.fixture(autouse=True)
def _library() -> Iterator[None]:
    with installed():
        yield


@pytest.fixture
def encoder(tmp_path: Path) -> Encoder:
    return SentenceEncoder(folder_in(tmp_path))


def test_a_question_without_a_common_word_finds_its_entry_by_meaning(encoder: Encoder) -> None:
    (passage,) = read_again(decider(), UNHEARD)
    assert not any(shared_words(page, passage.query) for page in decider().pages)
    without = decider().decide(UNHEARD, DAY)
    assert (without.zone, without.candidates[0].entry == MEANT) == ("advisor", False)
    found = Decider(base(), model=weighted(encoder), encoder=encoder).decide(UNHEARD, DAY)
    assert found.candidates[0].entry == MEANT
    assert found.zone != "advisor"


def test_the_meaning_is_that_of_the_nearest_way_of_asking(encoder: Encoder) -> None:
    meanings = Meanings.of(base().entries.values(), encoder)
    (vector,) = encoder.encode([UNHEARD])
    near = dict(zip(base().entries, meanings.nearest(vector), strict=True))
    assert max(near, key=lambda entry: near[entry]) == MEANT
    assert near[MEANT] == pytest.approx(3 / 15**0.5, abs=1e-3)  # three of five words are alike
    place = base().entries[MEANT].wordings.index("lokal od gminy za darmo")
    assert (
        dict(zip(base().entries, meanings.lacking(place).nearest(vector), strict=True))[MEANT]
        < near[MEANT]
    )


def test_a_message_is_encoded_once_however_many_passages_it_has(encoder: Encoder) -> None:
    deciding = Decider(base(), model=weighted(encoder), encoder=encoder)
    calls: list[int] = []

    class Counting:
        mark, folder = encoder.mark, encoder.folder

        def encode(self, texts):  # type: ignore[no-untyped-def]
            calls.append(len(texts))
            return encoder.encode(texts)

    deciding.encoder = Counting()
    deciding.decide(
        " ".join(f"Opowiem o naszej świetlicy po raz {n}. " * 5 for n in range(6)), DAY
    )
    assert len(calls) == 1
    assert calls[0] > 1


def test_weights_that_know_nothing_of_meaning_decide_as_without(encoder: Encoder) -> None:
    assert learnt_with(encoder, "") is None
    deciding = decider_of(base(), encoder)
    for text in (UNHEARD, *(entry.question for entry in base().entries.values())):
        assert deciding.decide(text, DAY) == decider().decide(text, DAY)
    assert "nauczono bez modelu zdań" in (misfit(encoder, "") or "")


def test_weights_of_another_encoder_are_not_mixed(encoder: Encoder, tmp_path: Path) -> None:
    other = SentenceEncoder(folder_in(tmp_path, "inny"))
    assert other.mark != encoder.mark
    assert learnt_with(other, encoder.mark) is None
    assert learnt_with(encoder, encoder.mark) is encoder
    assert misfit(encoder, encoder.mark) is misfit(None, "") is None
    assert encoder.mark in (misfit(other, encoder.mark) or "")
    assert "BOT_ENCODER go nie podaje" in (misfit(None, encoder.mark) or "")


def test_decisions_tell_that_the_encoder_of_their_weights_was_not_there(encoder: Encoder) -> None:
    model = weighted(encoder)
    with_it = Decider(base(), model=model, encoder=encoder).model_version
    assert Decider(base(), model=model).model_version == f"{with_it}-wordbound"


def test_the_mark_is_of_what_is_in_the_folder(tmp_path: Path) -> None:
    folder = folder_in(tmp_path)
    before = SentenceEncoder(folder).mark
    assert before.startswith("model-")
    assert SentenceEncoder(folder).mark == before
    (folder / "modules.json").write_text("{}", encoding="utf-8")
    assert SentenceEncoder(folder).mark != before


def test_without_a_folder_there_is_no_encoder() -> None:
    with no_library():
        assert encoder_in(None) is None


def test_what_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongSettings, match=r"BOT_ENCODER: w tym folderze nie ma modelu zdań"):
        encoder_in(tmp_path)
    folder = folder_in(tmp_path)
    with no_library(), pytest.raises(WrongSettings, match="pip install sentence-transformers"):
        encoder_in(folder)
    (folder / "groups.json").unlink()
    broken = SentenceEncoder(folder)
    with pytest.raises(WrongSettings, match=r"nie da się wczytać modelu .*\(FileNotFoundError\)"):
        broken.encode(["x"])


def test_nothing_is_looked_for_on_the_network(encoder: Encoder) -> None:
    assert {os.environ[name] for name in OFFLINE} == {"0"}
    encoder.encode(["x"])  # the stand-in refuses when it might
    assert {os.environ[name] for name in OFFLINE} == {"1"}


def test_the_explanation_names_the_meaning_only_where_there_is_one(encoder: Encoder) -> None:
    deciding = Decider(base(), model=weighted(encoder), encoder=encoder)
    told = reasons(deciding, deciding.decide(UNHEARD, DAY), DAY)
    rows = [line for line in told.splitlines() if "bliskie znaczenie (model zdań)" in line]
    assert len(rows) == 2  # for the candidates, and for the chance of the first
    assert "0,77" in rows[0]
    without = reasons(decider(), decider().decide("jak zmienić zarząd", DAY), DAY)
    assert "znaczenie" not in without


@pytest.mark.slow
def test_what_is_kept_is_of_one_encoder(encoder: Encoder, tmp_path: Path) -> None:
    directory, cache = copy_of_sample(tmp_path), tmp_path / "cache"
    write_model(weighted(encoder), directory / "weights.yaml")
    plain = library.open_snapshot(directory, cache)
    first = library.open_snapshot(directory, cache, encoder)
    kept = library.Prepared(cache, encoder).load(directory, library.Snapshot)
    assert kept is not None
    assert kept.decider.encoder is encoder
    decisions = [one.decider.decide(UNHEARD, DAY) for one in (first, kept, plain)]
    assert decisions[0] == decisions[1]
    assert decisions[0].candidates[0].entry == MEANT
    assert plain.decider.encoder is None
    assert decisions[2].candidates[0].entry != MEANT
    other = SentenceEncoder(folder_in(tmp_path, "inny"))
    assert library.Prepared(cache, other).load(directory, library.Snapshot) is None


@pytest.mark.slow
def test_training_learns_what_the_meaning_is_worth(tmp_path: Path) -> None:
    directory = copy_of_sample(tmp_path)
    encoder = SentenceEncoder(folder_in(tmp_path, "mądry", groups=own_words()))
    shipped = WEIGHTS_FILE.read_bytes()
    main([str(directory), "--encoder", str(encoder.folder)])
    assert WEIGHTS_FILE.read_bytes() == shipped
    learnt = load(directory)
    assert learnt.weights is not None
    assert learnt.weights.encoder == encoder.mark
    assert learnt.weights.ranking[MEANING] > 0
    assert decider_of(learnt, encoder).decide(UNHEARD, DAY).candidates[0].entry == MEANT
    without = decider_of(learnt).decide(UNHEARD, DAY)
    assert without.candidates[0].entry != MEANT


def test_shipped_weights_were_learnt_without_an_encoder() -> None:
    model = read_model()
    assert model.encoder == ""
    assert list(model.ranking) == [name for name in FEATURES if name != MEANING]
