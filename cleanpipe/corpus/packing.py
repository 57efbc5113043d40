"""Reading and writing packed files (``.gz``, ``.zst``) as streams, with a bound against bombs.

Everything here is about bytes; what they mean is for ``readers``. What is written has no time stamp, so that the same
content always gives the same bytes.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from cleanpipe.corpus.options import MAX_RATIO, RATIO_FROM
from cleanpipe.corpus.places import Remote
from cleanpipe.errors import InputError

PACKINGS = ("gz", "zst")
_BLOCK = 1 << 18


def blocks(path: Path | Remote, packing: str, size: int = _BLOCK) -> Iterator[bytes]:
    """The unpacked content of a file, block by block. Raises InputError for a damaged or monstrous packed file."""
    if not packing and sparse(path):
        raise InputError(f"claims to hold more than {MAX_RATIO} times what is on the disk; not read")
    with path.open("rb") as raw:
        if not packing:
            while block := raw.read(size):
                yield block
            return
        allowed = max(RATIO_FROM, path.stat().st_size * MAX_RATIO)
        unpacked = 0
        try:
            with _unpacker(raw, packing) as stream:
                while block := stream.read(size):
                    unpacked += len(block)
                    if unpacked > allowed:
                        raise InputError(f"unpacks to more than {MAX_RATIO} times its size; not read")
                    yield block
        except (EOFError, zlib.error, gzip.BadGzipFile, _zstd_error()) as error:
            raise InputError(f"damaged .{packing} file: {error}") from error


def sparse(path: Path | Remote) -> bool:
    """Whether a file is little but holes: a terabyte that takes a few kilobytes of the disk."""
    if isinstance(path, Remote):
        return False
    status = path.stat()
    return status.st_size > max(RATIO_FROM, getattr(status, "st_blocks", status.st_size) * 512 * MAX_RATIO)


@contextmanager
def _unpacker(raw: IO[bytes], packing: str) -> Iterator[Any]:
    if packing == "gz":
        with gzip.GzipFile(fileobj=raw, mode="rb") as stream:
            yield stream
        return
    yield _ZstdFrames(raw)


class _ZstdFrames:
    """Frames of a .zst file one after another; unlike the library's own stream it notices a file that was cut off."""

    #: A block of four bytes may unpack to 128 kB, so that this many bytes never unpack to more than 64 MB at once.
    STEP = 2048

    def __init__(self, raw: IO[bytes]) -> None:
        import zstandard

        # A frame may ask for up to 128 MB of window; the tools' own default is the same.
        self._unpacker = zstandard.ZstdDecompressor(max_window_size=1 << 27)
        self._raw = raw
        self._frame: Any = None
        self._left = b""

    def read(self, size: int) -> bytes:
        pieces, held = [], 0
        while held < size:
            packed = self._left or self._raw.read(self.STEP)
            self._left = b""
            if not packed:
                if self._frame is not None:
                    raise EOFError("the file ends in the middle of a frame")
                break
            if self._frame is None:
                self._frame = self._unpacker.decompressobj()
            piece = self._frame.decompress(packed)
            if self._frame.eof:
                self._left = self._frame.unused_data
                self._frame = None
            pieces.append(piece)
            held += len(piece)
        return b"".join(pieces)


def _zstd_error() -> type[Exception]:
    import zstandard

    error: type[Exception] = zstandard.ZstdError
    return error


def pack(data: bytes, packing: str) -> bytes:
    """The bytes as one packed whole.

    >>> gzip.decompress(pack(b"abc", "gz"))
    b'abc'
    """
    buffer = io.BytesIO()
    with packer(buffer, packing) as stream:
        stream.write(data)
    return buffer.getvalue()


@contextmanager
def packer(raw: IO[bytes], packing: str) -> Iterator[IO[bytes]]:
    """A stream that packs into ``raw``, and leaves it open when closed."""
    if packing == "gz":
        with gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0) as stream:
            yield stream  # type: ignore[misc]
    elif packing == "zst":
        import zstandard

        with zstandard.ZstdCompressor(level=3, write_checksum=True).stream_writer(raw, closefd=False) as frames:
            yield frames
    else:
        yield raw
