"""The register of certificates: numbers without gaps in a year, and what was cancelled in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from bot.storage.programme_tables import certificate, registration
from bot.storage.rows import add, change, every, one


@dataclass(frozen=True, slots=True)
class Certificate:
    """One certificate as it was issued; its number stays taken when it is cancelled."""

    id: int
    year: int
    number: int
    registration_id: int
    name: str
    title: str
    day: str
    hours: int
    issued_by: int | None
    issued_at: datetime
    cancelled_at: datetime | None
    cancelled_by: int | None

    @property
    def sign(self) -> str:
        """Return the number as it is printed: "7/2027"."""
        return f"{self.number}/{self.year}"


def issue(conn: Connection, year: int, registration_id: int, **values: Any) -> int:
    """Enter a certificate under the next number of its year, and return its row.

    The writing transaction is the only one at that moment, and numbers are unique: if it fails, no
    number is used up.
    """
    last = select(func.max(certificate.c.number)).where(certificate.c.year == year)
    number = int(conn.execute(last).scalar() or 0) + 1
    return add(
        conn, certificate, year=year, number=number, registration_id=registration_id, **values
    )


def find(conn: Connection, ident: int) -> Certificate | None:
    """Return a certificate, in force or cancelled."""
    return one(conn, Certificate, select(certificate).where(certificate.c.id == ident))


def in_force(conn: Connection, registration_id: int) -> Certificate | None:
    """Return somebody's certificate that counts, if there is one."""
    query = select(certificate).where(
        certificate.c.registration_id == registration_id, certificate.c.cancelled_at.is_(None)
    )
    return one(conn, Certificate, query)


def of_occasion(conn: Connection, occasion_id: str) -> list[Certificate]:
    """Return what was issued for an occasion, cancelled ones too, in order of number."""
    mine = select(registration.c.id).where(registration.c.occasion_id == occasion_id)
    query = select(certificate).where(certificate.c.registration_id.in_(mine))
    return every(conn, Certificate, query.order_by(certificate.c.year, certificate.c.number))


def of_year(conn: Connection, year: int) -> list[Certificate]:
    """Return the register of a year, in order of number."""
    query = select(certificate).where(certificate.c.year == year)
    return every(conn, Certificate, query.order_by(certificate.c.number))


def cancel(conn: Connection, ident: int, by: int, now: datetime) -> bool:
    """Cancel a certificate that counts; tell whether it did. Its number is never given again."""
    still = certificate.c.cancelled_at.is_(None)
    values = {"cancelled_at": now, "cancelled_by": by}
    return change(conn, certificate, certificate.c.id == ident, still, **values) == 1
