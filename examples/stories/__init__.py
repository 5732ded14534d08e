"""Good examples: what was done together, what it led to, what it means for residents."""
