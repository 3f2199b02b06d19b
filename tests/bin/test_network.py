"""Which addresses the tablets are told, and the QR code that carries them."""

import sys

import network
import pytest

IP = """\
1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever
2: wlan0    inet 192.168.1.5/24 brd 192.168.1.255 scope global dynamic wlan0\\       valid_lft 1
3: docker0    inet 172.17.0.1/16 brd 172.17.255.255 scope global docker0\\       valid_lft forever
"""
IFCONFIG = """\
lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384
\tinet 127.0.0.1 netmask 0xff000000
en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500
\tether aa:bb:cc:dd:ee:ff
\tinet6 fe80::1%en0 prefixlen 64
\tinet 10.0.0.7 netmask 0xffffff00 broadcast 10.0.0.255
"""


@pytest.mark.parametrize(
    ("outgoing", "interfaces", "chosen"),
    [
        ("192.168.1.5", [("lo", "127.0.0.1"), ("wlan0", "192.168.1.5")], ["192.168.1.5"]),
        ("10.8.0.2", [("wlan0", "192.168.1.5"), ("tun0", "10.8.0.2")], ["10.8.0.2", "192.168.1.5"]),
        ("", [("eth0", "192.168.1.5"), ("docker0", "172.17.0.1")], ["192.168.1.5"]),
        ("127.0.0.1", [("eth0", "169.254.3.4"), ("br-1f", "172.18.0.1")], []),
        ("0.0.0.0", [], []),
    ],
)
def test_addresses_a_tablet_can_reach_the_way_out_first(outgoing, interfaces, chosen):
    assert network.choose_addresses(outgoing, interfaces) == chosen


def test_interfaces_are_read_from_linux_and_macos():
    assert network.parse_ip(IP)[1] == ("wlan0", "192.168.1.5")
    assert network.parse_ifconfig(IFCONFIG) == [("lo0", "127.0.0.1"), ("en0", "10.0.0.7")]
    assert network.choose_addresses("", network.parse_ip(IP)) == ["192.168.1.5"]
    assert network.choose_addresses("", network.parse_ifconfig(IFCONFIG)) == ["10.0.0.7"]


def test_this_machine_is_asked_without_failing():
    assert not any(address.startswith("127.") for address in network.lan_addresses())


def test_the_qr_code_is_compact_and_square():
    lines = network.qr_code(sys.executable, "http://192.168.1.5:8000", colours=False).splitlines()
    assert 10 < len(lines) < 25
    assert {len(line) for line in lines} == {2 * len(lines) - 1}
    assert set("".join(lines)) <= set(" ▀▄█")


def test_the_qr_code_has_its_own_colours_on_a_terminal():
    drawn = network.qr_code(sys.executable, "http://192.168.1.5:8000", colours=True)
    assert all(line.startswith("\033[97;40m") for line in drawn.splitlines())


def test_no_qr_code_is_no_failure():
    assert network.qr_code("false", "http://192.168.1.5:8000", colours=False) == ""
