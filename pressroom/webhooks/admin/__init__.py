"""Partners' webhooks in the workshop, under /admin/webhooks/."""
