"""Contests: what they are, may I enter, their stages, and questions that everybody may read.

One's own application is helped with alone and to the end, by advisors who do not judge; what is
asked about the rules is answered for all alike. Which contests there are is `known`'s; a ticket's
contest, which concerns advisors everywhere, is `bot.helpdesk.contest_calls`.
"""

from __future__ import annotations

from bot.helpdesk.permissions import Who
from bot.programme import sheets
from bot.programme.contests import (
    asking,
    cards,
    digests,
    following,
    grantee_links,
    last_day,
    publishing,
    quizzes,
    reading,
    results,
    scoring,
)
from bot.programme.part import Part

PART = Part(
    leader={
        "contest": cards.press_show,
        "contest_open": cards.press_new,
        "contest_list": cards.press_list,
        "contest_papers": cards.press_documents,
        "contest_follow": following.follow,
        "contest_unfollow": following.unfollow,
        "contest_quiet": following.unfollow,
        "contest_quiz": quizzes.begin,
        "contest_check": quizzes.begin,
        **dict.fromkeys(quizzes.ANSWERS, quizzes.tap),
        "contest_back": quizzes.back,
        "contest_keep": quizzes.keep,
        "contest_forget": quizzes.forget,
        "contest_answers": reading.show,
        "contest_ask": asking.ask,
        "contest_agree": asking.decide,
        "contest_own": asking.decide,
        "results_of": results.choose,
        "results_offer": results.offer,
        "results_drop": results.drop,
        "results_people": grantee_links.offer,
        "results_link": grantee_links.link,
    },
    leader_may={
        **dict.fromkeys(
            (
                *("contest", "contest_open", "contest_list", "contest_papers", "contest_answers"),
                *("contest_follow", "contest_unfollow", "contest_quiet", "contest_ask"),
                *("contest_quiz", "contest_check", "contest_back", "contest_keep"),
                *("contest_forget", *quizzes.ANSWERS),
            ),
            Who.ANYBODY,
        ),
        "contest_agree": Who.OWNER,
        "contest_own": Who.OWNER,
        **dict.fromkeys(("results_of", "results_offer", "results_drop"), Who.COORDINATOR),
        **dict.fromkeys(("results_people", "results_link"), Who.COORDINATOR),
    },
    advisor={
        "rule_for_all": publishing.for_all,
        "rule_approve": publishing.approve,
        "rule_reject": publishing.reject,
        "rule_fix_question": publishing.ask_words,
        "rule_fix_answer": publishing.ask_words,
        "contest_duty": last_day.take,
        "results_approve": results.approve,
        "results_reject": results.reject,
    },
    advisor_may={
        "rule_for_all": Who.HOLDER,
        "rule_approve": Who.COORDINATOR,
        "rule_reject": Who.COORDINATOR,
        "rule_fix_question": Who.AUTHOR,
        "rule_fix_answer": Who.AUTHOR,
        "contest_duty": Who.MEMBER,
        "results_approve": Who.COORDINATOR,
        "results_reject": Who.COORDINATOR,
    },
    dialogues={asking.DIALOG: asking.take, results.DIALOG: results.take},
    files={results.DIALOG: sheets.read},
    commands={"konkursy": cards.show_list, "wyniki": results.begin},
    group_commands={"ocenia": scoring.mark},
    replies={
        "rule_question": publishing.answered_question,
        "rule_answer": publishing.answered_answer,
    },
    links=(cards.open_link,),
    panels={
        publishing.PANEL: publishing.draw,
        last_day.PANEL: last_day.draw,
        results.PANEL: results.draw,
        results.OWN: results.draw_own,
    },
    documents={results.DOCUMENT: results.SHEET},
    views=dict.fromkeys(following.ANCHORS, following.remind_of),
    follows=(following.changed,),
    steps=(asking.ask_about_tickets, asking.answer_alone, digests.send, last_day.watch),
)
