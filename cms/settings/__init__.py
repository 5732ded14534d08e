"""Settings: base, and one leaf each for development, test and production."""
