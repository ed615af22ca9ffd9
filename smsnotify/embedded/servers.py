"""PostgreSQL and Redis for one command: the outside ones that the environment names, else embedded ones."""

from collections.abc import Callable, Mapping
from pathlib import Path

from smsnotify.embedded.folders import make_folders
from smsnotify.embedded.outside import refuse_bad_postgres, refuse_bad_redis
from smsnotify.embedded.paths import Places
from smsnotify.embedded.postgres import begin_postgres
from smsnotify.embedded.redis import begin_redis
from smsnotify.embedded.refusal import Refused
from smsnotify.embedded.supervisor import Supervisor


def begin_servers(
    environment: Mapping[str, str],
    *,
    places: Places,
    lasting: bool,
    supervisor: Supervisor,
    say: Callable[[str], None],
) -> None:
    """Starts what the environment does not name, and asks what it names. Raises Refused, EndAsked."""
    make_folders(places)
    if outside := named(environment, "DATABASE_URL"):
        refuse_bad_postgres(outside)
    else:
        begin_postgres(places, lasting=lasting, supervisor=supervisor, say=say)
    if outside := named(environment, "REDIS_URL"):
        refuse_bad_redis(outside)
    else:
        begin_redis(places, lasting=lasting, supervisor=supervisor)


def addressed(environment: Mapping[str, str], *, places: Places) -> dict[str, str]:
    """The environment with DATABASE_URL and REDIS_URL in it.

    libpq's own variables (PGPORT, PGSERVICE, ...) would lead away from an embedded PostgreSQL, so they go.
    """
    postgres, redis = named(environment, "DATABASE_URL"), named(environment, "REDIS_URL")
    left_out = {"DATABASE_URL_FILE", "REDIS_URL_FILE"}
    if not postgres:
        left_out |= {name for name in environment if name.startswith("PG")}
    kept = {name: value for name, value in environment.items() if name not in left_out}
    return kept | {"DATABASE_URL": postgres or places.database_url, "REDIS_URL": redis or places.redis_url}


def named(environment: Mapping[str, str], name: str) -> str:
    """The value as the settings find it: from the file that NAME_FILE names, else from NAME, else ""."""
    file = environment.get(f"{name}_FILE")
    if not file:
        return environment.get(name, "")
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as problem:
        raise Refused(f"{name}_FILE={file} cannot be read: {problem.strerror}") from problem
