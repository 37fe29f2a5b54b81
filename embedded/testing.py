"""The services of the tests: a cluster of their own, quick and disposable, never the demo's."""

import fcntl
from typing import IO

from embedded import services
from embedded.home import Home

# Open as long as this process lives: the kernel forgets the mark with the process, however that ends.
_marks: list[IO[str]] = []


def use() -> dict[str, str]:
    """Start the services where they do not run, and keep others from stopping them while we live."""
    home = Home.of_tests()
    home.prepare()
    mark = open(home.run / "in-use.lock", "w")  # noqa: SIM115 (open as long as we live)
    fcntl.flock(mark, fcntl.LOCK_SH)
    _marks.append(mark)
    return services.up(home)


def stop_unless_used() -> bool:
    """Stop the services; False where another test run still uses them."""
    home = Home.of_tests()
    home.prepare()
    with open(home.run / "in-use.lock", "w") as mark:
        try:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        services.down(home)
    return True
