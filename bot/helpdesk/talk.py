"""What asks for nothing, and what always asks: kinds of media and of words."""

from __future__ import annotations

#: Media that carry a question; the rest (stickers, dice, ...) are answered kindly.
ASKING = frozenset({"photo", "voice", "document", "video", "video_note", "audio", "animation"})
#: What the rest is answered as; all others as a sticker.
MEDIA_TALK = {"location": "location", "venue": "location", "contact": "contact"}
#: Kinds of words that need no human and no ticket.
TALK = frozenset({"greeting", "thanks", "goodbye", "smalltalk", "abuse", "empty"})
#: Kinds that end something, unless they go on to ask.
AGREEING = frozenset({"thanks", "goodbye", "denial", "confirmation", "resolved"})
