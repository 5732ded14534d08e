"""What feedgen lacks, added the way it adds its own: per namespace a class for the feed and one for entries."""
