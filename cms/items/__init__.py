"""What every item type shares: fields, blocks, checks before release, the common part of the payload."""
