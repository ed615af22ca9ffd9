import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from smsnotify.embedded.ending import Ending
from smsnotify.embedded.paths import Places
from smsnotify.embedded.postgres import begin_postgres
from smsnotify.embedded.refusal import Refused
from smsnotify.embedded.supervisor import Supervisor
from tests.embedded.processes import alive, within


@contextmanager
def _postgres(places: Places) -> Iterator[int]:
    """A server on the lasting data in `places`; gives its process number."""
    with Supervisor(ending=Ending(), say=print) as supervisor:
        begin_postgres(places, lasting=True, supervisor=supervisor, say=print)
        yield supervisor.running[0].process.pid


def _rows(places: Places) -> list[tuple[str]]:
    with psycopg.connect(places.database_url) as connection:
        return connection.execute("SELECT name FROM customer ORDER BY name").fetchall()


def _begin(places: Places, name: str) -> None:
    with psycopg.connect(places.database_url) as connection:
        connection.execute("DROP TABLE IF EXISTS customer")
        connection.execute("CREATE TABLE customer (name text)")
        connection.execute("INSERT INTO customer VALUES (%s)", [name])


def _add(places: Places, name: str) -> None:
    with psycopg.connect(places.database_url) as connection:
        connection.execute("INSERT INTO customer VALUES (%s)", [name])


def test_rows_outlive_an_end_and_a_kill_and_a_lock_file_that_names_a_stranger(
    stopped: Places,
) -> None:
    with _postgres(stopped) as server:
        _begin(stopped, "佐藤")
    assert not alive(server)

    with Supervisor(ending=Ending(), say=print) as supervisor:
        begin_postgres(stopped, lasting=True, supervisor=supervisor, say=print)
        killed = supervisor.running[0].process.pid
        _add(stopped, "山田")
        os.kill(killed, signal.SIGKILL)
        assert within(20, lambda: not alive(killed))
    lock = stopped.postgres / "postmaster.pid"
    # This very process stands for any other that got the number: it lives, and is no PostgreSQL.
    lock.write_text(lock.read_text().replace(str(killed), str(os.getpid()), 1))

    with _postgres(stopped):
        assert _rows(stopped) == [("佐藤",), ("山田",)]


def test_a_server_that_is_killed_is_started_again_and_has_its_rows(
    stopped: Places, supervisor: Supervisor, said: list[str]
) -> None:
    begin_postgres(stopped, lasting=True, supervisor=supervisor, say=said.append)
    _begin(stopped, "佐藤")
    os.kill(supervisor.running[0].process.pid, signal.SIGKILL)

    def answers() -> bool:
        supervisor.pause(0.1)
        try:
            return _rows(stopped) == [("佐藤",)]
        except psycopg.OperationalError:
            return False

    assert within(20, answers)
    assert said[0].partition(";")[0] == "postgres was ended by SIGKILL"


def test_it_is_the_same_on_every_machine_and_the_role_is_no_superuser(stopped: Places) -> None:
    with _postgres(stopped), psycopg.connect(stopped.database_url) as connection:
        found = connection.execute(
            """SELECT current_setting('TimeZone'), current_setting('server_encoding'), datlocprovider::text,
                      datlocale, rolsuper, rolcreatedb, datdba = pg_roles.oid, lower('ÉÄ')
               FROM pg_database, pg_roles WHERE datname = current_database() AND rolname = current_user"""
        ).fetchone()

    assert found == ("UTC", "UTF8", "b", "C.UTF-8", False, True, True, "éä")


def test_only_its_user_and_root_reach_the_socket_and_the_data(stopped: Places) -> None:
    with _postgres(stopped):
        modes = [oct(path.stat().st_mode & 0o777) for path in (stopped.postgres_sockets, stopped.postgres)]

    assert modes == ["0o700", "0o700"]


def test_data_of_another_version_is_refused_and_left_as_it_is(places: Places, supervisor: Supervisor) -> None:
    places.postgres.mkdir()
    (places.postgres / "PG_VERSION").write_text("15\n")

    with pytest.raises(Refused) as refused:
        begin_postgres(places, lasting=True, supervisor=supervisor, say=print)

    assert str(refused.value).splitlines() == [
        f"{places.postgres} was made by PostgreSQL 15; the one installed here is 18 and cannot read it.",
        "To keep the data: go back to the commit it was made with, pg_dump there, load it here.",
        f"To begin anew: mv {places.postgres} {places.postgres}-15",
    ]
    assert [path.name for path in places.postgres.iterdir()] == ["PG_VERSION"]


def test_a_folder_of_something_else_is_refused(places: Places, supervisor: Supervisor) -> None:
    places.postgres.mkdir()
    (places.postgres / "letters.txt").write_text("")

    with pytest.raises(Refused, match="holds something, but no PostgreSQL data"):
        begin_postgres(places, lasting=True, supervisor=supervisor, say=print)


def test_what_an_interrupted_initdb_left_is_no_hindrance(places: Places) -> None:
    half = places.data / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    with _postgres(places):
        _begin(places, "佐藤")

    assert not half.exists()


def test_a_server_left_running_by_an_earlier_start_is_ended_first(stopped: Places) -> None:
    with _postgres(stopped) as earlier:
        _begin(stopped, "佐藤")
        with _postgres(stopped) as later:
            assert within(20, lambda: not alive(earlier))
            assert (_rows(stopped), alive(later)) == ([("佐藤",)], True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become another user")
def test_root_runs_it_as_another_user_below_a_folder_that_is_closed_to_all(
    stopped: Places,
) -> None:
    stopped.data.chmod(0o700)
    stopped.runtime.chmod(0o700)

    with _postgres(stopped) as server:
        _begin(stopped, "佐藤")
        owner = Path(f"/proc/{server}").stat().st_uid
        assert (owner != 0, stopped.postgres.stat().st_uid) == (True, owner)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_data_that_came_to_belong_to_root_is_taken_over(stopped: Places) -> None:
    with _postgres(stopped):
        _begin(stopped, "佐藤")
    for path in (stopped.postgres, *stopped.postgres.rglob("*")):
        os.lchown(path, 0, 0)

    with _postgres(stopped):
        assert _rows(stopped) == [("佐藤",)]


def test_what_is_in_a_failing_statement_is_not_in_the_log(stopped: Places) -> None:
    with (
        _postgres(stopped),
        psycopg.connect(stopped.database_url) as connection,
        pytest.raises(psycopg.errors.CheckViolation),
    ):
        connection.execute(
            "CREATE TABLE texted (phone text CHECK (phone = '')); INSERT INTO texted VALUES ('+819012345678')"
        )
    log = stopped.log("postgres").read_text(errors="replace")
    assert "texted_phone_check" in log
    assert "819012345678" not in log
