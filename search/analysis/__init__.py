"""Words: where they are in a text, in what form they are compared, and what they are made of. Knows no tables."""
