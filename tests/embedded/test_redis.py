import os
import signal

import pytest
import redis

from smsnotify.embedded.ending import Ending
from smsnotify.embedded.paths import Places
from smsnotify.embedded.redis import begin_redis, redis_program
from smsnotify.embedded.supervisor import Supervisor
from tests.embedded.processes import alive, within


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_lasting_data_is_there_at_the_next_start(places: Places, ending: signal.Signals) -> None:
    with Supervisor(ending=Ending(), say=print) as supervisor:
        begin_redis(places, lasting=True, supervisor=supervisor)
        with redis.Redis(unix_socket_path=str(places.redis_socket), decode_responses=True) as client:
            client.rpush("urgent", "one", "two")
        server = supervisor.running[0].process.pid
        os.kill(server, ending)
        assert within(20, lambda: not alive(server))

    with Supervisor(ending=Ending(), say=print) as supervisor:
        begin_redis(places, lasting=True, supervisor=supervisor)
        with redis.Redis(unix_socket_path=str(places.redis_socket), decode_responses=True) as client:
            assert client.lrange("urgent", 0, -1) == ["one", "two"]


def test_it_listens_on_no_network_port_and_has_a_database_for_each_process_of_the_tests(
    places: Places, supervisor: Supervisor
) -> None:
    begin_redis(places, lasting=False, supervisor=supervisor)

    with redis.Redis(unix_socket_path=str(places.redis_socket), decode_responses=True, db=63) as client:
        assert (client.config_get("port"), client.dbsize()) == ({"port": "0"}, 0)


def test_the_program_is_there_and_may_be_run() -> None:
    assert os.access(redis_program(), os.X_OK)
