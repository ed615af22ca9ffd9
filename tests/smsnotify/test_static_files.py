"""Static files as production serves them: collected once, each under a name of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.stack import ROOT


def test_all_of_them_can_be_collected_and_our_modules_import_each_other_by_hashed_names(
    tmp_path: Path,
) -> None:
    program = (
        "import django; from django.conf import settings; django.setup(); settings.STATIC_ROOT = sys.argv[1];"
        "from django.core.management import call_command; call_command('collectstatic', '--noinput', verbosity=0)"
    )
    environment = dict(os.environ) | {
        "DJANGO_SETTINGS_MODULE": "smsnotify.settings",
        "SECRET_KEY": "of-this-test",
        "FIELD_KEYS": "V1CpmoKrK-P6DXcq9ZwA7al_D3BUjas_Pd9_bd1uxRk=",
        "DATABASE_URL": "postgres://nobody@127.0.0.1:9/none",
        "REDIS_URL": "redis://127.0.0.1:9",
        "EMAIL_URL": "consolemail://",
        "DEMO": "false",
    }
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {program}", str(tmp_path)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    names: dict[str, str] = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]
    importing = [
        name
        for name in names
        if name.startswith("js/") and 'from "./' in (ROOT / "static" / name).read_text()
    ]
    assert importing
    for name in importing:
        collected = (tmp_path / names[name]).read_text()
        imported = [
            line.split('"./')[1].split('"')[0] for line in collected.splitlines() if 'from "./' in line
        ]
        assert imported
        assert all(f"js/{one}" in names.values() for one in imported)
