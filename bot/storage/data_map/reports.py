"""The map of data: who was asked to rate themselves; the ratings are nobody's."""

from __future__ import annotations

from bot.storage.data_map.lines import ours, rows

MAP = {
    "self_assessment": rows(
        "person_id",
        """
        person_id   fact  keep
        part        fact  keep  shown
        answered    fact  keep  shown
        offered_at  fact  keep  shown
        state       fact  keep  shown
        """,
    ),
    "self_assessment_answer": ours("id part question value"),
}
