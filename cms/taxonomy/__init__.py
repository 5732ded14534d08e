"""What items are tagged with: areas, goals with indicators, audiences, places, tags. In all languages."""
