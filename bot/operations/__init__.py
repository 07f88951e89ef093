"""What an operator does with an installation: copies, restoring, moving, looking after its health.

Nothing here is part of a conversation. It may use every room below it; what people hear of it goes
out as any other message does, owed in the outbox.
"""
