"""The words and numbers of the example data. Plain data only: nothing here reads or writes the database."""
