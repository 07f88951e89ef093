"""The advisory helpdesk: a Telegram bot that answers, hands over to people, and reminds."""
