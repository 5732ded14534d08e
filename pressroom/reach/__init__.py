"""How far our words reach: counts per item, day, channel and source. No person, address, cookie or browser is known."""
