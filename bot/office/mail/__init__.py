"""E-mail as a channel of the same tickets: what comes, what came back, who is known by an address.

Fetching and sending are the channel's business (`channels.email`), our words the helpdesk's
(`helpdesk.mail_letters`). What stands in an e-mail is believed only as far as its address goes.
"""

from __future__ import annotations

from bot.office.mail import registering, watching
from bot.programme.part import Part

PART = Part(steps=(registering.know, watching.tell_left))
