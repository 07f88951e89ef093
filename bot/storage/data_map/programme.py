"""The map of data: meetings and lists, reminders, organisations, contests, announcements."""

from __future__ import annotations

from bot.storage.data_map.lines import Stays, ours, rows

MAP = {
    "occasion": ours(
        "id kind state title starts_at ends_at place seats taken seq text mark origin changed_by "
        "changed_at created_at"
    ),
    "team": rows(
        "person_id",
        """
        id           ours      keep
        occasion_id  fact      keep  shown
        name         content   keep  shown  # of a firm's team
        site         fact      keep  shown
        shift        fact      keep  shown
        firm         fact      keep  shown
        captain      personal  erase  shown
        phone        personal  erase  shown
        person_id    fact      keep
        seats        fact      keep
        created_at   fact      keep  shown
        left_at      fact      keep
        told_at      ours      keep
        knows_at     ours      keep
        """,
    ),
    "registration": rows(
        "person_id",
        """
        id             fact      keep
        occasion_id    fact      keep  shown
        person_id      fact      keep
        state          fact      keep  shown
        name           personal  until  shown
        organisation   personal  until  shown
        commune        fact      keep  shown
        needs          content   erase  shown
        phone          personal  erase  shown
        email          personal  erase  shown
        channel        fact      keep  shown
        added_by       ours      keep
        guests         fact      keep  shown
        team_id        ours      keep
        place          ours      keep
        offered_until  ours      keep
        coming         fact      keep  shown
        told_seq       ours      keep
        urgent_seq     ours      keep
        knows_seq      ours      keep
        calls          fact      keep
        called_by      ours      keep
        called_at      fact      keep
        present_at     fact      keep  shown
        present_by     fact      keep
        rev            ours      keep
        created_at     fact      keep  shown
        left_at        fact      keep  shown
        left_why       fact      keep
        """,
        stays=Stays("list", lambda table: table.c.present_at.is_not(None), "present_at"),
        redrawn="attr",
    ),
    "occurrence": rows(
        "person_id",
        """
        id         ours     keep
        key        ours     keep  # row numbers
        kind       fact     keep  shown
        subject    ours     keep
        person_id  fact     keep
        moment     fact     keep  shown
        local      fact     keep  shown
        zone       ours     keep
        due_at     fact     keep
        until      ours     keep
        state      fact     keep  shown
        params     content  erase  shown
        made_at    fact     keep
        done_at    fact     keep
        outbox_id  ours     keep
        """,
    ),
    "organisation": rows(
        "@organisation",
        """
        id          fact  keep
        name        fact  keep  shown  # of an organisation, which is nobody
        kind        fact  keep  shown
        commune     fact  keep  shown
        traits      fact  keep  shown
        follows     fact  keep
        created_at  fact  keep
        changed_at  fact  keep
        """,
    ),
    "membership": rows(
        "person_id",
        """
        id               ours  keep
        organisation_id  fact  keep  shown
        person_id        fact  keep
        via              fact  keep  shown
        joined_at        fact  keep  shown
        left_at          fact  otherwise  shown
        role  content erase shown
        since  content erase shown
        asks  ours keep
        left_why  fact keep
        claim_id  ours keep
        ended_by  ours keep
        """,
    ),
    "deadline": rows(
        "@deadline",
        """
        id           ours     keep
        owner        ours     keep
        source       ours     keep
        title        content  erase  shown
        day          content  keep  shown
        later        content  erase  shown
        hour         content  erase  shown
        basis        content  erase  shown
        note         content  erase  shown
        sure         ours     keep
        days_before  ours     keep
        state        fact     keep  shown
        rev          ours     keep
        created_by   ours     keep
        created_at   fact     keep  shown
        done_by      ours     keep
        done_at      fact     keep  shown
        """,
        gone=True,
    ),
    "follow": rows(
        "person_id",
        """
        person_id  ours     keep
        what       content  keep  shown
        since      fact     keep  shown
        """,
        gone=True,
    ),
    "consent": rows(
        "person_id",
        """
        id         ours  keep
        person_id  fact  keep  # that it was given, and taken back, has to be proved
        subject    fact  keep  shown
        given      fact  keep  shown
        method     fact  keep  shown
        at         fact  keep  shown
        version    fact  keep  shown
        """,
    ),
    "announcement": ours(
        "id author_id author chat_id message_id text entities media file subject audience state "
        "rev send_at alone publish_at approved_by approver what corrects view shown_at created_at "
        "started_at finished_at"
    ),
    "announcement_copy": rows(
        "person_id",
        """
        announcement_id  fact  keep  shown
        person_id        fact  keep
        outbox_id        ours  keep
        pressed_at       fact  keep  shown
        opted_out_at     fact  keep  shown
        """,
    ),
    "contest_question": rows(
        "person_id",
        """
        id            ours     keep
        contest       fact     keep  shown
        number        fact     keep  shown
        ticket_id     ours     keep
        person_id     fact     keep
        question      content  until  shown
        answer        content  until  shown
        state         fact     keep  shown
        rev           ours     keep
        author_id     ours     keep
        author        ours     keep
        decided_by    ours     keep
        decider       ours     keep
        created_at    fact     keep  shown
        published_at  fact     keep  shown
        question_id   ours     keep
        told_at       ours     keep
        own           fact     keep
        """,
        # the rules of a contest, the same for all: without any name, with the asker's agreement
        stays=Stays("rules", lambda table: table.c.state == "public", "published_at"),
        panel="rule",
    ),
    "contest_result": rows(
        "person_id",
        """
        person_id  ours     keep
        contest    content  keep  shown
        part       ours     keep  shown
        means      content  keep  shown
        notes      content  keep  shown
        at         fact     keep  shown
        """,
        gone=True,
    ),
    "contest_import": ours(
        "id contest lines state author_id author decided_by decider created_at decided_at"
    ),
    "survey_answer": rows(
        "registration_id.person_id",
        """
        id               ours     keep
        occasion_id      fact     keep  shown
        part             fact     keep  shown
        registration_id  ours     keep
        question         fact     keep  shown
        value            fact     keep  shown
        text             content  erase  shown
        at               fact     keep  shown
        """,
    ),
    "survey": rows(
        "registration_id.person_id",
        """
        registration_id  ours  keep
        part             fact  keep  shown
        answered         fact  keep  shown
        passed           fact  keep  shown
        done_at          fact  keep  shown
        """,
    ),
    "certificate": rows(
        "registration_id.person_id",
        """
        id               ours      keep
        year             fact      keep  shown
        number           fact      keep  shown
        registration_id  ours      keep
        name             personal  until  shown
        title            fact      keep  shown
        day              fact      keep  shown
        hours            fact      keep  shown
        issued_by        ours      keep
        issued_at        fact      keep  shown
        cancelled_at     fact      keep  shown
        cancelled_by     ours      keep
        """,
        stays=Stays("certificate", lambda table: table.c.number > 0, "issued_at"),
    ),
    "occasion_file": ours("id occasion_id kind title chat_id message_id media file added_by at"),
    "made_file": rows(
        "@made_file",
        """
        outbox_id  ours     keep
        name       content  keep  shown
        content    content  keep  shown
        made_at    fact     keep  shown
        """,
        gone=True,
    ),
}
