"""What a person is told about a decision, and why it was made."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest

from bot.knowledge.decision import Decider, Kind
from bot.knowledge.explaining import explain, reasons
from bot.knowledge.features import FEATURES, MEANING
from bot.knowledge.labels import (
    CONFIDENCE_LABELS,
    FEATURE_LABELS,
    KIND_LABELS,
    OFF_TOPIC_LABELS,
    TOPIC_LABELS,
)
from bot.knowledge.ranking import CONFIDENCE_FEATURES, sigmoid, weigh
from bot.knowledge.reasons import (
    closest_way,
    confidence_parts,
    ranking_parts,
    read_again,
    speaks_for,
)
from bot.knowledge.routing import OFF_TOPIC_SIGNALS, TOPIC_SIGNALS
from tests.knowledge.sample import DAY, base, decider, plain_decider

LATE = date(2027, 5, 1)  # when the entry about CIT-8 has aged
STORY = " ".join(
    f"W naszym stowarzyszeniu od {n} lat dzieje się dużo i opowiem o tym po kolei bez pośpiechu, "
    f"a na koniec spytam o rzecz, która nas {n} raz w tym roku bardzo zajmuje i nie daje spać."
    for n in range(2, 8)
)


def why(text: str, day: date = DAY, deciding: Decider | None = None) -> str:
    deciding = deciding or decider()
    return reasons(deciding, deciding.decide(text, day), day)


def unwrapped(told: str) -> str:
    return " ".join(told.split())


def test_explanation_names_the_topic_and_the_entry() -> None:
    told = explain(decider().decide("Jak zgłosić zmianę zarządu?", DAY), base(), DAY)
    assert "Temat: Prawo i organizacja" in told
    assert "Jak zgłosić zmianę zarządu?  [zarzad-zmiana]" in told


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (FEATURES, FEATURE_LABELS),
        (("bias", *CONFIDENCE_FEATURES), CONFIDENCE_LABELS),
        (TOPIC_SIGNALS, TOPIC_LABELS),
        (("bias", *OFF_TOPIC_SIGNALS), OFF_TOPIC_LABELS),
        ((*get_args(Kind), "urgent"), KIND_LABELS),
    ],
)
def test_everything_measured_has_one_polish_name(
    names: tuple[str, ...], labels: dict[str, str]
) -> None:
    assert sorted(labels) == sorted(names)
    assert len(set(labels.values())) == len(labels)
    assert max(map(len, labels.values())) <= 42


def test_names_of_features_fit_their_column() -> None:
    assert max(map(len, FEATURE_LABELS.values())) <= 33


def test_words_are_shown_as_they_were_read() -> None:
    told = unwrapped(why("zmiena zarządu fotka qwrtz a kwestia"))
    assert "poprawione literówki: zmiena -> zmiana" in told
    assert "zarządu -> zarzad" in told
    assert "synonimy: fotka -> " in told
    assert "słowa, których nikt nie zna: qwrtz" in told
    assert "polskie słowa, których nie ma w bazie: kwestia" in told
    assert "pominięte: a" in told


def test_synonym_is_shown_with_the_word_that_led_to_it() -> None:
    assert "synonimy: kwestę -> zbiorka" in unwrapped(why("jak zgłosić kwestę"))


def test_closest_way_of_asking_is_named() -> None:
    told = unwrapped(why("kiedy wysłać deklarację cit termin"))
    assert "najbliższy sposób pytania: „termin deklaracji cit”" in told


@pytest.mark.parametrize(
    ("text", "entry", "way"),
    [
        ("zmiana skarbnika u nas w rejestrze", "zarzad-zmiana", "zmiana skarbnika w rejestrze"),
        # only a word of like meaning: no way of asking holds the word itself
        ("dofinansowanie", "maly-grant", "Jak dostać mały grant z gminy?"),
        # only pieces of words
        ("papierzyska", "stowarzyszenie-krs", "jakie papiery do sądu żeby założyć stowarzyszenie"),
        # word for word, whatever else is alike
        ("ile trwa wpis do KRS?!", "stowarzyszenie-krs", "ile trwa wpis do krs"),
    ],
)
def test_closest_way_is_likest_by_meaning_then_by_pieces(text: str, entry: str, way: str) -> None:
    (passage,) = read_again(decider(), text)
    assert closest_way(decider(), entry, passage) == way


def test_parts_make_the_very_sums_that_decided() -> None:
    text = "jak mamy zgłosić nowego prezesa i skarbnika"
    decision = decider().decide(text, DAY)
    (passage,) = read_again(decider(), text)
    rows, model = passage.ranking.measures.rows, decider().model
    for one in decision.candidates[:3]:
        number = list(base().entries).index(one.entry)
        parts = ranking_parts(decider(), passage, one.entry)
        whole = weigh(model.ranking, FEATURES, rows[number])
        assert sum(part.worth for part in parts) == pytest.approx(whole)
    chance = sigmoid(sum(part.worth for part in confidence_parts(decider(), passage)))
    assert chance == pytest.approx(decision.confidence, abs=1e-4)
    assert f"czyli szansa {decision.confidence:.0%}" in unwrapped(why(text))


def test_every_feature_stands_in_the_table_with_three_columns() -> None:
    lines = why("jak zgłosić nowego prezesa").splitlines()
    for name in [name for feature, name in FEATURE_LABELS.items() if feature != MEANING]:
        (row,) = [line for line in lines if line.startswith(f"  {name:<33}") and len(line) == 80]
        assert len(row[35:].split()) == 6


@pytest.mark.parametrize(
    ("text", "day", "rule"),
    [
        ("Jak zgłosić zmianę zarządu?", DAY, "od 85% bot odpowiada sam"),
        ("jak zgłosić nowych ludzi", DAY, "bot proponuje hasła"),
        ("Do kiedy składa się CIT-8?", LATE, "hasło cit-8-termin straciło ważność"),
        ("w mojej sprawie: zarząd", DAY, "To sprawa osobista (usłyszane: „w mojej sprawie”)"),
        ("pogoda i mecz w Krakowie", DAY, "To wygląda na pytanie nie do nas (szansa 85%"),
        ("cześć", DAY, "To powitanie (usłyszane: „cześć”): bot nie szuka wtedy haseł."),
        ("привет", DAY, "wiadomość po ukraińsku albo rosyjsku"),
        ("", DAY, "To pusta wiadomość"),
    ],
)
def test_rule_of_the_zone_is_said(text: str, day: date, rule: str) -> None:
    assert rule in unwrapped(why(text, day))


def test_what_is_known_by_heart_is_said_to_be() -> None:
    assert "bot zna je na pamięć" in why("Jak zgłosić zmianę zarządu?")
    assert "bot zna je na pamięć" not in why("Jak mam zgłosić zmianę tego zarządu?")


def test_passages_of_a_story_are_told_apart() -> None:
    told = why(f"{STORY} Jak zgłosić zmianę zarządu?")
    assert "Część 1 z " in told
    assert "mówi za nim część" in told
    found = read_again(decider(), f"{STORY} Jak zgłosić zmianę zarządu?")
    assert speaks_for(found, "zarzad-zmiana") is found[-1]


def test_why_it_is_our_business_or_not_is_shown() -> None:
    assert "słowa z topics.yaml w pytaniu: zarzad" in why("jak zmienić zarząd")
    assert "Dlaczego nie do nas" in why("pogoda i mecz w Krakowie")


@pytest.mark.parametrize(
    "text", ["", " ", "?", "123", "a" * 5000, "ą" * 300, "jak " * 900, f"{STORY} zarząd", "🙂 🙂"]
)
def test_anything_can_be_explained_within_a_terminal(text: str) -> None:
    for deciding in (decider(), plain_decider()):
        lines = why(text, deciding=deciding).splitlines()
        assert lines[0] == "Dlaczego"
        assert max(map(len, lines)) <= 80
