"""Partners' keys to the API: made here, shown once, kept as a digest."""
