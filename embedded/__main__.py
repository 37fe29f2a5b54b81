"""``python -m embedded ACTION``; with ``--tests`` it acts on the tests' services instead of the demo's."""

import argparse
import os
import subprocess
import sys

from embedded import demo, keys, localhost, services, testing
from embedded.home import PROJECT, Home, Trouble
from embedded.running import RunningDemo


def up(home: Home, words: list[str]) -> int:
    """start PostgreSQL and Valkey"""
    keys.of(home)
    for name, value in services.up(home, os.environ).items():
        print(f"{name}={value}")
    return 0


def down(home: Home, words: list[str]) -> int:
    """stop them"""
    if home.fast:
        print("Stopped." if testing.stop_unless_used() else "Left running: another test run uses them.")
    else:
        print("Stopped." if services.down(home) else "Nothing ran.")
    return 0


def status(home: Home, words: list[str]) -> int:
    """say what runs; the exit status is 3 where something does not"""
    found = services.status(home, {})
    for name, runs in found.items():
        print(f"{name}: {'running' if runs else 'stopped'}")
    return 0 if all(found.values()) else 3


def destroy(home: Home, words: list[str]) -> int:
    """stop them and remove their data"""
    services.destroy(home)
    return 0


def run(home: Home, words: list[str]) -> int:
    """run a command with the services; what had to be started for it is stopped afterwards"""
    were_running = all(services.status(home, os.environ).values())
    environment = localhost.environment(home)
    try:
        return subprocess.run(words, cwd=PROJECT, env=environment).returncode
    finally:
        running = RunningDemo(home)
        if not were_running and running.claim():
            services.down(home)


def start_demo(home: Home, words: list[str]) -> int:
    """run the demo until Ctrl-C"""
    return demo.Demo(home).run()


def reset_demo(home: Home, words: list[str]) -> int:
    """stop the demo and remove its data"""
    demo.reset(home)
    return 0


ACTIONS = {
    "up": up,
    "down": down,
    "status": status,
    "destroy": destroy,
    "run": run,
    "demo": start_demo,
    "demo-reset": reset_demo,
}


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m embedded",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="\n".join(f"{name:12}{action.__doc__}" for name, action in ACTIONS.items()),
    )
    parser.add_argument(
        "--tests", action="store_true", help="the services of the tests instead of the demo's"
    )
    parser.add_argument("action", choices=ACTIONS)
    parser.add_argument("words", nargs=argparse.REMAINDER, help="the command of `run`")
    given = parser.parse_args()
    home = Home.of_tests() if given.tests else Home.of_demo()
    try:
        return ACTIONS[given.action](home, given.words)
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
