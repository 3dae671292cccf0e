"""Where a cluster is: the addresses that name one, and whether anything answers there."""

import re
import socket
from contextlib import suppress

from fenming.kernel import BadInput
from fenming.kernel.language import _

CONNECT, STANDALONE = "sc://", "spark://"
MASTER_PORT, CONNECT_PORT = 7077, 15002
PATIENCE_SECONDS = 5
KNOWN = re.compile(r"local\[(\*|\d+)(,\d+)?\]|spark://\S+|sc://\S+|yarn|k8s://\S+")


def is_known(url: str) -> bool:
    """Whether `url` names a kind of cluster that Spark runs on."""
    return bool(KNOWN.fullmatch(url))


def is_connect(url: str) -> bool:
    """Whether a Spark Connect server is meant, which needs no Java here."""
    return url.startswith(CONNECT)


def is_on_this_machine(url: str) -> bool:
    """Whether Spark is to run inside this program."""
    return url.startswith("local[")


def check_reachable(url: str) -> None:
    """Raise BadInput unless `url` is of a known kind and, where it names hosts, one of them answers."""
    if not is_known(url):
        raise BadInput(
            "engine.unknown",
            _("there is no engine {engine}").format(engine=url),
            "--engine",
            _("an engine is: local, local[2], spark://HOST:PORT, sc://HOST:PORT, yarn, k8s://…"),
            _("leave --engine out to run on this machine, or give the address of the cluster's master"),
        )
    hosts = _hosts(url)
    if hosts and not any(map(_answers, hosts)):
        raise BadInput(
            "engine.unreachable",
            _("nothing answers at {engine}").format(engine=url),
            "--engine",
            _("no connection within {seconds} seconds").format(seconds=PATIENCE_SECONDS),
            _("check that the master is running, its address and port, and the firewall between"),
        )


def _hosts(url: str) -> list[tuple[str, int]]:
    """Hosts and ports that `url` names, several where standby masters are given."""
    for kind, port in ((STANDALONE, MASTER_PORT), (CONNECT, CONNECT_PORT)):
        if url.startswith(kind):
            named = url.removeprefix(kind).split("/", 1)[0].split(";", 1)[0]
            return [_host(one, port) for one in named.split(",")]
    return []


def _host(named: str, port: int) -> tuple[str, int]:
    host, colon, given = named.rpartition(":")
    if colon and given.isdigit():
        return host.strip("[]"), int(given)
    return named.strip("[]"), port


def _answers(place: tuple[str, int]) -> bool:
    with suppress(OSError, ValueError, OverflowError), socket.create_connection(place, PATIENCE_SECONDS):
        return True
    return False
