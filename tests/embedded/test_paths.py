import tempfile
from pathlib import Path
from urllib.parse import unquote

import environ
import pytest
from psycopg.conninfo import conninfo_to_dict

from smsnotify.embedded.paths import LONGEST_SOCKET_PATH, places_inside, places_of
from smsnotify.embedded.refusal import Refused

LONG = Path("/home/店主/a folder with spaces/" + "long/" * 60)


def test_every_checkout_and_every_user_has_sockets_of_its_own_and_the_same_ones_at_every_start() -> None:
    runtimes = [
        places_of(project, uid=uid).runtime
        for project, uid in (
            (Path("/srv/a"), 0),
            (Path("/srv/b"), 0),
            (Path("/srv/a"), 1000),
            (Path("/srv/a"), 0),
        )
    ]

    assert len(set(runtimes)) == 3
    assert runtimes[0] == runtimes[3]


def test_data_lies_in_the_checkout_and_sockets_where_their_path_is_short() -> None:
    places = places_of(LONG, uid=1000)

    assert places.postgres == LONG / "var" / "postgres"
    assert places.log("web") == LONG / "var" / "log" / "web.log"
    assert (
        places.postgres_sockets.parent.parent
        == places.redis_socket.parent.parent
        == Path(tempfile.gettempdir())
    )


def test_a_folder_too_long_for_a_socket_is_refused_with_the_way_out() -> None:
    with pytest.raises(Refused) as refused:
        places_inside(Path("/" + "x" * 80))

    longest = f"/{'x' * 80}/run/postgres/.s.PGSQL.5432"
    assert str(refused.value) == (
        f"A socket's path may have {LONGEST_SOCKET_PATH} bytes, and {longest} has 108."
        " Set TMPDIR to a folder with a shorter name."
    )


def test_libpq_and_django_environ_read_the_same_address() -> None:
    url = places_inside(Path("/srv/Some Place")).database_url

    assert conninfo_to_dict(url) == {
        "user": "smsnotify",
        "dbname": "smsnotify",
        "host": "/srv/Some Place/run/postgres",
    }
    read = environ.Env.db_url_config(url)
    assert (read["USER"], unquote(read["HOST"]), read["NAME"]) == (
        "smsnotify",
        "/srv/Some Place/run/postgres",
        "smsnotify",
    )
