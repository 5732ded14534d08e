"""The index in the database: SQLite's FTS5 or PostgreSQL's full text. Answers when no engine is set up, or it can't.

See docs/decisions/0028-search-on-the-database.md.
"""
