"""What a socket is sent that is no message of ours: it is shut with the code that says why."""

import pytest

from .wire import Wire

pytestmark = [pytest.mark.django_db(transaction=True)]

BAD = [
    " ", "{", "[]", "7", "null", '"hello"', "{}", '{"t":"nope"}', '{"t":["op"]}', '{"t":{}}',
    '{"t":"op"}', '{"t":"op","op_id":7,"command":"x","data":{}}',
    '{"t":"hello","v":1,"seq":-1}', '{"t":"hello","v":1,"seq":"0"}', '{"t":"hello","v":1}',
    '{"t":"hello","v":1,"seq":true}', "[" * 5000, '{"t":"ping","x":"' + "x" * 17000 + '"}',
]  # fmt: skip


@pytest.mark.parametrize("text", BAD, ids=[text[:20] for text in BAD])
async def test_what_is_no_message_ends_the_socket(line, text):
    wire = Wire(line.session, line.keys["ben"])
    await wire.open()
    await wire.socket.send_to(text_data=text)
    assert await wire.closed_with() == 4400


async def test_bytes_end_the_socket(line):
    wire = Wire(line.session, line.keys["ben"])
    await wire.open()
    await wire.socket.send_to(bytes_data=b"\x00\xff")
    assert await wire.closed_with() == 4400


@pytest.mark.parametrize("version", [0, 2, "1", None])
async def test_a_page_of_another_version_is_told_so(line, version):
    wire = Wire(line.session, line.keys["ben"])
    await wire.open()
    await wire.send(t="hello", v=version, seq=0, epoch=line.session.epoch)
    assert await wire.closed_with() == 4426
