"""The e-mail channel: a mailbox that is read (IMAP), and a server that takes what goes out (SMTP).

What people mean by their e-mails is `office.mail`'s business; what we write, the helpdesk's.
"""
