"""The public website: static pages made of the same files that the bot answers from.

It knows the knowledge and the look, and writes a folder; nothing of it runs afterwards. There are
no cookies, no tracking and no request to anybody else; only the search uses JavaScript.
"""
