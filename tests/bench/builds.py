"""Prints what builds cost, as ratios within one run; run by hand: `python -m tests.bench.builds`.

Times are the shortest of a few runs, each into a new folder. `--profile` prints instead where the
time of a build goes.
"""

import cProfile
import os
import pstats
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from feedgen.core.atomic_files import write_all
from feedgen.core.model import Definitions, Depth
from feedgen.definitions.regions import load
from feedgen.forecast.estimation import beliefs, distributions
from feedgen.publish.context import BuildContext, places_at
from feedgen.publish.feed_templates import FeedTemplates, plain_files
from feedgen.publish.ledger_update import LedgerUpdate
from tests.conftest import FIRST_DAY, LIVE, ROOT

RUNS = 5
FEEDGEN = [sys.executable, "-m", "feedgen"]
BARE = [sys.executable, "-c", "pass"]
MEASURE = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
DAY = ["--as-of", FIRST_DAY.isoformat()]


def main() -> None:
    """Print every table, or the profile."""
    if sys.argv[1:] == ["--profile"]:
        _profile()
        return
    _feeds()
    _growth()
    _commands()


def _feeds() -> None:
    definitions = load(LIVE)
    files = _feed_files(definitions, FIRST_DAY, Depth.COUNTY)
    ways = (
        lambda folder: _floor(folder, files),
        lambda folder: _ours(folder, Depth.COUNTY),
        lambda folder: write_all(folder, _feed_files(definitions, FIRST_DAY, Depth.COUNTY)),
    )
    # In turns, so that what slows the disk for a while slows all of them.
    rounds = [[_shortest(way, runs=1) for way in ways] for _ in range(RUNS)]
    floor, ours, loaded = map(min, zip(*rounds, strict=True))
    plain = _shortest(_plain, runs=1)
    size = sum(map(len, files.values())) / 1e6
    where = tempfile.gettempdir()
    print(f"all feeds at county depth: {len(files)} files, {size:.0f} MB, into {where}")
    print(f"  a floor that writes the same bytes   {floor:6.2f} s")
    print(f"  feedgen, from regions/ to the files  {ours:6.2f} s  {ours / floor:5.2f} floors")
    print(f"  the same, once regions/ is loaded    {loaded:6.2f} s  {loaded / floor:5.2f} floors")
    print(f"  icalendar, feed by feed              {plain:6.2f} s  {plain / ours:5.1f} times ours")


def _growth() -> None:
    definitions = load(LIVE)
    context = BuildContext(definitions, FIRST_DAY)
    for region in definitions.regions.values():
        context.timeline_of(region)
    print("templates, feeds and files, once every date is known")
    for depth in Depth:
        places = len(places_at(definitions, depth))
        seconds = _shortest(lambda folder, depth=depth: write_all(folder, _fill(context, depth)))  # type: ignore[misc]
        print(f"  {places:5} places  {seconds:6.3f} s  {seconds / places * 1000:6.3f} ms a place")


def _commands() -> None:
    bare, usage = _process(BARE, runs=21), _process([*FEEDGEN, "--help"], runs=21)
    print(f"feedgen --help: {usage / bare:.2f} times bare Python")
    for depth in (Depth.AREA, Depth.COUNTY):
        with _folder() as folder:
            build = [*FEEDGEN, "build", *DAY, "-o", str(folder)]
            command = [*build, "--depth", depth.value]
            first = min(_anew(command, folder) for _ in range(3))
            second = _process(command, runs=3)
            memory = _memory(command, folder) / 1e6
            print(
                f"feedgen build --depth {depth.value}: {first:.2f} s, {memory:.0f} MB, "
                f"a second time {second:.2f} s"
            )
            if depth is Depth.AREA:
                only = _process([*build, "--only", "shanghai/songjiang"], runs=5)
                print(f"feedgen build --only shanghai/songjiang: {only:.2f} s")
    print(f"feedgen check: {_process([*FEEDGEN, 'check'], runs=3):.2f} s")


def _feed_files(definitions: Definitions, as_of: date, depth: Depth) -> dict[str, bytes]:
    """Return every feed of a place, from definitions to bytes."""
    return _fill(BuildContext(definitions, as_of), depth)


def _fill(context: BuildContext, depth: Depth) -> dict[str, bytes]:
    templates = FeedTemplates(LedgerUpdate.of_first_build(context))
    places = places_at(context.definitions, depth)
    return {
        path: content for place in places for path, content in templates.files_of(place).items()
    }


def _ours(folder: Path, depth: Depth) -> None:
    write_all(folder, _feed_files(load(LIVE), FIRST_DAY, depth))


def _plain(folder: Path) -> None:
    """Make the same feeds, each composed and rendered on its own."""
    definitions = load(LIVE)
    update = LedgerUpdate.of_first_build(BuildContext(definitions, FIRST_DAY))
    for place in places_at(definitions, Depth.COUNTY):
        write_all(folder, plain_files(update, place))


def _floor(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the same bytes to as many files in the same way, and do nothing else."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(target)


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "public"


def _shortest(make: Callable[[Path], object], runs: int = RUNS) -> float:
    """Return the seconds of the shortest of some runs, each into a new folder."""
    seconds = []
    for _ in range(runs):
        _forget()
        with _folder() as folder:
            folder.mkdir()
            # Waits for what was written before.
            os.sync()
            began = time.perf_counter()
            make(folder)
            seconds.append(time.perf_counter() - began)
    return min(seconds)


def _forget() -> None:
    """Empty the caches, which a new process would not have."""
    for cached in (beliefs._posterior, beliefs.cumulative_shares, distributions._convolved):
        cached.cache_clear()


def _process(command: list[str], runs: int) -> float:
    """Return the seconds of the shortest of some runs of a command."""
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - began)
    return min(seconds)


def _anew(build: list[str], folder: Path) -> float:
    shutil.rmtree(folder, ignore_errors=True)
    return _process(build, runs=1)


def _memory(build: list[str], folder: Path) -> int:
    """Return the most bytes that a build holds; its parent is small, since that counts at first."""
    shutil.rmtree(folder, ignore_errors=True)
    result = subprocess.run(
        [sys.executable, "-c", MEASURE, *build], cwd=ROOT, check=True, capture_output=True
    )
    return int(result.stdout) * 1024


def _profile() -> None:
    """Print the share of each part of feedgen, and of each library, in a build at county depth."""
    with _folder() as folder:
        folder.mkdir()
        profiler = cProfile.Profile()
        profiler.enable()
        _ours(folder, Depth.COUNTY)
        profiler.disable()
    shares: Counter[str] = Counter()
    for (file, _, name), (_, _, own, _, _) in pstats.Stats(profiler).stats.items():  # type: ignore[attr-defined]
        shares[_part_of(file, name)] += own
    total = sum(shares.values())
    for part, seconds in shares.most_common(16):
        print(f"  {part:28} {seconds / total:6.1%}")


def _part_of(file: str, name: str) -> str:
    """Return the part of feedgen, the library or the system that a function belongs to."""
    path = Path(file)
    if "site-packages" in path.parts:
        return path.parts[path.parts.index("site-packages") + 1]
    if path.is_relative_to(ROOT / "feedgen"):
        return "/".join(("feedgen", *path.relative_to(ROOT / "feedgen").parts[:1]))
    return "system calls" if "posix" in name or "io." in name else "Python itself"


if __name__ == "__main__":
    main()
