"""Runs one of them, with Django set up before its imports."""

import importlib
import json
import sys

import django

if __name__ == "__main__":
    django.setup()
    print(json.dumps(importlib.import_module(f"bench.programs.{sys.argv[1]}").main(sys.argv[2:])), flush=True)
