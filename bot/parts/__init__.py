"""All parts of the programme and of the office as one house: where channel, sender and clock ask.

`putting_together` is the list of parts and the tables that come of it; `preparing` and `recording`
stand between the outbox and those who owe, `sweeps` between the clock and what is due.
"""
