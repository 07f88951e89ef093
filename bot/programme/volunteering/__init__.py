"""A day of work together: teams, their captains and places, papers, and what if it rains."""

from __future__ import annotations

from bot.programme.part import Part

PART = Part()
