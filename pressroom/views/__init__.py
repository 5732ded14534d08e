"""The press room's pages: HTML over the ledger. Views read `cms.ledger.queries`, shape and render; none saves."""
