from pathlib import Path

import pytest

from smsnotify.embedded.development import development_environment, preparations, processes
from smsnotify.embedded.paths import PROJECT, places_inside
from smsnotify.embedded.ports import Listeners
from smsnotify.embedded.refusal import Refused
from smsnotify.embedded.servers import addressed

LISTENERS = Listeners(bind="127.0.0.1", port=8080, simulator_port=8081)
PLACES = places_inside(Path("/srv/shop"))


def test_the_demo_is_found_at_its_address_and_what_is_set_stays() -> None:
    assert development_environment({"BASE_URL": "https://sms.example"}, listeners=LISTENERS) == {
        "DEMO": "true",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "BASE_URL": "https://sms.example",
        "PYTHONUNBUFFERED": "1",
    }


@pytest.mark.parametrize(
    ("bind", "names"),
    [
        ("192.168.1.5", "localhost,127.0.0.1,[::1],192.168.1.5"),
        ("::1", "localhost,127.0.0.1,[::1]"),
        ("0.0.0.0", "*"),
        ("::", "*"),
    ],
)
def test_it_answers_to_the_names_of_the_address_it_is_bound_to(bind: str, names: str) -> None:
    listeners = Listeners(bind=bind, port=8080, simulator_port=8081)

    assert development_environment({}, listeners=listeners)["ALLOWED_HOSTS"] == names


def test_every_lane_has_a_worker_beside_web_beat_and_simulator() -> None:
    names = [program.name for program in processes(PLACES, {}, listeners=LISTENERS)]

    assert names == ["simulator", "web", "worker-urgent", "worker-bulk", "worker-upkeep", "beat"]


def test_every_process_runs_in_the_project_and_writes_a_log_of_its_own() -> None:
    programs = (*preparations(PLACES, {}, listeners=LISTENERS), *processes(PLACES, {}, listeners=LISTENERS))

    assert {program.folder for program in programs} == {PROJECT}
    assert [program.log for program in programs] == [
        PLACES.logs / f"{program.name}.log" for program in programs
    ]


def test_embedded_addresses_are_given_without_libpqs_own_variables() -> None:
    environment = addressed({"PGPORT": "5433", "LANG": "C"}, places=PLACES)

    assert environment == {
        "LANG": "C",
        "DATABASE_URL": "postgres://smsnotify@%2Fsrv%2Fshop%2Frun%2Fpostgres/smsnotify",
        "REDIS_URL": "redis+socket:///srv/shop/run/redis.sock",
    }


def test_an_outside_server_stays_named_as_it_is_also_by_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "database-url"
    secret.write_text("postgres://db/smsnotify\n")
    given = {"PGSSLMODE": "require", "DATABASE_URL_FILE": str(secret)}

    assert addressed(given, places=PLACES) == {
        "PGSSLMODE": "require",
        "DATABASE_URL": "postgres://db/smsnotify",
        "REDIS_URL": "redis+socket:///srv/shop/run/redis.sock",
    }


def test_a_file_that_cannot_be_read_is_named() -> None:
    with pytest.raises(Refused) as refused:
        addressed({"REDIS_URL_FILE": "/no/such/file"}, places=PLACES)

    assert str(refused.value) == "REDIS_URL_FILE=/no/such/file cannot be read: No such file or directory"
