"""Questions of people without Telegram: written down by an advisor, answered on paper or aloud.

`entering` takes the question in the group, `handing` gives the case over to the person by a
one-time link, `paper` is for those who have no Telegram at all: words to read, a page to print.
"""

from __future__ import annotations

from bot.helpdesk.permissions import Who
from bot.office.proxies import entering, farewell, handing, paper
from bot.programme.part import Part

_AUTHORS = {
    **{f"proxy_{source}": entering.choose_source for source in entering.SOURCES},
    f"{entering.TOPIC}*": entering.choose_topic,
    "proxy_same": entering.same_person,
    "proxy_other": entering.same_person,
    "proxy_again": entering.again,
    "proxy_save": entering.save,
    "proxy_drop": entering.drop,
}
_MEMBERS = {
    "proxy_link": handing.give_link,
    "proxy_print": paper.print_answer,
    "proxy_told": paper.told,
}

PART = Part(
    advisor={**_AUTHORS, **_MEMBERS},
    advisor_may={
        **dict.fromkeys(_AUTHORS, Who.AUTHOR),
        **dict.fromkeys(_MEMBERS, Who.MEMBER),
    },
    group_commands={"telefon": entering.command, "wydruk": paper.command},
    replies={entering.PANEL: entering.answered},
    panels={entering.PANEL: entering.draw, paper.PANEL: paper.draw},
    documents={handing.QR: handing.DOCUMENT, **paper.DOCUMENTS},
    links=(handing.follow,),
    farewells=(farewell.forget,),
    steps=(entering.forget,),
)
