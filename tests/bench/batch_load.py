"""What loading a folder costs: scaling over workers, the parent's share, memory over time.

    python tests/bench/batch_load.py [documents]

Prints, from one run on copies of the text-layer fixtures: seconds of two workers against two
independent runs of one worker side by side; the parent's share of all processor time; the
memory of parent and workers after a tenth of the documents and at the end.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MAIN = "import sys; from pipeline.cli.main import main; sys.exit(main())"
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE") / 2**20


@dataclass
class Watch:
    """Processor seconds and memory (MB) of a process tree.

    ``own`` seconds and memory are sampled from /proc; ``whole`` is what the system counted for the
    parent and all its workers when they had ended.
    """

    parent: int
    own: float = 0.0
    whole: float = 0.0
    memory: list[tuple[float, float]] = field(default_factory=list)

    def sample(self) -> None:
        self.own = _seconds(self.parent) or self.own
        workers = [_memory(pid) for pid in _children(self.parent)]
        self.memory.append((_memory(self.parent), max(workers, default=0.0)))

    @property
    def share(self) -> float:
        return self.own / self.whole


def main(documents: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        whole = root / "whole"
        halves = (root / "first", root / "second")
        for number, data in enumerate(_documents(documents)):
            for folder in (whole, halves[number % 2]):
                folder.mkdir(exist_ok=True)
                (folder / f"{number:05d}.pdf").write_bytes(data)
        apart = _together([_start(half, root / f"{half.name}.db", 1) for half in halves])
        begun = time.monotonic()
        process = _start(whole, root / "whole.db", 2)
        watch = Watch(process.pid)
        _watch(process, watch)
        together = time.monotonic() - begun
    early = watch.memory[len(watch.memory) // 10]
    late = watch.memory[-3]
    print(f"documents                                    {documents}")
    print(f"two independent runs of one worker           {apart:.1f} s")
    print(f"one run of two workers                       {together:.1f} s")
    print(f"reached of the independent runs              {apart / together:.0%}")
    print(f"parent's share of the processor time         {watch.share:.1%}")
    print(f"memory of the parent, early and late         {early[0]:.0f} MB, {late[0]:.0f} MB")
    print(f"memory of the largest worker, early and late {early[1]:.0f} MB, {late[1]:.0f} MB")


def _documents(count: int) -> Iterator[bytes]:
    """Readable reports that differ in their last bytes only."""
    sources = [
        path.read_bytes()
        for path in sorted((ROOT / "fixtures/pdfs").glob("*.pdf"))
        if path.with_suffix(".values.json").exists()
    ]
    for number in range(count):
        yield sources[number % len(sources)] + f"\n% {number}\n".encode()


def _start(folder: Path, store: Path, jobs: int) -> subprocess.Popen[bytes]:
    words = ["batch", str(folder), "--store", str(store), "--jobs", str(jobs)]
    return subprocess.Popen(
        [sys.executable, "-c", MAIN, *words],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _together(processes: list[subprocess.Popen[bytes]]) -> float:
    begun = time.monotonic()
    for process in processes:
        process.wait()
    return time.monotonic() - begun


def _watch(process: subprocess.Popen[bytes], watch: Watch) -> None:
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.1):
            watch.sample()

    before = _ended_seconds()
    thread = threading.Thread(target=look)
    thread.start()
    process.wait()
    done.set()
    thread.join()
    watch.whole = _ended_seconds() - before


def _ended_seconds() -> float:
    """Processor seconds of all processes below this one that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _children(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii")
    except OSError:
        return []
    return [int(word) for word in text.split()]


def _seconds(pid: int) -> float | None:
    try:
        words = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(words[11]) + int(words[12])) / TICK


def _memory(pid: int) -> float:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * PAGE
    except OSError:
        return 0.0


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
