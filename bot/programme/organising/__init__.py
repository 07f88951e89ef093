"""Organising by the coordinator: occasions made, copied, changed, called off, imported, printed.

All in the private chat. `form*` asks and reads, `drafts` keeps what is not done yet, `sheets`
holds it to the checks of the files; `publishing` and `changing` put it in force with all that
follows.
`import_*` does the same from a table. Where files and chat disagree, `alarms` lets a coordinator
decide in the group.
"""

from __future__ import annotations

from bot.helpdesk.permissions import Who
from bot.programme.organising import (
    alarms,
    changing,
    form,
    form_presses,
    form_words,
    import_columns,
    import_template,
    importing,
    lists,
    papers,
    poster,
    publishing,
)
from bot.programme.part import Part

_MINE = {
    "org_new": lists.new,
    "org_new_event": lists.new,
    **dict.fromkeys(lists.CHOICES, lists.choose),
    **dict.fromkeys(lists.TURNS, lists.turn),
    "org_clone_it": publishing.clone,
    "org_change_it": changing.begin,
    "org_cancel_it": changing.ask_reason,
    "org_papers_it": papers.show,
    "org_poster": papers.send_poster,
    **dict.fromkeys(form_presses.PICKS, form_presses.pick),
    "org_skip": form_presses.skip,
    "org_leave": form_presses.leave,
    "org_agree": form_presses.agree,
    "org_differently": form_presses.differently,
    "org_fix": form_presses.fix,
    "org_back": form_presses.back,
    **dict.fromkeys(form_presses.FIXES, form_presses.again),
    "org_drop": form_presses.drop,
    "org_resume": form_presses.resume,
    "org_publish": publishing.publish,
    "org_go": changing.go,
    "org_call_off": changing.call_off,
    "org_import": importing.begin,
    "org_import_csv": importing.as_csv,
    "org_import_go": importing.go,
}
_IN_GROUP = {
    "org_take_file": alarms.take_file,
    "org_keep_chat": alarms.keep_chat,
    "org_gone_cancel": alarms.call_off,
    "org_gone_keep": alarms.keep,
}

PART = Part(
    leader=_MINE,
    leader_may=dict.fromkeys(_MINE, Who.COORDINATOR),
    advisor=_IN_GROUP,
    advisor_may=dict.fromkeys(_IN_GROUP, Who.COORDINATOR),
    dialogues={
        form.DIALOG: form_words.take,
        changing.CANCELLING: changing.take_reason,
        importing.DIALOG: importing.take,
    },
    files={importing.DIALOG: import_columns.read_file},
    commands={"warsztat": lists.show_workshops, "wydarzenie": lists.show_events},
    documents={poster.NAME: poster.POSTER, **import_template.DOCUMENTS},
)
