"""The board's page as a browser asks for it, without what a browser keeps (styles, scripts)."""

import asyncio
import re
import zlib
from dataclasses import dataclass
from urllib.parse import urlsplit

SEQ = re.compile(rb'data-seq="(\d+)"')


@dataclass(frozen=True)
class Page:
    seq: int
    bytes_sent: int
    bytes_unpacked: int


async def get_page(origin: str, path: str, cookie: str) -> Page:
    """Read the whole page; its number is what the socket says hello with."""
    address = urlsplit(origin)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    headers = (f"Host: {address.netloc}", f"Cookie: {cookie}", "Accept-Encoding: gzip")
    request = "\r\n".join((f"GET {path} HTTP/1.1", *headers, "Connection: close", "", ""))
    writer.write(request.encode())
    whole = await reader.read(-1)
    writer.close()
    head, _, body = whole.partition(b"\r\n\r\n")
    if b" 200 " not in head[:20] or b"chunked" in head.lower():
        raise SystemExit(f"{path} answered {head[:40]!r}")
    text = zlib.decompress(body, wbits=31) if b"gzip" in head.lower() else body
    found = SEQ.search(text)
    if not found:
        raise SystemExit(f"{path} shows no number.")
    return Page(int(found[1]), len(whole), len(text))
