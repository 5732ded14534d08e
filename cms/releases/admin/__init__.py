"""The release desk in the admin: look through, release, correct, withdraw. Views are thin; services.py decides."""
