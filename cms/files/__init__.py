"""Private bytes under their SHA-256, and the cleaning of what people upload. Plain Django."""
