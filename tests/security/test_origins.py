"""Sockets open only from our own pages: the Origin header is compared whole."""

import pytest

from tests.facilitation.wire import Wire


class Nowhere:
    public_id = "none"


async def opens(origin=None, headers=()) -> bool:
    wire = Wire(Nowhere, origin=origin, headers=headers)
    opened = await wire.open()
    if opened:
        await wire.leave()
    return opened


pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("origin", [b"http://testserver", b"http://127.0.0.1:8000"])
async def test_our_own_origins_are_let_in(origin):
    assert await opens(origin)


@pytest.mark.parametrize(
    "origin",
    [
        b"http://evil.example", b"https://testserver", b"http://testserver:81",
        b"http://testserver:80", b"http://127.0.0.1", b"http://127.0.0.1:8001", b"null", b"",
        b"http://testserver.evil.example", b"http://eviltestserver", b"http://sub.testserver",
        b"http://testserver@evil.example", b"http://testserver/", b"testserver", b"//testserver",
        b"http://testserver http://testserver", b"http://testserver\x00", b"\xff\xfe", b"*",
    ],
)  # fmt: skip
async def test_every_other_origin_is_refused(origin):
    assert not await opens(origin)


async def test_a_handshake_without_an_origin_is_refused():
    assert not await opens(None)


@pytest.mark.parametrize("second", [b"http://evil.example", b"http://testserver"])
async def test_two_origins_are_refused_even_when_one_is_ours(second):
    assert not await opens(b"http://testserver", headers=[(b"origin", second)])


async def test_a_trusting_host_header_does_not_help():
    assert not await opens(b"http://evil.example", headers=[(b"x-forwarded-host", b"testserver")])
