"""Places that are not on a disk of this machine, such as ``s3://bucket/folder``: read from, listed and written to.

All that is known of a place is its URL, so that it can be handed to another process. What speaks to it is fsspec, with
the credentials and settings that its libraries find by themselves. Objects get their names when they are complete.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import IO, Any

from cleanpipe.errors import MissingExtraError

#: Bytes asked for at a time; the library's own default is ten times as much, for each file that is open.
_BLOCK = 4_000_000
#: Stores that have no folders: to make one could mean to make a bucket.
_OBJECTS = ("s3://", "s3a://", "gs://", "gcs://", "az://", "abfs://", "abfss://", "oss://")


def is_url(place: str | Path) -> bool:
    """Whether a place is named by a URL.

    >>> is_url("s3://bucket/x"), is_url("a/b"), is_url("C:/x")
    (True, False, False)
    """
    return "://" in str(place)


@dataclass(frozen=True, slots=True, order=True)
class Remote:
    """A file or folder by its URL; has what the rest of the package uses of a ``pathlib.Path``."""

    url: str

    def __str__(self) -> str:
        return self.url

    def __truediv__(self, name: str) -> Remote:
        return Remote(f"{self.url.rstrip('/')}/{name}")

    @property
    def name(self) -> str:
        return self.url.rstrip("/").rpartition("/")[2]

    def open(self, mode: str = "rb") -> IO[bytes]:
        """A stream of its bytes. Raises OSError."""
        with _told(self.url):
            fs, path = _system(self.url)
            stream: IO[bytes] = fs.open(path, mode, block_size=_BLOCK)
            return stream

    def stat(self) -> os.stat_result:
        """Size and kind, as far as they are known. Raises OSError."""
        with _told(self.url):
            fs, path = _system(self.url)
            about = fs.info(path)
        kind = stat.S_IFDIR if about["type"] == "directory" else stat.S_IFREG
        return os.stat_result((kind, 0, 0, 1, 0, 0, about.get("size") or 0, 0, 0, 0))

    def is_dir(self) -> bool:
        """Whether there is anything below it, and no file of its name."""
        try:
            return stat.S_ISDIR(self.stat().st_mode)
        except OSError:
            return False

    def files(self) -> Iterator[tuple[str, int]]:
        """Name and size of every file below it, sorted by name."""
        with _told(self.url):
            fs, path = _system(self.url)
            found = fs.find(path, detail=True)
        for full, about in sorted(found.items()):
            yield full[len(path) :].lstrip("/"), about.get("size") or 0

    def put(self, file: Path) -> None:
        """Write a file of this machine there, whole. Raises OSError."""
        with _told(self.url):
            fs, path = _system(self.url)
            if not self.url.startswith(_OBJECTS):
                fs.makedirs(path.rpartition("/")[0], exist_ok=True)
            fs.put_file(str(file), path)

    def fetch(self, file: Path) -> bool:
        """Copy it to a file of this machine, if it is there."""
        with _told(self.url):
            fs, path = _system(self.url)
            if not fs.isfile(path):
                return False
            fs.get_file(path, str(file))
            return True

    def remove(self) -> None:
        """Remove it and all below it, if it is there."""
        with _told(self.url):
            fs, path = _system(self.url)
            fs.invalidate_cache()
            if fs.exists(path):
                fs.rm(path, recursive=True)

    @property
    def local(self) -> Path:
        """The folder of this machine where a run keeps its records while it writes there."""
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        return base / "cleanpipe" / blake2b(self.url.rstrip("/").encode(), digest_size=8).hexdigest()


def _system(url: str) -> tuple[Any, str]:
    # The library keeps its systems, one for each process and thread.
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise MissingExtraError(f"reading and writing {url.partition('://')[0]}://", "s3") from error
    try:
        return url_to_fs(url)  # type: ignore[no-any-return]
    except ImportError as error:
        raise MissingExtraError(f"reading and writing {url.partition('://')[0]}://", "s3") from error


@contextmanager
def _told(url: str) -> Iterator[None]:
    """Whatever goes wrong on the way to a place, as the OSError that callers of files expect."""
    try:
        yield
    except (OSError, MissingExtraError):
        raise
    except Exception as error:
        raise OSError(f"{type(error).__name__}: {error}") from error
