"""The office: advice beyond the chat, and the account that the foundation gives of it.

Who acts for which organisation, questions taken by telephone, drafts that somebody else looks at,
the register of advice and its cards, supported initiatives, reports, and what a person may ask
about their own data. Built as the programme is: each part is a package whose `PART` (see
`bot.programme.part`) says what it brings. It may use the programme and the helpdesk; neither
knows of it.
"""
