"""The map of data: the wishes to be forgotten themselves, and what stands in their way."""

from __future__ import annotations

from bot.storage.data_map.lines import ours, rows

MAP = {
    "erasure": rows(
        "person_id",
        """
        id            ours  keep
        person_id     fact  keep
        receipt       ours  keep  shown
        state         ours  keep  shown
        rev           ours  keep
        step          ours  keep
        again         ours  keep
        asked_at      fact  keep  shown
        due_at        fact  keep  shown
        told_held_at  fact  keep
        done_at       fact  keep
        outbox_id     ours  keep
        """,
    ),
    "legal_hold": rows(
        "person_id",
        """
        id           ours     keep
        person_id    fact     keep
        reason       content  erase  shown
        set_by       ours     keep
        set_at       fact     keep  shown
        released_by  ours     keep
        released_at  fact     keep  shown
        """,
    ),
    "retention_run": ours("id day state found made_at decided_by done_at"),
}
