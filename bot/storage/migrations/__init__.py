"""Alembic's revisions of the tables, generated from `bot.storage.tables`."""
