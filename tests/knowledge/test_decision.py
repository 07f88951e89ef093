"""What becomes of messages over the sample base."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from bot.knowledge.decision import Decider
from bot.knowledge.features import Measures
from bot.knowledge.lexicon import Budget
from bot.knowledge.query import Query
from bot.knowledge.ranking import Ranking, Scored
from bot.knowledge.rules import rule
from tests.knowledge.sample import DAY, base, decider, plain_decider

KINDS = [
    ("", "empty"),
    (" \n\u200b\u00a0", "empty"),
    ("Dzień dobry!", "greeting"),
    ("dzien dobry", "greeting"),
    ("DZIEŃ  DOBRY...", "greeting"),
    ("dzień dobyr", "greeting"),
    ("Dziękuję", "thanks"),
    ("dziekuje bardzo", "thanks"),
    ("cześć, dzięki", "thanks"),
    ("do widzenia :)", "goodbye"),
    ("nie, to nie to", "denial"),
    ("nie o to chodzi", "denial"),
    ("nie pomoglo", "denial"),
    ("tak, o to chodzi", "confirmation"),
    ("sprawa załatwiona", "resolved"),
    ("Głupi bot", "abuse"),
    ("co słychać", "smalltalk"),
    ("no i co teraz", "smalltalk"),
    ("chcę rozmawiać z człowiekiem", "human"),
    ("chciałabym rozmawiac z czlowiekiem o fakturze", "human"),
    ("składam skargę na doradcę", "complaint"),
    ("proszę sprawdzić nasz wniosek o mały grant", "personal"),
    ("dostaliśmy wczoraj pismo z urzędu o dotacji", "letter"),
    ("Добрий день, як відкрити організацію?", "foreign_uk"),
    ("hello", "foreign_en"),
    ("where can I get help with this", "foreign_en"),
    ("🎺🎺", "nonsense"),
    ("777", "nonsense"),
    ("...?!", "nonsense"),
    ("zxcvbn qwrtp", "nonsense"),
    ("prognoza pogody na jutro", "offtopic"),
    ("przepis na drożdżowe ciasto ze śliwkami", "offtopic"),
    ("dzień dobry, jak założyć stowarzyszenie", "question"),
    ("cześć, do kiedy cit?", "question"),
    ("nie wiem, jak opisać fakturę", "question"),
    ("tak? a kto ubezpiecza wolontariusza", "question"),
    ("dzięki, a jak zgłosić zbiórkę?", "question"),
    ("głupi bot, jak zgłosić zmianę zarządu i nowy statut", "question"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_messages_are_heard_for_what_they_are(text: str, kind: str) -> None:
    assert decider().decide(text, DAY).kind == kind


@pytest.mark.parametrize("text", [text for text, kind in KINDS if kind != "question"])
def test_nothing_but_a_question_is_answered_by_itself(text: str) -> None:
    decision = decider().decide(text, DAY)
    assert (decision.zone, decision.entry) == ("advisor", None)


@pytest.mark.parametrize(
    "text", [text for text, kind in KINDS if kind in {"offtopic", "smalltalk", "nonsense"}]
)
def test_what_is_nobodys_business_has_no_topic(text: str) -> None:
    assert decider().decide(text, DAY).topic is None


@pytest.mark.parametrize("entry", list(base().entries))
def test_own_question_of_an_entry_is_answered_by_it(entry: str) -> None:
    decision = decider().decide(base().entries[entry].question, DAY)
    assert (decision.candidates[0].entry, decision.topic) == (entry, base().entries[entry].topic)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("jak zglosic zmiane zarzadu", "zarzad-zmiana"),
        ("JAK ZGŁOSIĆ ZMIANĘ ZARZĄDU", "zarzad-zmiana"),
        ("jak zgłosić zmainę zarzadu?", "zarzad-zmiana"),
        ("zgłoszenie zmiany w zarządzie", "zarzad-zmiana"),
        ("kwesta na rynku", "zbiorka-publiczna"),
        ("remiza od gminy", "uzyczenie-swietlicy"),
        ("fotki dzieci a zgoda rodzica", "zgoda-wizerunek"),
    ],
)
def test_forms_slips_and_synonyms_find_the_entry(text: str, entry: str) -> None:
    assert decider().decide(text, DAY).candidates[0].entry == entry


def test_wish_for_a_person_goes_to_the_topic_of_its_words() -> None:
    decision = decider().decide("proszę o kontakt z doradcą w sprawie faktury", DAY)
    assert (decision.zone, decision.kind, decision.topic) == ("advisor", "human", "accounting")


def test_urgency_is_heard_beside_the_question() -> None:
    decision = decider().decide("Pilne! Jak zgłosić zmianę zarządu?", DAY)
    assert (decision.kind, decision.urgent) == ("question", True)


def test_entry_past_its_day_is_never_sent_by_itself() -> None:
    question = base().entries["cit-8-termin"].question
    zones = [decider().decide(question, day).zone for day in (date(2027, 3, 31), date(2027, 4, 1))]
    assert zones == ["answer", "suggest"]


def test_entry_stands_in_a_decision_exactly_when_it_is_sent() -> None:
    for text, _ in KINDS:
        decision = decider().decide(text, DAY)
        assert (decision.entry is not None) == (decision.zone == "answer")


def test_candidates_descend_and_are_at_most_five() -> None:
    for text, _ in KINDS:
        decision = decider().decide(text, DAY)
        chances = [one.confidence for one in decision.candidates]
        assert chances == sorted(chances, reverse=True)
        assert len(chances) <= 5
        assert decision.confidence == (chances[0] if chances else 0.0)


def test_same_text_gets_the_same_decision() -> None:
    text = "jak rozliczyć fakturę i plakat z dotacji"
    assert decider().decide(text, DAY) == Decider(base()).decide(text, DAY)


def test_decision_tells_its_base_and_model() -> None:
    decision = decider().decide("statut", DAY)
    assert decision.base_version == base().version
    assert decision.model_version == decider().model_version


class Stubborn:
    """A ranker that is sure of chosen entries."""

    version = "stubborn"

    def __init__(self, *scored: tuple[str, float]) -> None:
        self.scored = tuple(Scored(entry, chance) for entry, chance in scored)

    def rank(self, query: Query, budget: Budget) -> Ranking:
        return Ranking(self.scored, Measures(MappingProxyType({}), 1.0, 0.0))


@pytest.mark.parametrize(
    ("chance", "zone"),
    [(0.85, "answer"), (0.8499, "suggest"), (0.25, "suggest"), (0.2499, "advisor")],
)
def test_zones_are_cut_at_fixed_chances(chance: float, zone: str) -> None:
    sure = Decider(base(), ranker=Stubborn(("plakat", chance)))
    assert sure.decide("plakat na zebranie", DAY).zone == zone


def test_two_sure_entries_are_suggested_not_answered() -> None:
    torn = Decider(base(), ranker=Stubborn(("plakat", 0.95), ("cit-8-termin", 0.9)))
    decision = torn.decide("plakat i cit", DAY)
    assert (decision.zone, decision.entry) == ("suggest", None)


def test_long_story_is_suggested_to_not_answered() -> None:
    story = "Jak zgłosić zmianę zarządu? " + "Mamy we wsi koło i straż, razem robimy festyn. " * 20
    decision = decider().decide(story, DAY)
    assert (decision.zone, decision.candidates[0].entry) == ("suggest", "zarzad-zmiana")


@pytest.mark.parametrize("entry", list(base().entries))
def test_without_morfeusz_questions_still_find_their_entries(entry: str) -> None:
    decision = plain_decider().decide(base().entries[entry].question, DAY)
    assert decision.candidates[0].entry == entry
    assert decision.model_version.endswith("-plain")


@pytest.mark.parametrize(
    ("text", "kind"),
    [("dzien dobry", "greeting"), ("chcę rozmawiać z człowiekiem", "human"), ("🎺", "nonsense")],
)
def test_without_morfeusz_phrases_are_still_heard(text: str, kind: str) -> None:
    assert plain_decider().decide(text, DAY).kind == kind


def test_decision_is_frozen() -> None:
    decision = decider().decide("statut", DAY)
    assert replace(decision, zone="answer") != decision
    with pytest.raises(AttributeError):
        decision.zone = "answer"  # type: ignore[misc]


def test_what_an_author_wrote_down_is_answered_word_for_word() -> None:
    for entry in base().entries.values():
        for way in entry.wordings:
            decision = decider().decide(f"  {way.upper()} ?!", DAY)
            assert decision.candidates[0].entry == entry.id
            assert decision.kind != "question" or decision.zone == "answer"


@pytest.mark.parametrize("greeting", ["Dzień dobry, ", "dzien dobry\n", "Witam! ", "Cześć. "])
def test_a_greeting_changes_nothing_of_what_is_known_by_heart(greeting: str) -> None:
    way = base().entries["cit-8-termin"].also_asked[0]
    greeted = decider().decide(greeting + way, DAY)
    assert (greeted.entry, greeted.confidence) == ("cit-8-termin", 0.99)


def test_an_entry_that_is_only_offered_is_not_sent_by_itself() -> None:
    ident = "cit-8-termin"
    offered = decider().base.entries[ident].model_copy(update={"offer_only": True})
    entries = MappingProxyType({**decider().base.entries, ident: offered})
    careful = decider().over(replace(decider().base, entries=entries))
    question = "Do kiedy składa się CIT-8?"
    assert decider().decide(question, DAY).zone == "answer"
    found = careful.decide(question, DAY)
    assert (found.zone, found.entry, found.candidates[0].entry) == ("suggest", None, ident)
    assert "offer_only" in rule(careful, found, DAY)
