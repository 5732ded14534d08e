"""Saved searches: kept by their words, matched with each new edition once, followed as a feed."""
