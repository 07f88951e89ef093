"""What we say: one Jinja2 file a message, its Polish words and its buttons together.

`messages` go into chats; `pages` are files that are sent there.

The only room with Polish sentences, besides `/knowledge`. It knows nothing of tickets or Telegram:
it takes names and values, and gives HTML and buttons. Every value is escaped; buttons are made by
calls in the template's source (`button`, `row`, ...), never read out of rendered text.
"""

from bot.templates.texts import Message, Texts

__all__ = ["Message", "Texts"]
