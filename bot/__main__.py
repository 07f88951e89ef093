"""`python -m bot` is the same as `dzialaj`."""

from bot.cli import main

main()
