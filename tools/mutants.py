"""Changes the program in small ways, one at a time, and tells which changes no test notices.

.venv/bin/python -m tools.mutants 'kpcommittee/domain/**/tipping.py' kpcommittee/store/journal.py --most 30

A *mutant* is one function with one change in it, such as `<=` for `<`, or an argument less. The same seed gives the
same sample, wherever the module is moved and whatever else changes in it. No file is written. The tests are collected
once. Each mutant gets a process of its own, which replaces the function's code and runs the tests that call it. A
mutant in which a test computes for ever is killed by its time. Code outside functions is not changed.
"""

import argparse
import functools
import gc
import importlib
import os
import pickle
import resource
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, FunctionType
from typing import Any

import pytest

from tools.mutations import ROOT, Key, Mutant, mutants_of

SEED = "kpcommittee"
TESTS = {
    "convert": ("convert",),
    "documents": ("documents",),
    "domain": ("domain", "documents", "views"),
    "services": ("services",),
    "store": ("store",),
    "views": ("views", "services"),
    "wording": ("wording", "documents"),
    "workspace": ("workspace",),
}
"""Folder of the program → folders of the tests that concern it. Those that start programs or screens are too slow."""

MEMORY = 3 << 30
"""What the process of one mutant may take: an endless loop may fill it sooner than its time is up."""
SECONDS = 10.0
"""Seconds that a mutant's test may compute, beside `TIMES` what the slowest took without the mutant."""
TIMES = 6
WAITING = 900
"""Seconds by the clock after which a mutant's process is ended although it computes nothing: it waits for ever."""
OUT_OF_TIME = frozenset({signal.SIGPROF, signal.SIGKILL})
"""What ends the process of a mutant whose time is up."""


@dataclass
class Reach:
    """What a test does to the functions that are changed."""

    seconds: float
    """That it computes: how long it waits says nothing of a machine that others use too."""
    functions: set[Key]


