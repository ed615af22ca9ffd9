"""What was answered is on the disk: the simulator may be killed at any moment."""

import resource
import signal
import threading
from pathlib import Path

import requests

from tests.simulator.conftest import Start
from tests.simulator.process import TOKEN, Simulator, eventually, run_to_its_end
from tests.simulator.receiver import Receiver

NUMBER = "+819012345678"


def hand_over_until_it_dies(simulator: Simulator, name: str, acknowledged: list[str]) -> None:
    """Batches of 20 on a connection of its own; notes every reference that was acknowledged."""
    with requests.Session() as session:
        session.headers["Authorization"] = f"Bearer {TOKEN}"
        for round in range(10_000):
            references = [f"{name}-{round}-{n}" for n in range(20)]
            messages = [{"to": NUMBER, "text": reference, "reference": reference} for reference in references]
            try:
                body = {"from": "SHOP", "messages": messages}
                answer = session.post(f"{simulator.url}/v1/batches", json=body, timeout=5)
            except requests.ConnectionError:
                return
            acknowledged.extend(result["reference"] for result in answer.json()["results"])


def test_every_acknowledged_message_survives_a_kill_and_arrives_once(start: Start) -> None:
    simulator = start()
    acknowledged: list[str] = []
    threads = [
        threading.Thread(target=hand_over_until_it_dies, args=(simulator, f"t{n}", acknowledged))
        for n in range(4)
    ]
    for thread in threads:
        thread.start()
    assert eventually(lambda: len(acknowledged) > 400)
    simulator.kill()
    for thread in threads:
        thread.join()
    again = start()
    accepted = again.totals()["accepted"]
    assert accepted >= len(acknowledged)
    assert eventually(lambda: again.totals()["delivered"] == accepted)
    texts = again.texts(NUMBER)
    assert set(acknowledged) <= set(texts)
    assert len(texts) == len(set(texts)) == accepted
    assert again.totals()["repeated_references"] == 0


def test_handsets_replies_and_reports_are_the_same_after_a_kill(start: Start) -> None:
    simulator = start()
    for n in range(3):
        simulator.hand_over(NUMBER, f"{n}通目", f"r{n}")
    simulator.texts(NUMBER, count=3)
    simulator.post(f"/handsets/{NUMBER}/reply", json={"text": "ありがとう"})

    def state(of: Simulator) -> list[object]:
        paths = (f"/handsets/{NUMBER}.json", f"/handsets/{NUMBER}/replies.json", "/v1/reports?reference=r1")
        return [of.get(path).json() for path in (*paths, "/messages/count.json", "/v1/messages/r2")]

    before = state(simulator)
    simulator.wait_for_lines("reported", count=3)
    simulator.kill()
    again = start()
    assert eventually(lambda: state(again) == before)


def test_receipts_and_replies_that_were_not_taken_go_out_after_a_restart(
    start: Start, receiver: Receiver
) -> None:
    simulator = start()
    simulator.hand_over(NUMBER, reference="taken", receipts_url=receiver.url)
    assert len(receiver.reports(count=1)) == 1
    simulator.wait_for_lines("reported", count=1)
    receiver.statuses = [500] * 1000
    simulator.hand_over(NUMBER, reference="owed", receipts_url=receiver.url, replies_url=receiver.url)
    simulator.texts(NUMBER, count=2)
    simulator.post(f"/handsets/{NUMBER}/reply", json={"text": "はい"})
    assert len(receiver.replies(count=1)) >= 1
    simulator.kill()
    receiver.pushes.clear()
    receiver.statuses.clear()
    again = start()
    assert [report["reference"] for report in receiver.reports(count=1)] == ["owed"]
    assert [reply["text"] for reply in receiver.replies(count=1)] == ["はい"]
    # Whatever else the restart owed would have gone out with these: the next one comes alone.
    again.hand_over("+819012345679", reference="new", receipts_url=receiver.url)
    assert [report["reference"] for report in receiver.reports(count=2)] == ["owed", "new"]
    assert len(receiver.pushes) == 3


def test_a_message_on_its_way_arrives_after_a_restart(start: Start, receiver: Receiver) -> None:
    simulator = start()
    simulator.set_control(delivery_delay=30)
    simulator.hand_over(NUMBER, "途中", receipts_url=receiver.url)
    simulator.kill()
    again = start()
    assert again.texts(NUMBER) == ["途中"]
    assert receiver.reports(count=1)[0]["status"] == "delivered"


