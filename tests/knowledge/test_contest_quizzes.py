"""What the quiz and the list of checks of a contest may say, and what their author is told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.knowledge.contests import Contest, objections
from bot.knowledge.loading import load
from bot.knowledge.programme_text import parsed
from tests.knowledge.sample import SAMPLE

LIVE = Path(__file__).parents[2] / "knowledge"


def text(rest: str) -> str:
    stage = "    - {id: a, title: A, starts: 2027-03-01, ends: 2027-03-09, questions: true}\n"
    return (
        "proba:\n  kind: awards\n  title: Próba\n  summary: Próba.\n"
        f"  eligible: [{{who: kgw}}]\n  stages:\n{stage}{rest}"
    )


@pytest.mark.parametrize(
    ("rest", "complaint"),
    [
        (
            "  quiz: [{id: a, question: A?, answers: [{say: x}, {say: y, meens: ask}]}]",
            "nieznane pole",
        ),
        ("  quiz: [{id: a, question: A?, answers: [{say: x}]}]", "za krótka lista"),
        (
            f"  quiz: [{{id: a, question: A?, answers: [{{say: x}}, {{say: {'y' * 41}}}]}}]",
            "przycisk mieści 40",
        ),
    ],
)
def test_a_wrong_quiz_is_refused_with_its_reason(rest: str, complaint: str) -> None:
    found = parsed("contest", "proba", text(rest + "\n"))
    assert isinstance(found, tuple)
    assert complaint in str(found[0])


def test_what_does_not_fit_together_is_told_with_its_place() -> None:
    rest = (
        "  quiz:\n    - {id: a, question: A?, answers: [{say: x}, {say: y, means: ask}]}\n"
        "    - {id: a, question: B?, answers: [{say: x, then: a}, {say: y}]}\n"
    )
    found = parsed("contest", "proba", text(rest))
    assert isinstance(found, Contest)
    told = [what for _place, what in objections(found)]
    assert any("nie ma dalej pytania" in one for one in told)
    assert any("dopisz because" in one for one in told)
    assert any("jest dwa razy" in one for one in told)


def test_questions_are_taken_while_their_stage_lasts_and_the_call_is_open() -> None:
    contest = load(SAMPLE).programme.contests["granty"]
    assert not contest.takes_questions(datetime(2027, 3, 9, 12, tzinfo=UTC))
    assert contest.takes_questions(datetime(2027, 4, 9, 21, 59, tzinfo=UTC))
    assert not contest.takes_questions(datetime(2027, 4, 9, 22, 0, tzinfo=UTC))
    assert contest.call_at(datetime(2027, 4, 16, 13, 59, 59, tzinfo=UTC)) is not None
    assert contest.call_at(datetime(2027, 4, 16, 14, 0, tzinfo=UTC)) is None


def test_both_live_contests_have_a_quiz_whose_every_question_can_be_reached() -> None:
    for contest in load(LIVE).programme.contests.values():
        assert contest.quiz and contest.self_check and contest.called and contest.asking
        reached = {contest.quiz[0].id}
        for number, one in enumerate(contest.quiz):
            for answer in one.answers:
                following = contest.quiz[number + 1 : number + 2]
                if answer.means != "fails":
                    reached |= {answer.then} if answer.then else {two.id for two in following}
        assert reached == {one.id for one in contest.quiz}