class Runner:
    """Runs the tests once as they are, and then those that matter for each mutant."""

    def __init__(self, mutants: Sequence[Mutant], *, properties: bool, seconds: float) -> None:
        """Remember the mutants, whether tests that search for examples run too, and how long a test may compute."""
        self.mutants, self.properties, self.seconds = mutants, properties, seconds
        self.survivors: list[Mutant] = []
        self.out_of_time: list[Mutant] = []
        self._failed = False
        self._functions: dict[Key, list[FunctionType]] = defaultdict(list)
        self._shared: dict[str, set[int]] = defaultdict(set)
        self._called: set[int] = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Notice that a test failed."""
        self._failed |= report.failed

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out the properties, which take nine tenths of the time, unless they are wanted."""
        if not self.properties:
            items[:] = [item for item in items if not hasattr(getattr(item, "obj", None), "hypothesis")]

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[Any]:
        """What a fixture of several tests calls counts for every one of them."""
        before, self._called = self._called, set()
        try:
            return (yield)
        finally:
            if fixturedef.scope != "function":
                self._shared[fixturedef.argname] |= self._called
            self._called = before | self._called

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do everything in place of the usual run."""
        self._find_functions()
        reach: dict[str, Reach] = pickle.loads(_forked(lambda: self._measure(session.items), 1800)[1])
        print(f"  {len(reach)} of {len(session.items)} tests pass", flush=True)
        passing = [item for item in session.items if item.nodeid in reach]
        for mutant in self.mutants:
            tests = _fast_first([item for item in passing if mutant.key in reach[item.nodeid].functions], reach)
            limit = self.seconds + TIMES * max((reach[item.nodeid].seconds for item in tests), default=0)
            if fate := self._fate(mutant, tests, limit):
                self.survivors.append(mutant)
                print(f"{mutant}\n      {fate}", flush=True)
        return True

    def _fate(self, mutant: Mutant, tests: Sequence[pytest.Item], limit: float) -> str:
        """Why the mutant lives on; empty when a test failed, or computed for longer than the limit in seconds."""
        if not tests:
            return "no test calls the function"
        if self._functions[mutant.key][0].__code__.co_freevars != mutant.code.co_freevars:
            return "it cannot take the place of the function"
        status, _ = _forked(lambda: self._try(mutant, tests, limit), WAITING)
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) in OUT_OF_TIME:
            self.out_of_time.append(mutant)
            print(f"{mutant}\n      its time was up", flush=True)
        return "" if status else f"{len(tests)} tests passed"

    def _try(self, mutant: Mutant, tests: Sequence[pytest.Item], limit: float) -> bytes:
        """Run the tests with the mutant in its function's place, and end the process with the first failure.

        Each test has its own limit: together they would take hours where a thousand tests call the function.
        """
        for function in self._functions[mutant.key]:
            function.__code__ = mutant.code
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        for item, following in zip(tests, [*tests[1:], None], strict=True):
            signal.setitimer(signal.ITIMER_PROF, limit)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if self._failed:
                os._exit(1)
        return b""

    def _measure(self, items: Sequence[pytest.Item]) -> bytes:
        """Each test that passes: how long it takes and which functions it calls, as if nothing was cached."""
        names = {id(function.__code__): key for key, functions in self._functions.items() for function in functions}
        caches = [cache for cache in gc.get_objects() if isinstance(cache, type(functools.cache(lambda: None)))]
        reach = {}
        for item, following in zip(items, [*items[1:], None], strict=True):
            for cache in caches:
                if (cache.__module__ or "").split(".")[0] in {"kpcommittee", "tests"}:
                    cache.cache_clear()
            self._failed, self._called, started = False, set(), time.process_time()
            sys.setprofile(self._notice)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            sys.setprofile(None)
            for name in getattr(item, "fixturenames", ()):
                self._called |= self._shared[name]
            if not self._failed:
                functions = {names[code] for code in self._called if code in names}
                reach[item.nodeid] = Reach(time.process_time() - started, functions)
        return pickle.dumps(reach)

    def _notice(self, frame: FrameType, event: str, _argument: object) -> None:
        if event == "call":
            self._called.add(id(frame.f_code))

    def _find_functions(self) -> None:
        """Find what is to be changed among everything that is loaded."""
        paths = {str(ROOT / mutant.path): mutant.path for mutant in self.mutants}
        for path in paths.values():
            importlib.import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
        gc.unfreeze()  # the tests freeze what is loaded, and what is frozen is not listed
        for candidate in gc.get_objects():
            if isinstance(candidate, FunctionType) and candidate.__code__.co_filename in paths:
                self._functions[paths[candidate.__code__.co_filename], candidate.__code__.co_qualname].append(candidate)


def _fast_first(items: Iterable[pytest.Item], reach: dict[str, Reach]) -> list[pytest.Item]:
    """The tests file by file, so that what they share is made once; the fastest file comes first."""
    files: dict[Path, list[pytest.Item]] = defaultdict(list)
    for item in items:
        files[item.path].append(item)
    ordered = sorted(files.values(), key=lambda tests: sum(reach[item.nodeid].seconds for item in tests))
    return [item for tests in ordered for item in tests]


def _forked(work: Callable[[], bytes], seconds: float) -> tuple[int, bytes]:
    """Do something in a process of its own; return its status, 0 if it succeeds in time, and its answer."""
    with tempfile.TemporaryFile() as answer:
        child = os.fork()
        if child == 0:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            os.setpgid(0, 0)
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            try:
                answer.write(work())
                answer.flush()
            except BaseException:  # noqa: BLE001 (whatever a mutant does, it ends here)
                os._exit(2)
            os._exit(0)
        status = _waited(child, time.monotonic() + seconds)
        answer.seek(0)
        return status, answer.read()


def _waited(child: int, until: float) -> int:
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return status
        time.sleep(0.005)
    os.killpg(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def main() -> int:
    """Print each survivor once it is known, and at the end how many were killed of each module."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("modules", nargs="+", help="paths or patterns of modules, from the top of the checkout")
    parser.add_argument("--most", type=int, default=20, help="mutants of each module (20)")
    parser.add_argument("--seed", default=SEED, help="another seed gives another sample")
    parser.add_argument("--tests", nargs="*", help="folders or files of tests, in the place of the usual ones")
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"that a test may compute for ({SECONDS:.0f})")
    parser.add_argument("--properties", action="store_true", help="run the tests that search for examples too")
    parser.add_argument("--slow", action="store_true", help="run the tests that are marked as slow too")
    options = parser.parse_args()
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for path in sorted({module.relative_to(ROOT).as_posix() for name in options.modules for module in ROOT.glob(name)}):
        folders = (f"tests/{name}" for name in TESTS.get(path.split("/")[1], ()))
        groups[tuple(options.tests or (folder for folder in folders if (ROOT / folder).is_dir()))].append(path)
    os.environ["CI"] = "1"  # Hypothesis then takes the same examples each time.
    for tests, paths in groups.items():
        child = os.fork()
        if child == 0:
            mutants = [mutant for path in paths for mutant in mutants_of(path, options.seed, options.most)]
            marks = "not soak" if options.slow else "not slow and not soak"
            _run(Runner(mutants, properties=options.properties, seconds=options.seconds), tests, marks)
            os._exit(0)
        os.waitpid(child, 0)
    return 0


def _run(runner: Runner, tests: Sequence[str], marks: str) -> None:
    print(f"{len(runner.mutants)} mutants, tests of {' '.join(tests)}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        options = ["-q", "-s", "--no-header", "--no-summary", "-m", marks, "-o", "timeout=0", "--basetemp", folder]
        pytest.main([*options, *tests], plugins=[runner])
    lived = Counter(mutant.path for mutant in runner.survivors)
    timed = Counter(mutant.path for mutant in runner.out_of_time)
    for path, count in Counter(mutant.path for mutant in runner.mutants).items():
        by_time = f", {timed[path]} of them by their time" if timed[path] else ""
        print(f"{path}  killed {count - lived[path]} of {count}{by_time}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