def test_a_reset_holds_after_a_kill(start: Start) -> None:
    simulator = start()
    simulator.hand_over(NUMBER, "消える")
    simulator.texts(NUMBER)
    simulator.post("/reset")
    simulator.hand_over(NUMBER, "残る")
    simulator.kill()
    again = start()
    assert again.texts(NUMBER) == ["残る"]
    assert again.totals()["accepted"] == 1


def test_a_torn_last_line_is_ignored_with_a_word(start: Start) -> None:
    simulator = start()
    simulator.hand_over(NUMBER, "無事")
    simulator.texts(NUMBER)
    simulator.kill()
    journal = simulator.data / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole + b'{"kind":"accepted","batch":"ab')
    again = start()
    assert "is torn (30 bytes) and is ignored" in again.said()
    assert again.texts(NUMBER) == ["無事"]
    again.hand_over(NUMBER, "そのあと", "r2")
    again.texts(NUMBER, count=2)
    again.kill()
    assert start().texts(NUMBER, count=2) == ["無事", "そのあと"]


def test_a_journal_that_cannot_be_read_is_a_clear_message(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "journal.jsonl").write_bytes(b'nonsense\n{"kind":"reported","ids":[]}\n')
    code, said = run_to_its_end(data)
    assert (code, said) == (1, f"simulator: line 1 of {data}/journal.jsonl cannot be read\n")
    (data / "journal.jsonl").write_bytes(b'{"kind":"reported","ids":[]}\n{"kind":"strange"}\n')
    code, said = run_to_its_end(data)
    assert (code, said) == (1, "simulator: line 2 of the journal is not understood\n")


def test_a_taken_port_is_a_clear_message(running_simulator: Simulator, tmp_path: Path) -> None:
    port = int(running_simulator.url.rpartition(":")[2])
    code, said = run_to_its_end(tmp_path / "other", port=port)
    assert (code, said) == (
        1,
        f"simulator: cannot listen on 127.0.0.1:{port}: the port is already in use; "
        "choose another with --port or SIMULATOR_PORT\n",
    )


def test_data_in_use_is_a_clear_message(running_simulator: Simulator) -> None:
    code, said = run_to_its_end(running_simulator.data)
    assert (code, said) == (
        1,
        f"simulator: another simulator is using the data in {running_simulator.data}\n",
    )


def test_it_ends_quickly_while_connections_are_held(start: Start) -> None:
    simulator = start()
    simulator.set_control(latency=30)
    held = threading.Thread(target=hand_over_and_lose, args=(simulator, "+819012345908"))
    waiting = threading.Thread(target=hand_over_and_lose, args=(simulator, NUMBER))
    held.start()
    waiting.start()
    assert eventually(
        lambda: requests.get(f"{simulator.url}/messages/count.json", timeout=5).json()["accepted"] == 2
    )
    # `end` waits for five seconds at most, and the answers would be due after thirty.
    assert simulator.end() == 0
    held.join()
    waiting.join()
    assert "Traceback" not in simulator.said()


def hand_over_and_lose(simulator: Simulator, to: str) -> None:
    message = {"from": "SHOP", "to": to, "text": "本文", "reference": to}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    try:
        requests.post(f"{simulator.url}/v1/messages", json=message, headers=headers, timeout=10)
    except requests.ConnectionError:
        return


def test_an_interrupt_ends_it_cleanly(start: Start) -> None:
    simulator = start()
    simulator.hand_over(NUMBER)
    assert simulator.end(signal.SIGINT) == 0
    assert "Traceback" not in simulator.said()


def test_a_full_disk_is_503_and_nothing_is_accepted(start: Start) -> None:
    simulator = start()
    simulator.hand_over(NUMBER, "前", "before")
    simulator.wait_for_lines("reported", count=1)
    room = simulator.data.joinpath("journal.jsonl").stat().st_size + 100
    _limit_files(simulator, room)
    answer = simulator.hand_over(NUMBER, "入らない" * 100, "during")
    assert (answer.status_code, answer.json()["code"]) == (503, "storage")
    _limit_files(simulator, resource.RLIM_INFINITY)
    assert simulator.get("/v1/messages/during").status_code == 404
    assert simulator.hand_over(NUMBER, "後", "after").status_code == 202
    simulator.texts(NUMBER, count=2)
    simulator.kill()
    assert start().texts(NUMBER, count=2) == ["前", "後"]


def _limit_files(simulator: Simulator, size: int) -> None:
    """No file of the simulator may grow over `size` bytes, as if the disk were full."""
    resource.prlimit(simulator.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
