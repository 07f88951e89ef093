"""The programme: meetings and who comes to them, contests, deadlines, reminders, announcements.

A use case is a function over one connection and a `Desk`, as in `bot.helpdesk`, which it may call
for what both share (owing messages, people, tickets); the helpdesk knows nothing of this room.
What stands in the files of the programme is read by `bot.knowledge`; what is in force, files and
changes made in the chat together, are the rows of `bot.storage.occasions`.

Each part is a package whose `PART` says what it brings; `bot.parts` joins them. Shared by
all: `occasions` (what is in force), `reminding` (with `kinds`, `planning`, `missing` and
`reckoning`), `panels` (cards that are edited in place), `documents` (files that are made).
"""
