"""The parties that answer for the place: their names, press contacts and duty hours. Plain Django."""
