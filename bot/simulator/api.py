"""The Bot API of the small world: one call in, one HTTP status and answer out.

Every call is recorded, checked against the register, and refused in Telegram's words.
What the methods do stands in `sending`, `copying`, `editing`, `topics` and `profile`.
"""

from __future__ import annotations

import copy
import inspect
from typing import Any

from bot.simulator import copying, editing, profile, sending, topics
from bot.simulator.faults import ConnectionBroken, takes_effect
from bot.simulator.model import Json, Message
from bot.simulator.parameters import METHODS, Params
from bot.simulator.records import Call, Violation
from bot.simulator.refusals import Refusal, too_fast, wrong_call
from bot.simulator.world import World

PARTS = (copying, editing, profile, sending, topics)  # importing them fills the register
_COUNTED = ("send", "copy", "forward", "editMessage", "createForumTopic", "editForumTopic")
_QUIET = frozenset({"getUpdates", "sendChatAction"})


class Api:
    """The bot's side of a world."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def call(self, method: str, params: Params) -> tuple[int, Json]:
        """Carry out one call; raise ConnectionBroken when a fault ordered swallows the answer."""
        record = Call(method, copy.deepcopy(dict(params)))
        self.world.calls.append(record)
        fault = self.world.faults.take(method)
        try:
            if fault is not None and fault.kind == "flood":
                raise too_fast(fault.retry_after)
            if fault is not None and fault.kind == "http_500":
                raise Refusal("", "fault", 500)
            if fault is not None and not takes_effect(fault.kind):
                raise ConnectionBroken(fault.kind)
            record.result = await self._carry_out(method, params)
            if fault is not None and fault.kind == "http_500_after":
                raise Refusal("", "fault", 500)
            record.ok = True
        except Refusal as refusal:
            self._note(record, refusal)
            return refusal.code, refusal.answer()
        except ConnectionBroken as broken:
            record.error = broken.kind
            raise
        finally:
            if method not in _QUIET:
                self.world.changed.ring()
        if fault is not None:
            record.error = fault.kind
            raise ConnectionBroken(fault.kind)
        return 200, {"ok": True, "result": record.result}

    async def _carry_out(self, name: str, params: Params) -> Any:
        method = METHODS.get(name)
        if method is None:  # 400: python-telegram-bot would take 404 for a wrong token
            raise wrong_call(f"unknown method {name}")
        method.check(params)
        self._check_limits(name, params)
        result = method.run(self.world, params)
        return _json(await result if inspect.isawaitable(result) else result)

    def _check_limits(self, name: str, params: Params) -> None:
        limits, chat_id = self.world.limits, params.get("chat_id")
        counted = name.startswith(_COUNTED) and name not in _QUIET
        if limits is None or not counted or not isinstance(chat_id, int):
            return
        cost = len(params.get("media") or params.get("message_ids") or "1")
        wait = limits.refused_for(chat_id, self.world.clock.monotonic(), cost)
        if wait:
            raise too_fast(wait)

    def _note(self, record: Call, refusal: Refusal) -> None:
        record.error = refusal.description
        violation = Violation(refusal.kind, record.method, refusal.description)
        self.world.refusals.append(violation)
        if refusal.kind not in ("flood", "fault"):
            self.world.violations.append(violation)


def _json(result: Any) -> Any:
    if isinstance(result, Message):
        return result.json()
    if isinstance(result, list):
        return [_json(item) for item in result]
    return result


async def call(world: World, method: str, params: Params) -> tuple[int, Json]:
    """Carry out one call in a world."""
    return await Api(world).call(method, params)
