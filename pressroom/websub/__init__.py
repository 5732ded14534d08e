"""WebSub (https://www.w3.org/TR/websub/): feeds are sent to whoever has subscribed, as soon as they change.

See docs/features/websub.md.
"""
