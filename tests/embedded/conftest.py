import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from smsnotify.embedded.ending import Ending
from smsnotify.embedded.folders import make_folders, make_private
from smsnotify.embedded.paths import Places, places_inside
from smsnotify.embedded.postgres import begin_postgres
from smsnotify.embedded.supervisor import Supervisor


@pytest.fixture
def folder() -> Iterator[Path]:
    """Like tmp_path, with a name short enough for sockets, and passable for the user PostgreSQL becomes."""
    made = Path(tempfile.mkdtemp(prefix="smsnotify-test-"))
    make_private(made)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def places(folder: Path) -> Places:
    places = places_inside(folder)
    make_folders(places)
    return places


@pytest.fixture(scope="session")
def stopped() -> Iterator[Places]:
    """A stopped PostgreSQL with its data, for all tests that leave it so: initdb takes a second or two."""
    folder = Path(tempfile.mkdtemp(prefix="smsnotify-test-"))
    make_private(folder)
    places = places_inside(folder)
    make_folders(places)
    with Supervisor(ending=Ending(), say=print) as supervisor:
        begin_postgres(places, lasting=False, supervisor=supervisor, say=print)
    yield places
    shutil.rmtree(folder)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(said: list[str]) -> Iterator[Supervisor]:
    ending = Ending()
    with Supervisor(ending=ending, say=said.append, grace=2.0) as entered:
        yield entered


@pytest.fixture
def bare_environment() -> dict[str, str]:
    """Ours, without the servers that the tests themselves run on."""
    outside = ("DATABASE_URL", "REDIS_URL", "DATABASE_URL_FILE", "REDIS_URL_FILE")
    return {name: value for name, value in os.environ.items() if name not in outside}
