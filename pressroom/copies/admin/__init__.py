"""Partners' pages in the workshop, under /admin/partnersidor/."""
