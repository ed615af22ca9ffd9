#!/usr/bin/env python
"""Command line of smsnotify (Django's own, see docs/running.md)."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "smsnotify.settings")
    execute_from_command_line(sys.argv)
