import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from smsnotify.embedded.ports import Listeners, is_free, listeners_of, refuse_taken
from smsnotify.embedded.refusal import Refused


@pytest.fixture
def taken() -> Iterator[int]:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server.getsockname()[1]


def _unused() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port: int = server.getsockname()[1]
    return port


def test_the_usual_ports_are_8000_and_8001_on_this_machine_only() -> None:
    assert listeners_of({}) == Listeners(bind="127.0.0.1", port=8000, simulator_port=8001)


def test_bind_port_and_simulator_port_move_them() -> None:
    listeners = listeners_of({"BIND": "0.0.0.0", "PORT": "8080", "SIMULATOR_PORT": "8081"})

    assert listeners == Listeners(bind="0.0.0.0", port=8080, simulator_port=8081)
    assert (listeners.base_url, listeners.simulator_url) == ("http://127.0.0.1:8080", "http://127.0.0.1:8081")


def test_an_address_of_version_6_is_bracketed() -> None:
    assert listeners_of({"BIND": "::1"}).base_url == "http://[::1]:8000"


@pytest.mark.parametrize("text", ["http", "0", "65536", "-1", "８０８０", "8000.5"])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        listeners_of({"SIMULATOR_PORT": text})

    assert str(refused.value) == f"SIMULATOR_PORT={text} is no port: a number from 1 to 65535."


def test_one_port_for_both_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        listeners_of({"PORT": "8001"})

    assert str(refused.value) == "PORT and SIMULATOR_PORT are both 8001; each needs its own."


def test_a_taken_port_is_named_with_the_command_that_moves_it(taken: int) -> None:
    listeners = Listeners(bind="127.0.0.1", port=_unused(), simulator_port=taken)

    with pytest.raises(Refused) as refused:
        refuse_taken(listeners)

    word, _, command = str(refused.value).partition("\n")
    assert word == f"Port {taken} is used by another program (SIMULATOR_PORT)."
    sentence, _, move = command.partition(": ")
    assert sentence == "End that program, or choose another port"
    name, _, rest = move.partition("=")
    assert (name, rest.split()[1:]) == ("SIMULATOR_PORT", ["make", "run"])
    assert is_free("127.0.0.1", int(rest.split()[0]))


def test_a_port_taken_on_one_address_is_taken_for_all_of_them(taken: int) -> None:
    assert not is_free("0.0.0.0", taken)


def test_free_ports_are_not_refused() -> None:
    refuse_taken(Listeners(bind="127.0.0.1", port=_unused(), simulator_port=_unused()))


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        is_free("192.0.2.1", 8000)

    assert str(refused.value) == "Port 8000 on 192.0.2.1: Cannot assign requested address"
