"""Forms that leaders fill step by step: one make for reports, submissions and needs.

A kind of form (`steps.Kind`) says what is asked, in what order, and until when. Here it is asked
(`asking`), taken (`taking`, `presses`), sent and looked at by coordinators (`moderating`). Each
answer is a row's, so a form can be left and gone on with, and an old button changes nothing.
"""
