"""Who publishes our words elsewhere: partners, their keys, and what they agreed to."""
