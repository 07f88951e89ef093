"""An in-memory Telegram for the demo and for tests: strict as the real one, and movable in time.

`people` is what people do in it, `request` is how the bot reaches it, `page` shows it to a
browser. It knows only the Bot API methods that our bot calls and refuses all others.
"""
