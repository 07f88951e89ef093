"""What we say: one Jinja2 file a message, its Polish words and its buttons together.

`messages` go into chats, `reminders` when their time comes; `pages` are files that are sent there.

The only room with Polish sentences, besides `/knowledge`. It knows nothing of tickets or Telegram:
it takes names and values, and gives HTML and buttons. Every value is escaped; buttons are made by
calls in the template's source (`button`, `row`, ...), never read out of rendered text.
The look that all pages of ours share lies here, too.
"""

from collections.abc import Iterable
from pathlib import Path

from bot.templates.texts import REMINDERS, Message, Texts, front_of

#: Colours, type and space, as CSS; and the mark that stands for us.
LOOK = Path(__file__).parent / "look.css"
MARK = Path(__file__).parent / "icon.svg"
#: What stands beside tables that are handed out to be filled in.
TABLES = Path(__file__).parent / "tables"

HUES = 6  # of topics, in look.css

__all__ = ["LOOK", "MARK", "REMINDERS", "TABLES", "Message", "Texts", "front_of", "look"]


def look(topics: Iterable[str]) -> str:
    """Return the look with a hue for each topic, in small doses: data-topic, and var(--hue)."""
    hues = (
        f'[data-topic="{topic}"] {{ --hue: var(--hue-{number % HUES + 1}); }}\n'
        for number, topic in enumerate(topics)
    )
    return LOOK.read_text(encoding="utf-8") + "".join(hues)
