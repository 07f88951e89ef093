"""The slow work on proposals, done beside the conversation: looking, trying, putting in force.

Each part reads rows, works without a transaction, and writes what came of it on the condition that
the row is still the same. So it may end at any moment, and begins again where rows say so.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from bot.domain.masking import without_covers
from bot.domain.messages import Kind
from bot.helpdesk import owing, proposal_cards, proposal_decisions, proposal_views
from bot.helpdesk.desk import Desk
from bot.helpdesk.proposal_words import amendment
from bot.knowledge.amendments import REASONS, Amendment, LeftOut
from bot.knowledge.library import Library
from bot.knowledge.trial import FILES_WRONG, attempt_apart
from bot.storage import proposals, records, staff
from bot.storage.database import Database
from bot.storage.proposals import Proposal

MOST_SIMILAR = 3
MOST_TRIES = 3  # of a trial that ends without a result


class ProposalWork:
    """What is to be done about proposals, one thing at a time."""

    def __init__(
        self,
        database: Database,
        library: Library,
        desk: Callable[[str], Desk],
        cache: Path | None,
    ) -> None:
        self._database, self._library, self._desk = database, library, desk
        self._cache = cache
        self._turn = asyncio.Lock()
        self._again = False

    def wanted(self) -> bool:
        """Note that there is something to do; True when nobody is at work who will see it."""
        self._again = True
        return not self._turn.locked()

    async def put_in_force(self) -> None:
        """Let the knowledge be what is approved now."""
        await self._library.amend(await self._database.read(proposal_decisions.in_force))

    async def do(self) -> None:
        """Do all there is to do."""
        async with self._turn:
            self._again = True
            while self._again:
                self._again = False
                await self._do()

    async def _do(self) -> None:
        await self.put_in_force()
        for left in self._library.left_out:
            await self._tell(left)
        for found in await self._database.read(proposals.unlooked):
            await self._look(found)
        for found in await self._database.read(lambda conn: proposals.in_state(conn, "offered")):
            await self.put_in_force()  # a trial takes long: what was approved meanwhile goes first
            if self._is_to_be_tried(found):
                await self._try(found)

    def _is_to_be_tried(self, found: Proposal) -> bool:
        """Tell whether there is no trial over the knowledge in force, or one that failed.

        One that failed because of wrong files is made again when they are right.
        """
        bench = found.bench
        if bench is None or bench.get("over") != self._over:
            return True
        if bench.get("files_wrong"):
            return not self._library.complaints
        return bool(bench.get("failed")) and bench.get("tries", 0) < MOST_TRIES

    @property
    def _over(self) -> str:
        """Return the mark of the knowledge that a trial is made over."""
        return self._library.current.base.version

    async def _tell(self, left: LeftOut) -> None:
        desk = self._desk("content")
        await self._database.write(lambda conn: tell_conflict(conn, desk, left))

    async def _look(self, found: Proposal) -> None:
        """Find which entries are near a draft."""
        desk, decider = self._desk(f"near{found.id}.{found.rev}"), self._library.current.decider
        decision = await asyncio.to_thread(
            decider.decide, without_covers(found.question), desk.today
        )
        near = [
            {"entry": one.entry, "percent": round(100 * one.confidence)}
            for one in decision.candidates[:MOST_SIMILAR]
        ]

        def work(conn: Connection) -> None:
            if proposals.found_similar(conn, found, near):
                proposal_cards.show_draft(conn, desk, proposals.get(conn, found.id))

        await self._database.write(work)

    async def _try(self, found: Proposal) -> None:
        """Try what was sent, and show it to those who decide; or give it back with the reason."""
        over, given = self._over, amendment(found)
        desk = self._desk(f"tried{found.id}.{found.rev}.{over}")
        desk = desk.because(f"{desk.cause}.{desk.now.timestamp()}")  # it may be made again
        came = {**await self._bench(given, desk), "over": over}
        if came.get("failed") and not came.get("files_wrong"):
            came["tries"] = 1 + (found.bench or {}).get("tries", 0)
        await self._database.write(lambda conn: tried(conn, desk, found, came))

    async def _bench(self, given: Amendment, desk: Desk) -> Mapping[str, Any]:
        if self._library.complaints:
            return FILES_WRONG
        library, in_force = self._library, self._library.amendments
        bench = await attempt_apart(
            library.directory, self._cache, in_force, given, desk.today, library.encoder
        )
        return bench if bench is not None else {"failed": True}


def tried(conn: Connection, desk: Desk, found: Proposal, came: dict[str, Any]) -> None:
    """Store what came of a trial: a card for coordination, or the draft back to its author.

    What waits for a decision while the knowledge changes is tried again.
    """
    back = {"state": "draft", "publish_at": None, "alone": False} if came.get("complaints") else {}
    if not proposals.move(conn, found.id, was=("offered",), bench=came, **back):
        return
    now = proposals.get(conn, found.id)
    if found.bench is None and not back:
        _offer(conn, desk, now)
    proposal_cards.refresh(conn, desk, found.id)


def _offer(conn: Connection, desk: Desk, found: Proposal) -> None:
    """Show coordination what is to be decided about; without anybody else the while begins."""
    who = f"advisor:{found.author_id}"
    records.note(conn, desk.now, who, "proposal_offered", found.ticket_id, content=found.id)
    if proposal_decisions.is_alone(conn, desk, found):
        proposal_decisions.publish_later(conn, desk, found)
    proposal_cards.show_long_answer(conn, desk, found)
    proposal_cards.show_card(conn, desk, found)


def tell_conflict(conn: Connection, desk: Desk, left: LeftOut) -> None:
    """Tell coordination once of something approved that does not fit the files any more."""
    found = proposals.find(conn, left.amendment.ident)
    if found is None or staff.where(conn, owing.GROUP) is None:
        return
    mark = hashlib.sha256(left.why.encode()).hexdigest()[:16]
    view = {
        "content": found.id,
        "rev": found.rev,
        "_content": found.id,
        "kind": found.kind,
        "question": proposal_views.called(desk, found),
        "name": found.name or "",
        "reason": left.why if left.why in REASONS else "words",
        "words": left.why.split(": ", 1)[-1],
    }
    owing.send_to(
        conn,
        desk,
        owing.COORDINATION,
        proposal_decisions.CONFLICT,
        view,
        kind=Kind.ALARM,
        role=proposal_decisions.CONFLICT,
        key=f"content-conflict:{found.id}:{mark}",
    )
