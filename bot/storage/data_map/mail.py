"""The map of data: e-mails that came and went."""

from __future__ import annotations

from bot.storage.data_map.lines import rows

MAP = {
    "mail_file": rows(
        "incoming_id.@letter",
        """
        id           ours     keep
        incoming_id  ours     keep
        ticket_id    ours     keep  shown
        name         content  erase  shown
        size         fact     keep  shown
        content      content  erase  shown
        made_at      fact     keep  shown
        """,
    ),
    "mail": rows(
        "@letter",
        """
        id          ours      keep
        uid         ours      keep  # so that nothing is taken twice
        validity    ours      keep
        raw         content   erase  shown
        whole       fact      keep
        mark        ours      keep  # a hash: the same mail once
        state       fact      keep
        reason      ours      keep
        attempts    ours      keep
        mail_id     ours      keep
        ticket_id   ours      keep  shown
        message_id  personal  erase  shown
        came_at     fact      keep  shown
        done_at     fact      keep
        """,
    ),
    "mail_sent": rows(
        "@mail",
        """
        outbox_id    ours  keep
        mail_id      ours  keep
        automatic    fact  keep
        words        ours  erase
        at           fact  keep  shown
        returned_at  fact  keep  shown
        """,
    ),
}
