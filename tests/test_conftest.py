"""The fence around the tests holds, and lets this machine talk to itself."""

import os
import socket

import pytest


def test_reaching_another_machine_is_refused_before_a_packet_leaves() -> None:
    # Connecting a datagram socket sends nothing, should the fence be down.
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock,
        pytest.raises(RuntimeError, match=r"reached for the network: socket\.connect '192\.0\.2\.1'"),
    ):
        sock.connect(("192.0.2.1", 9))


def test_looking_up_a_name_is_refused() -> None:
    with pytest.raises(RuntimeError, match=r"reached for the network: socket\.getaddrinfo"):
        socket.getaddrinfo("footnote.invalid", 80)


def test_loopback_is_open() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(("localhost", server.getsockname()[1])) as client,
    ):
        client.sendall(b"footnote")
        client.shutdown(socket.SHUT_WR)
        peer, _ = server.accept()
        with peer:
            assert peer.recv(64) == b"footnote"


def test_settings_of_the_developer_do_not_reach_the_tests() -> None:
    settings = {name: value for name, value in os.environ.items() if name.startswith("FOOTNOTE_")}
    # What the tests set themselves: no command leaves a process behind.
    assert settings == {"FOOTNOTE_RESIDENT_SECONDS": "0"}
    assert os.environ["HF_HUB_OFFLINE"] == "1"
