"""Situation-picture briefings: goals, the picture now, effects, with figures a journalist can cite."""
