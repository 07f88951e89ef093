"""The map of data: drafts of trainees, and questions taken down for somebody."""

from __future__ import annotations

from bot.storage.data_map.lines import rows

MAP = {
    "draft": rows(
        "ticket_id.person_id",
        """
        id          ours     keep
        ticket_id   ours     keep  shown
        post_id     ours     keep
        author_id   ours     keep
        author      ours     keep
        text        content  erase  shown
        entities    content  erase  shown
        state       fact     keep
        rev         ours     keep
        changed     ours     keep
        decided_by  ours     keep
        decider     ours     keep
        remark      content  erase  shown
        created_at  fact     keep  shown
        decided_at  fact     keep
        """,
        panel="draft",
    ),
    "proxy_question": rows(
        "@proxy",
        """
        id            ours      keep
        state         fact      keep
        rev           ours      keep
        thread        ours      keep
        author_id     ours      keep
        author        ours      keep
        name          content   erase  shown  # as an advisor wrote them down
        organisation  content   erase  shown
        phone         content   erase  shown
        email         content   erase  shown
        source        fact      keep  shown
        topic         fact      keep  shown
        text          content   erase  shown
        chat_id       ours      keep  # of an advisor's message
        message_id    ours      keep
        same_id       ours      keep
        person_id     fact      keep
        ticket_id     ours      keep  shown
        created_at    fact      keep  shown
        handed_at     fact      keep  shown
        delivered_at  fact      keep  shown
        delivered_by  ours      keep
        """,
        panel="proxy",
    ),
}
