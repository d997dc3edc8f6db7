"""Words to the host. They cannot influence an answer; outside of the box they go nowhere."""

from collections.abc import Callable

INFO, WARN, ERROR = range(3)

_write: Callable[[int, str], None] | None = None


def info(message: str) -> None:
    """Tells the host something that may help those who run the framework. In the box `print` does the same."""
    _tell(INFO, message)


def warn(message: str) -> None:
    """Tells the host of something that its user should look at."""
    _tell(WARN, message)


def error(message: str) -> None:
    """Tells the host what went wrong."""
    _tell(ERROR, message)


def _tell(level: int, message: str) -> None:
    if _write:
        _write(level, str(message))
