"""The agreement's vocabulary in the admin: areas, goals with indicators, audiences, places, tags."""
