"""Pure rules and values: time, promises, states, codecs. Standard library only.

Nothing here reads a clock, a file or a database: every moment and every setting is an argument.
"""
