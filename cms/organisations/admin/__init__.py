"""The organisation registry in the admin: names, press contacts, members, logo. Each administrator's own only."""
