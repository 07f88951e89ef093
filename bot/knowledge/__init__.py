"""What we know: reads the files of `/knowledge`, matches questions to entries, decides.

It knows nothing of Telegram, of the database or of who asks; others send what is decided here.
"""
