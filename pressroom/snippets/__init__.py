"""What other sites paste to show our news: what can be chosen, its addresses, the script, the ready-made markup.

Below the surfaces: the builder page prints it, oEmbed answers it, the embeds serve it.
"""
