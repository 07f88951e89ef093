"""The map of data: advice beyond the chat, its register, and what came of grants."""

from __future__ import annotations

from bot.storage.data_map.lines import Stays, ours, rows

MAP = {
    "mail_address": rows(
        "@mail",
        """
        id           ours      keep
        email        personal  erase  shown
        verified_at  fact      keep  shown
        refused_at   fact      keep
        created_at   fact      keep  shown
        """,
    ),
    "advice_card": rows(
        "person_id",
        """
        id                 ours      keep
        year               fact      keep  shown
        number             fact      keep  shown
        state              fact      keep  shown
        month              fact      keep  shown
        concerns           fact      keep
        ticket_id          ours      keep  shown
        booking_id         ours      keep
        corrects_id        ours      keep
        advisor_id         ours      keep
        advisor            ours      keep  shown  # as it is signed
        person_id          fact      keep
        person             personal  until  shown
        role               personal  until  shown
        organisation_id    fact      keep
        organisation       fact      until  shown
        organisation_kind  fact      keep  shown
        commune            fact      keep  shown
        topic              fact      keep  shown
        form               fact      keep  shown
        form_words         fact      keep  shown
        day                fact      keep  shown
        minutes            fact      keep  shown
        started_at         fact      keep  shown
        ended_at           fact      keep  shown
        summary            content   until  shown
        advice             content   until  shown
        next_steps         content   until  shown
        general            fact      keep  shown
        confirmed          fact      keep  shown
        confirmed_at       fact      keep  shown
        confirmed_by       fact      keep  shown
        confirmed_message  ours      erase
        told_at            fact      keep
        desk               content   erase  shown  # what a leader does not agree with
        rev                ours      keep
        created_at         fact      keep
        issued_at          fact      keep  shown
        issued_by          ours      keep
        cancelled_at       fact      keep  shown
        cancelled_by       ours      keep
        cancelled_why      content   until  shown
        """,
        # it stays in the register, not in the chats where it was filled
        stays=Stays("card", lambda table: table.c.number.is_not(None), "issued_at", shown=False),
        panel="advice dispute",
    ),
    "closed_month": ours("month closed_by closer closed_at figures"),
    # grantees are organisations; what stands here is the contract with them
    "initiative": ours(
        "id contest organisation_id grantee seat commune title scope agreement starts_on ends_on "
        "awarded paid settled returned participants volunteers state rev created_at changed_at"
    ),
}
