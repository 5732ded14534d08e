"""Who asks the API: nobody in particular, or a partner by its key. Known before any version's own code runs."""
