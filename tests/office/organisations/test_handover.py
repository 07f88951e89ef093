"""What a new board sees to: which tasks for whom, on which days, and what the file may say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.knowledge.complaints import KnowledgeError
from bot.knowledge.loading import load
from bot.office.organisations import board
from bot.storage.organisations import Organisation
from tests.programme.desk import desk, sample

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LIVE = Path(__file__).parents[3] / "knowledge"


def known(kind: str, *traits: str) -> Organisation:
    return Organisation(1, "Nasza", kind, "Łąck", list(traits), None, NOW, NOW)


def test_tasks_depend_on_kind_and_traits_and_ours_are_never_in_the_past(tmp_path: Path) -> None:
    at = desk(sample(tmp_path), NOW)
    change = date(2026, 10, 1)
    found = board.tasks(at, known("kgw", "skladki"), change)
    assert [(one.source, one.values["day"], one.ours) for one in found] == [
        ("board:nowy-bank:2026-10-01", "2026-11-26", True),
        ("board:nowy-zus:2026-10-01", "2026-11-26", True),
    ]
    found = board.tasks(at, known("stowarzyszenie"), change)
    assert [(one.values["day"], one.ours) for one in found] == [
        ("2026-10-08", False),  # what the law says stays what it says
        ("2026-11-26", True),
    ]


def test_every_kind_of_organisation_has_tasks_that_say_where_their_day_is_from() -> None:
    at = desk(LIVE, NOW)
    laws = {}
    for kind in ("stowarzyszenie", "stowarzyszenie-zwykle", "fundacja", "kgw", "osp"):
        found = board.tasks(at, known(kind, "krs"), date(2026, 11, 22))
        laws[kind] = [one.source.split(":")[1] for one in found if not one.ours]
        assert all(one.values["basis"] for one in found if not one.ours)
        assert all("proponujemy" in one.values["note"] for one in found if one.ours)
    assert laws["kgw"] == ["kgw-zmiany"]
    assert laws["stowarzyszenie-zwykle"] == ["ewidencja-zmiany"]
    assert laws["stowarzyszenie"] == ["krs-zmiany", "crbr-aktualizacja"]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a:\n  law: nie-ma\n", "nie ma terminu „nie-ma”"),
        ("a:\n  law: cit-8\n", "nie liczy się od zdarzenia"),
        ("a:\n  law: zmiany-w-krs\n  days: 7\n", "usuń je stąd"),
        ("a:\n  title: Coś\n", "podaj law: albo"),
        (
            "a:\n  title: Coś\n  days: 7\n  audience: [kgw]\n  note: Nasz dzień.\n"
            "  when: {nic: true}\n",
            "nie ma cechy „nic”",
        ),
    ],
)
def test_a_wrong_task_is_refused_with_its_line(tmp_path: Path, text: str, complaint: str) -> None:
    files = sample(tmp_path)
    (files / "programme" / "handover.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as refused:
        load(files)
    assert [complaint in str(one) for one in refused.value.complaints] == [True]
    assert refused.value.complaints[0].file.endswith("handover.yaml")
