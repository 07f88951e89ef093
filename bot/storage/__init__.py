"""What we remember: tables, a repository for each aggregate, the inbox, the outbox, migrations."""
