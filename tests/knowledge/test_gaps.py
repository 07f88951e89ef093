"""Questions that nobody's entry answers are put together, and counted by people."""

from __future__ import annotations

import random
import time

from bot.knowledge.gaps import MOST_ASKED, MOST_GAPS, Gap, Unanswered, gaps
from tests.knowledge.sample import decider, plain_decider

TRACTORS = [
    "Czy stary traktor z remizy może jechać w paradzie?",
    "czy mozemy jechac traktorem w paradzie dozynkowej",
    "Traktor na paradzie, kto daje zgodę i czy policja musi wiedzieć",
    "parada traktorow przez wies, jaka zgoda",
]
POOL = [
    "Czy koło może wynająć basen na zajęcia dla seniorów?",
    "wynajęcie basenu dla seniorow z dotacji",
    "chcemy zapłacić za basen dla naszych seniorów",
]
DOG = ["Ile kosztuje szkolenie psa ratowniczego?", "pies ratowniczy, szkolenie"]
HENS = ["Czy koło gospodyń może prowadzić kurnik?"]


def asked(*texts: str, person: int | None = None, start: int = 1) -> list[Unanswered]:
    return [
        Unanswered(number, person or number, text, "legal")
        for number, text in enumerate(texts, start)
    ]


def members(found: list[Gap]) -> list[set[int]]:
    return [set(gap.questions) for gap in found]


def test_questions_alike_make_one_gap_and_others_do_not_join_it() -> None:
    found = gaps(decider(), asked(*TRACTORS, *POOL, *DOG, *HENS))
    assert members(found) == [{1, 2, 3, 4}, {5, 6, 7}, {8, 9}, {10}]
    assert [gap.people for gap in found] == [4, 3, 2, 1]
    assert found[0].text in TRACTORS


def test_without_the_dictionary_it_works_a_little_worse() -> None:
    found = gaps(plain_decider(), asked(*TRACTORS, *POOL, *DOG, *HENS))
    assert max(gap.people for gap in found) >= 2
    assert sum(len(gap.questions) for gap in found) == 10


def test_any_order_gives_the_same_gaps() -> None:
    questions = asked(*TRACTORS, *POOL, *DOG, *HENS)
    expected = gaps(decider(), questions)
    for seed in range(5):
        shuffled = list(questions)
        random.Random(seed).shuffle(shuffled)
        assert gaps(decider(), shuffled) == expected


def test_people_are_counted_not_messages() -> None:
    found = gaps(decider(), [*asked(*TRACTORS, person=7), *asked(*DOG, start=11)])
    assert [(gap.people, len(gap.questions)) for gap in found] == [(2, 2), (1, 4)]


def test_the_topic_is_that_of_most_and_of_the_middle_when_equal() -> None:
    one, two, three, _ = asked(*TRACTORS)
    elsewhere = [Unanswered(q.id, q.person, q.text, "promotion") for q in (two, three)]
    assert gaps(decider(), [one, *elsewhere])[0].topic == "promotion"
    [gap] = gaps(decider(), [one, elsewhere[0]])
    topic = {1: "legal", 2: "promotion"}[gap.question]
    assert gap.topic == topic


def test_what_stands_for_a_name_makes_nobody_alike() -> None:
    found = gaps(
        decider(),
        asked("Tu [imię] [telefon], traktor w paradzie", "Tu [imię] [telefon], basen dla kota"),
    )
    assert [gap.people for gap in found] == [1, 1]


def test_words_without_matter_are_no_gap() -> None:
    assert gaps(decider(), asked("i co teraz", "", "[imię]", "???")) == []


def test_at_most_ten_gaps_come_of_any_number_of_questions() -> None:
    names = (
        *("kurnik", "żyrafa", "helikopter", "bursztyn", "wulkan", "saksofon"),
        *("igloo", "kaktus", "oscylator", "meduza", "termometr", "pelikan"),
    )
    texts = [f"{name} {name}owy wydatek" for name in names for _ in range(2)]
    assert len(gaps(decider(), asked(*texts))) == MOST_GAPS


def test_only_the_newest_questions_are_looked_at_and_quickly() -> None:
    words = " ".join((*TRACTORS, *POOL, *DOG)).split()
    noise = random.Random(3)
    many = asked(*(" ".join(noise.sample(words, 8)) for _ in range(MOST_ASKED + 200)))
    started = time.thread_time()
    found = gaps(decider(), many)
    assert time.thread_time() - started < 10
    assert min(min(gap.questions) for gap in found) > 200
