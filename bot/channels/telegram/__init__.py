"""Telegram as a channel: updates become plain values here, and commands become calls.

With `simulator/request.py` the only place that imports `telegram`.
"""
