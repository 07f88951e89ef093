"""The map of data: who claims an organisation, cases that went on, and rows that look alike."""

from __future__ import annotations

from bot.storage.data_map.lines import ours, rows

MAP = {
    "organisation_claim": rows(
        "person_id",
        """
        id               ours     keep
        organisation_id  fact     keep  shown
        person_id        fact     keep
        state            fact     keep  shown
        role             content  erase  shown
        since            content  erase  shown
        register         ours     keep  shown
        note             content  erase  shown
        checked_by       ours     keep
        checker          ours     keep
        checked_at       fact     keep
        decided_by       ours     keep
        decider          ours     keep
        decided_at       fact     keep  shown
        whole            fact     keep
        answer           content  erase  shown
        objected_by      ours     keep
        objected_at      fact     keep
        undone_by        ours     keep
        undoer           ours     keep
        undone_at        fact     keep
        nudged_at        ours     keep
        rev              ours     keep
        created_at       fact     keep  shown
        """,
        panel="claim claimok",
    ),
    "case_handover": ours("id ticket_id organisation_id from_person_id to_person_id at"),
    "twins": ours("id kind one_id other_id why state rev by at kept_id moved"),
}
