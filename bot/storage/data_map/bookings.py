"""The map of data: consultations, who is on duty, and who waits for a slot."""

from __future__ import annotations

from bot.storage.data_map.lines import ours, rows

MAP = {
    "duty_pattern": ours("id advisor_id weekday starts ends place topics created_at ended_at"),
    "absence": ours(
        "id advisor_id kind first_day last_day starts ends substitute_id settled handed_at "
        "created_at ended_at"
    ),
    "booking": rows(
        "person_id",
        """
        id               fact      keep  shown
        person_id        fact      keep
        advisor_id       ours      keep
        topic            fact      keep  shown
        form             fact      keep  shown
        state            fact      keep  shown
        starts_at        fact      keep  shown
        ends_at          fact      keep  shown
        held_until       ours      keep
        offered          ours      keep
        moves_id         ours      keep
        place            personal  erase  shown  # of a visit: where they live or work
        phone            personal  blank  shown  # a call that took place had one
        organisation_id  fact      keep
        ticket_id        ours      keep  shown
        entered_by       ours      keep
        coming           fact      keep  shown
        seq              ours      keep
        met_from         fact      keep  shown
        met_until        fact      keep  shown
        rev              ours      keep
        created_at       fact      keep  shown
        booked_at        fact      keep  shown
        closed_at        fact      keep  shown
        closed_why       fact      keep  shown
        """,
        redrawn="booking",
    ),
    "booked_cell": ours("advisor_id cell booking_id"),
    "slot_wish": rows(
        "person_id",
        """
        id          ours     keep
        person_id   ours     keep
        topic       content  keep  shown
        form        content  keep  shown
        seen        ours     keep
        until       ours     keep
        state       ours     keep  shown
        created_at  fact     keep  shown
        done_at     fact     keep
        """,
        gone=True,
    ),
}
