import stat
from pathlib import Path

from cryptography.fernet import Fernet

from smsnotify.embedded.keys import kept_keys, missing_keys, passing_keys


def test_keys_are_made_once_and_closed_to_others(tmp_path: Path) -> None:
    first = kept_keys(tmp_path)

    assert kept_keys(tmp_path) == first
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert modes == {"secret-key": 0o600, "field-key": 0o600}


def test_a_field_key_is_one_that_fernet_takes(tmp_path: Path) -> None:
    token = Fernet(kept_keys(tmp_path)["FIELD_KEYS"]).encrypt(b"token")

    assert Fernet(kept_keys(tmp_path)["FIELD_KEYS"]).decrypt(token) == b"token"


def test_passing_keys_differ_every_time() -> None:
    assert passing_keys().keys() == passing_keys().keys()
    assert not set(passing_keys().values()) & set(passing_keys().values())


def test_keys_that_are_given_stay_also_as_files() -> None:
    keys = {"SECRET_KEY": "made", "FIELD_KEYS": "made"}

    assert missing_keys({}, keys) == keys
    assert missing_keys({"SECRET_KEY": "given"}, keys) == {"FIELD_KEYS": "made"}
    assert missing_keys({"SECRET_KEY_FILE": "/run/secrets/key", "FIELD_KEYS": ""}, keys) == {
        "FIELD_KEYS": "made"
    }
