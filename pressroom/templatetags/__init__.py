"""Template filters of the press room."""
