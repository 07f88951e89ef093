"""The map of data: reports of grantees, submissions to the contest of volunteering, needs."""

from __future__ import annotations

from bot.storage.data_map.lines import Stays, ours, rows

MAP = {
    "office_form": rows(
        "person_id",
        """
        id           ours     keep  shown
        kind         fact     keep  shown
        about        fact     keep  shown
        number       fact     keep  shown
        person_id    fact     keep
        state        fact     keep  shown
        said         content  until  shown
        heard        ours     until
        done         ours     keep
        rev          ours     keep
        note         content  until  shown
        decided_by   ours     keep
        decider      ours     keep
        decided_at   fact     keep  shown
        sent_at      fact     keep  shown
        practice_id  ours     keep
        created_at   fact     keep  shown
        touched_at   fact     keep
        """,
        # the report of a grant is part of its settlement; submissions and needs are not
        stays=Stays(
            "report",
            lambda table: (table.c.kind == "report") & table.c.sent_at.is_not(None),
            "sent_at",
        ),
        panel="submission need grantee_report",
    ),
    "office_form_file": rows(
        "form_id.person_id",
        """
        id          ours      keep
        form_id     ours      keep  shown
        step        ours      keep  shown
        chat_id     personal  erase
        message_id  personal  minus
        media       fact      keep  shown
        file        content   erase  shown
        album       ours      erase
        at          fact      keep  shown
        gone_at     fact      keep
        """,
    ),
    "need_match": ours(
        "id form_id team_id side state proposed_by ended_by rev created_at changed_at"
    ),
}
