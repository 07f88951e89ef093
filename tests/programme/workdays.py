"""A day of work with places and shifts, and a gala, put beside the sample files of a test."""

from __future__ import annotations

from pathlib import Path

DAY = "dzien-spoleczny"
EVENTS = """
dzien-spoleczny:
  kind: meeting
  title: Dzień społeczny
  summary: Pracujemy razem.
  starts: 2027-05-14 08:30
  ends: 2027-05-14 15:00
  capacity: {capacity}
  team_size: 10
  insurance:
    until: 2027-04-30
    columns: [name, firm]
  sites:
    - municipality: Łąck
      work: sprzątanie lasu
      host: nadleśnictwo
      contact: Jan Leśny
      phone: "+48 24 000 00 01"
      equipment: [rękawice, worki]
      rain_plan: sprzątamy świetlicę
      briefing: 2027-05-12 17:00
      briefing_place: świetlica w Łącku
      shifts:
        - hours: "08:30-11:30"
          capacity: {shift}
        - hours: "12:00-15:00"
          capacity: {shift}
    - municipality: Bielsk
      work: malowanie
      host: gmina
      contact: Ewa Malarz
      phone: "+48 24 000 00 02"
      rain_plan: malujemy w środku
      briefing: 2027-05-12 18:00
      briefing_place: urząd gminy
      shifts:
        - hours: "08:30-15:00"
          capacity: {shift}
bal:
  kind: meeting
  title: Bal
  summary: Tańczymy.
  starts: 2027-01-29 18:00
  ends: 2027-01-29 22:00
  venue: remiza
  capacity: 3
  guests: 2
  agenda: [polonez, walc]
"""


def with_workday(files: Path, capacity: int = 60, shift: int = 20) -> Path:
    """Add the day and the gala to the files of a test."""
    path = files / "programme" / "events.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + EVENTS.format(capacity=capacity, shift=shift), encoding="utf-8")
    return files
