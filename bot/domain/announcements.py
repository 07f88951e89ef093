"""Announcements: what they are about, how long they may be, and how many a day are enough.

Who gets one, and how it goes out, is left to `bot.programme.announcements`.
"""

from __future__ import annotations

from datetime import timedelta

#: What somebody may not want, each by itself.
SUBJECTS = ("workshops", "contests", "deadlines", "news")
#: The whole of it: nobody hears of anything who has not agreed to this.
EVERYTHING = "announcements"
MEDIA = ("photo", "document")
#: Characters, as Telegram counts them; what stands below the words comes on top of that.
LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
BELOW = 120  # kept for the line below
#: Announcements that one person gets in one day; the next one waits for the morning after.
PER_DAY = 2
ALONE_AFTER = timedelta(minutes=15)
#: How long the others are waited for; then its author may go on alone.
SILENT_AFTER = timedelta(hours=24)
#: How long a message may be corrected or taken back; Telegram deletes nothing older.
MENDED_WITHIN = timedelta(hours=48)


def length(text: str) -> int:
    """Return the length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le")) // 2


def longest(media: str | None) -> int:
    """Return how long the words of a message may be, or those under its file."""
    return LONGEST_CAPTION if media else LONGEST_TEXT
