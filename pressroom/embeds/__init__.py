"""Our news on other people's pages: frames, the element with its data, and oEmbed.

A surface of its own: it reads the ledger, and knows nothing of pages, feeds and API.
"""
