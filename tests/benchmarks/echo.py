"""What our bot is compared with: the library's Application, its own polling, one handler.

It keeps nothing and promises nothing; whatever it has fetched and not answered is gone when it
ends. With a webhook the update goes into the library's queue, as its documentation shows for web
servers of one's own. Started as `python -m tests.benchmarks.echo API_URL [WEBHOOK_URL]`.
"""

from __future__ import annotations

import asyncio
import sys
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

from tests.benchmarks.bare_telegram import SECRET, TOKEN


async def _echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message is not None and update.message.text is not None
    await update.message.reply_text(update.message.text)


async def _serve(application: Application, webhook_url: str) -> None:
    async def receive(request: Request) -> Response:
        update = Update.de_json(await request.json(), application.bot)
        await application.update_queue.put(update)
        return Response()

    address = urlsplit(webhook_url)
    routes = [Route(address.path, receive, methods=["POST"])]
    config = uvicorn.Config(
        Starlette(routes=routes), host=str(address.hostname), port=int(address.port or 0),
        log_level="error", access_log=False,
    )  # fmt: skip
    async with application:
        await application.start()
        await application.bot.set_webhook(webhook_url, secret_token=SECRET)
        await uvicorn.Server(config).serve()


def main(api_url: str, webhook_url: str | None = None) -> None:
    """Answer every text with itself, for ever."""
    builder = ApplicationBuilder().token(TOKEN).base_url(f"{api_url}/bot")
    application = (builder if webhook_url is None else builder.updater(None)).build()
    application.add_handler(MessageHandler(filters.TEXT, _echo))
    if webhook_url is None:
        application.run_polling()
    else:
        asyncio.run(_serve(application, webhook_url))


if __name__ == "__main__":
    main(*sys.argv[1:])
