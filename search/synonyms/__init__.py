"""Words that mean the same in this press room, kept by editors and put in when a query is asked."""
