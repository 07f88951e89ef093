"""The map of data: questions, tickets, what was said, what is owed, and what is remembered."""

from __future__ import annotations

from bot.storage.data_map.lines import Stays, ours, rows

MAP = {
    "inbox": rows(
        "@inbox",
        """
        update_id    ours      keep  # so that nothing is taken twice
        seq          ours      keep
        chat         personal  otherwise  # a Telegram id
        raw          content   otherwise  shown
        state        ours      keep
        attempts     ours      keep
        not_before   ours      keep
        error        ours      keep
        received_at  fact      keep  shown
        done_at      fact      keep
        """,
    ),
    "outbox": rows(
        "@outbox",
        """
        id           ours      keep
        key          personal  otherwise  # holds the address
        kind         ours      keep
        operation    ours      keep
        lane         personal  otherwise
        priority     ours      keep
        to           personal  otherwise
        template     ours      otherwise  # null means: the words are forgotten
        params       content   otherwise  shown
        frozen       content   otherwise  shown
        coalesce     personal  otherwise  # may hold the address
        ticket_id    ours      keep
        role         ours      keep
        state        fact      keep  # counted: sent, failed
        attempts     ours      keep
        misses       ours      keep
        doubtful     ours      keep
        not_before   ours      keep
        valid_until  ours      keep
        reason       ours      keep
        created_at   fact      keep  shown
        sending_at   ours      keep
        finished_at  fact      keep
        """,
    ),
    "receipt": rows(
        "@receipt",
        """
        chat_id      personal  otherwise  # rows of a private chat go
        message_id   ours      otherwise
        role         ours      keep
        ticket_id    ours      keep
        post_id      ours      keep
        outbox_id    ours      keep
        digest       ours      keep  # a hash
        at           fact      keep
        practice_id  ours      keep
        content_id   ours      keep
        subject      ours      keep
        """,
    ),
    "person": rows(
        "id",
        """
        id               fact      keep  # people are counted by it
        telegram_id      personal  otherwise  shown  # last of all: the other steps need it
        mail_id          personal  otherwise
        name             personal  otherwise  shown
        anonymous        fact      keep  shown
        organisation     personal  erase  shown
        commune          fact      keep  shown  # reports count by commune
        phone            personal  erase  shown
        phone_hours      personal  erase  shown
        reachable        ours      keep
        announcements    fact      otherwise  shown
        notice_shown_at  fact      keep  shown
        notice_read_at   fact      keep  shown
        start_payload    ours      erase
        dialog           ours      erase
        dialog_data      content   erase  shown
        dialog_until     ours      erase
        created_at       fact      keep  shown
        under_18         fact      keep  shown
        source           fact      keep  shown
        erased_at        ours      otherwise
        legal_hold       ours      keep  shown
        """,
    ),
    "advisor": ours(
        "telegram_id name specialities coordinator blocked member checked_at hints scores trainee "
        "tax_qualified"
    ),
    "place": ours("alias chat_id thread_id forum title made_at"),
    "question": rows(
        "person_id",
        """
        id                fact      keep  shown
        person_id         fact      keep
        chat_id           personal  erase
        message_id        personal  minus
        text              content   erase  shown
        entities          content   erase  shown
        media             fact      keep  shown
        album             ours      erase
        state             fact      keep  shown
        zone              fact      keep
        kind              fact      keep
        topic             fact      keep  shown
        topics            fact      keep
        topic_confidence  fact      keep
        entry             fact      keep  shown
        confidence        fact      keep
        candidates        fact      keep  # entries of ours
        base_version      ours      keep
        feedback          fact      keep  shown
        rev               ours      keep
        previous_id       ours      keep
        until             ours      keep
        ticket_id         ours      keep  shown
        asked_at          fact      keep  shown
        edited_at         fact      keep  shown
        """,
    ),
    "ticket": rows(
        "person_id",
        """
        id                 fact      keep  shown
        person_id          fact      keep
        channel            fact      keep  shown
        address            personal  otherwise
        topic              fact      keep  shown
        need               fact      keep  shown
        state              fact      keep  shown
        rev                ours      keep
        question_id        ours      keep
        voice              fact      keep
        confirms           ours      keep
        deadline           content   erase  shown
        delivered          content   erase  shown
        letter             fact      keep  shown
        promised_at        fact      keep  shown
        promised_from      fact      keep
        promise_kept       fact      keep
        advisor_id         ours      keep
        claimed_at         fact      keep
        answered_at        fact      keep  shown
        waiting_since      fact      keep
        waiting_reminders  fact      keep
        nudged_at          ours      keep
        escalated_at       ours      keep
        closed_at          fact      keep  shown
        closed_by          fact      keep  shown
        rating             fact      keep  shown
        follows            ours      keep  shown
        call_wanted        ours      keep
        opened_at          fact      keep  shown
        contest            fact      keep  shown
        confidential       fact      keep  shown
        second_advisor_id  ours      keep
        organisation_id    fact      keep
        shared             ours      keep  shown
        entered_by         ours      keep
        numbers_shown  ours keep
        """,
    ),
    "post": rows(
        "ticket_id.person_id",
        """
        id          ours      keep
        ticket_id   ours      keep  shown
        side        fact      keep  shown
        author_id   personal  otherwise  # a leader's; an advisor's stays
        author      personal  otherwise  shown  # as it was signed
        chat_id     personal  otherwise  # a leader's; places in the group stay
        message_id  personal  otherwise
        text        content   erase  shown
        entities    content   erase  shown
        media       fact      keep  shown
        file        content   erase  shown
        album       ours      erase
        state       ours      keep
        outbox_id   ours      keep
        edited_at   fact      keep  shown
        at          fact      keep  shown
        """,
        panel="paper",
    ),
    "practice": rows(
        "person_id",
        """
        id            ours      keep  shown
        person_id     fact      keep
        state         fact      keep  shown
        done          ours      keep
        people_agree  fact      keep  shown
        consent_at    fact      keep  shown
        rev           ours      keep
        slug          content   erase  shown  # made of its title
        note          content   erase  shown
        decided_by    ours      keep
        decider       ours      keep
        sent_at       fact      keep  shown
        decided_at    fact      keep
        created_at    fact      keep  shown
        touched_at    fact      keep
        """,
        panel="paper",
    ),
    "practice_part": rows(
        "practice_id.person_id",
        """
        id           ours      keep
        practice_id  ours      keep  shown
        field        ours      keep  shown
        chat_id      personal  erase
        message_id   personal  minus
        text         content   erase  shown
        entities     content   erase  shown
        media        fact      keep  shown
        file         content   erase  shown
        album        ours      erase
        decision     content   erase  shown
        at           fact      keep  shown
        edited_at    fact      keep
        """,
    ),
    "review": ours(
        "id month kind name mark asked_at verdict until decided_by decider decided_at remind_at"
    ),
    "content_revision": rows(
        "@proposal",
        """
        id          ours     keep
        kind        ours     keep
        name        ours     keep
        topic       ours     keep
        state       ours     keep
        rev         ours     keep
        asked       content  erase  shown  # a leader's words, masked
        question    content  until  shown
        answer      content  until  shown
        source      content  until  shown
        text        content  until  shown
        base        ours     keep
        author_id   ours     keep
        author      ours     keep
        thread      ours     keep
        ticket_id   ours     keep
        similar     ours     keep
        bench       ours     until
        alone       ours     keep
        publish_at  ours     keep
        offered_at  ours     keep
        decided_by  ours     keep
        decider     ours     keep
        decided_at  ours     keep
        created_at  ours     keep
        touched_at  ours     keep
        """,
        # in the knowledge: written by an advisor, with nobody in it, read by a second person
        stays=Stays("knowledge", lambda table: table.c.state == "approved", ""),
    ),
    "gap": rows(
        "@gap",
        """
        id           ours     keep
        week         ours     keep
        text         content  erase  shown  # masked words of one of those who asked
        topic        fact     keep
        people       fact     keep
        questions    ours     keep  # numbers
        state        ours     keep
        revision_id  ours     keep
        """,
    ),
    "audit": rows(
        "@audit",
        """
        id         ours  keep
        at         fact  keep  shown
        actor      ours  keep  # row numbers of people, Telegram ids of advisors
        action     ours  keep  shown
        ticket_id  ours  keep  shown
        data       ours  keep  # numbers and words of ours
        seal       ours  keep
        """,
    ),
    "token": ours("digest purpose made_at expires_at used_at"),
    "fact": rows(
        "@fact",
        """
        name   ours     keep
        value  content  otherwise  shown  # drafts, early edits: the rows go
        """,
        gone=True,
    ),
}
