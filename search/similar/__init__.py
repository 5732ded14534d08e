"""What has been said before: public texts like one that is being written, and tags that fit it."""
