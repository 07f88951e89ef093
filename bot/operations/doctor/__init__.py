"""The doctor: looks at an installation from outside and says what is fine, and what is not.

It changes nothing, takes no lock that a starting bot could miss, prints no secret, and looks at
all that can be looked at: a wrong setting or a lost network spoils only the lines that need it.
Each room of it returns `Finding`s; `examining` puts them together.
"""
