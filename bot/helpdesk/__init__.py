"""Use cases of the helpdesk: what we do with questions, tickets, replies and the people in them.

Each public function runs inside one transaction: it re-checks what must hold, writes rows, and
owes messages. Nothing here talks to Telegram, waits for anything, or knows how a message reads.
"""
