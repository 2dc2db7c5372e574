"""Files are left whole, for their owner only, or not at all."""

import os
import stat
import threading

import pytest

from pipeline.files import write_private
from schemas.errors import UsageError


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file_is_for_its_owner_only_whatever_the_umask(tmp_path):
    before = os.umask(0)
    try:
        write_private(tmp_path / "a", b"x")
        write_private(tmp_path / "new" / "b", b"y")
    finally:
        os.umask(before)
    assert mode(tmp_path / "a") == 0o600
    assert mode(tmp_path / "new") == 0o700
    assert (tmp_path / "new" / "b").read_bytes() == b"y"


def test_an_older_file_is_replaced_whole_and_loses_its_wide_mode(tmp_path):
    path = tmp_path / "报告.html"
    path.write_bytes(b"old and longer than the new one")
    path.chmod(0o644)
    write_private(path, b"new")
    assert path.read_bytes() == b"new"
    assert mode(path) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_there_stays_when_writing_fails(tmp_path, monkeypatch):
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(UsageError) as caught:
        write_private(path, b"new")
    assert caught.value.code == "cannot-write"
    assert "No space left" in caught.value.message.en
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interruption_leaves_no_part_behind(tmp_path, monkeypatch):
    def interrupted(_handle):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_private(tmp_path / "a", b"new")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_missing_altogether_is_told_with_a_remedy(tmp_path):
    with pytest.raises(UsageError) as caught:
        write_private(tmp_path / "no" / "such" / "file", b"x")
    assert "位置" in caught.value.message.zh


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are a matter of POSIX")
def test_a_pipe_is_written_into_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    write_private(pipe, b"through")
    reader.join(10)
    assert got == [b"through"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)
