#!/usr/bin/env python
"""Django's command line. Uses the development settings unless DJANGO_SETTINGS_MODULE says otherwise."""

import os
import sys


def main() -> None:
    """Run one management command; settings that are refused end in their one sentence, without a traceback."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.development")
    from django.core.management import execute_from_command_line

    from cms.settings.env import SettingRefused

    try:
        execute_from_command_line(sys.argv)
    except SettingRefused as error:
        sys.exit(f"Not started. {error}")


if __name__ == "__main__":
    main()
