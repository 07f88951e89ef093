"""Where people come in and what we owe goes out: Telegram, and the web server beside it."""
