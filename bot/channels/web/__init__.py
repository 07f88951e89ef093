"""The web as a channel: Telegram's webhook, the state of health, figures, and what others add."""
