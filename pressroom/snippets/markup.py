"""The text that a web editor pastes: script, element, frame, and the rule that reserves its room."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import escape

from cms.ledger import addresses
from pressroom.snippets import script
from pressroom.snippets.addresses import SCRIPT_PATH, frame_path, pinned_script_path
from pressroom.snippets.choice import DEFAULT_NUMBER, Embed
from pressroom.snippets.room import Room


@dataclass(frozen=True)
class Snippets:
    """Everything to copy for one embed. `pinned` is for hosts that want to approve every version of the script."""

    script: str
    pinned_script: str
    element: str
    style: str
    frame: str


def snippets_for(embed: Embed, *, link: str, title: str, room: Room) -> Snippets:
    """Return the snippets of an embed.

    Args:
        link: absolute address of the page that shows the same: the fallback without script.
        title: what it shows, in words: the link's text and the frame's name.
        room: as `room_for` reckons.
    """
    now = script.current()
    moving, pinned = addresses.absolute(SCRIPT_PATH), addresses.absolute(pinned_script_path(now.digest))
    return Snippets(
        script=f'<script src="{escape(moving)}" async></script>',
        pinned_script=(
            f'<script src="{escape(pinned)}" integrity="{now.integrity}" crossorigin="anonymous" async></script>'
        ),
        element=element_for(embed, link=link, title=title),
        style=style_for(embed, room),
        frame=frame_for(embed, title=title, height=room.pixels),
    )


def element_for(embed: Embed, *, link: str, title: str) -> str:
    """Return the element with the link that readers without script get."""
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in _attributes(embed))
    name = f"samverkan-{embed.kind}"
    return f'<{name}{attributes}><a href="{escape(link)}">{escape(title)}</a></{name}>'


def frame_for(embed: Embed, *, title: str, height: int, width: str = "100%") -> str:
    """Return the iframe. It needs no script; with ours on the page it has the height of its content."""
    source = addresses.absolute(frame_path(embed))
    return (
        f'<iframe src="{escape(source)}" title="{escape(title)}" width="{escape(width)}"'
        f' height="{height}" frameborder="0" loading="lazy"></iframe>'
    )


def style_for(embed: Embed, room: Room) -> str:
    """Return the rule for the host's own style sheet that keeps the page still while the element arrives."""
    name = f"samverkan-{embed.kind}"
    if embed.kind != "list":
        name += f'[item="{embed.item}"]'
    return (
        f"{name} {{ display: block; min-block-size: {room.wide}em; }}\n"
        f"@media (max-width: 40em) {{ {name} {{ min-block-size: {room.narrow}em; }} }}"
    )


def _attributes(embed: Embed) -> list[tuple[str, str]]:
    found = [("language", embed.language)]
    if embed.kind == "list":
        found += embed.selection.query_items()
        found += [("number", str(embed.number))] if embed.number != DEFAULT_NUMBER else []
    else:
        found.append(("item", embed.item))
    if embed.kind == "figure":
        found.append(("figure", embed.figure))
    if embed.is_full:
        found.append(("text", "full"))
    return found + ([("theme", embed.theme)] if embed.theme else [])
