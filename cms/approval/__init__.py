"""Joint approval: every signatory approves one exact version, or nothing goes out. Plain Django."""
