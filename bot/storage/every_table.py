"""All tables in one metadata: a module of tables has to be named here to exist in a database."""

from __future__ import annotations

from bot.storage import (
    advice_tables,
    booking_tables,
    draft_tables,
    grant_tables,
    mail_tables,
    organisation_tables,
    privacy_tables,
    programme_tables,
    proxy_tables,
    report_tables,
)
from bot.storage.tables import metadata as metadata

MODULES = (
    programme_tables,
    advice_tables,
    booking_tables,
    draft_tables,
    proxy_tables,
    grant_tables,
    organisation_tables,
    report_tables,
    mail_tables,
    privacy_tables,
)
