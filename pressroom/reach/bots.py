"""Programs that read pages without a reader behind them, by the name they give themselves. Looked at, never kept."""

from __future__ import annotations

import re

_BOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|archiver|scrap(?:er|y)|monitor|uptime|pingdom|checker|validator|preview|fetch"
    r"|facebookexternalhit|embedly|headless|lighthouse|python-|curl/|wget|libwww|httpclient|http_client|go-http|okhttp"
    r"|java/|axios|node-fetch|undici|feedparser|samverkan-pressrum|gptbot|ccbot|anthropic|bytespider|mediapartners",
    re.IGNORECASE,
)


def is_bot(user_agent: str) -> bool:
    """Whether a program names itself as one, or names nothing at all."""
    return not user_agent or _BOT.search(user_agent) is not None
