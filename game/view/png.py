"""A picture as the bytes of a PNG, made band by band: 8 megapixels at once would hold the picture up for a second."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import numpy as np
import pygame

BAND_ROWS = 24
LEVEL = 6
SIGNATURE = b"\x89PNG\r\n\x1a\n"
UP = 2  # the filter: each byte less the one above it


def png_jobs(picture: pygame.Surface, made: list[bytes]) -> Iterator[float]:
    """Append the whole file, as one piece of bytes, to `made` at the end; yields progress 0..1. No alpha is kept."""
    width, height = picture.get_size()
    packer = zlib.compressobj(LEVEL)
    body = []
    above = np.zeros(width * 3, np.uint8)
    for row in range(0, height, BAND_ROWS):
        count = min(BAND_ROWS, height - row)
        raw = pygame.image.tobytes(picture.subsurface((0, row, width, count)), "RGB")
        rows = np.frombuffer(raw, np.uint8).reshape(count, width * 3)
        lines = np.empty((count, width * 3 + 1), np.uint8)
        lines[:, 0] = UP
        lines[0, 1:] = rows[0] - above
        lines[1:, 1:] = rows[1:] - rows[:-1]
        above = rows[-1]
        body.append(packer.compress(lines.tobytes()))
        yield row / height
    body.append(packer.flush())
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    made.append(SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", b"".join(body)) + _chunk(b"IEND", b""))
    yield 1.0


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
