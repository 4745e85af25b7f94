"""The two commands: `python3 run.py` trains the digits example, `python3 run.py test` tests all.

Both set themselves up first: a virtual environment in .venv, with this project in it. Needs
CPython 3.11 or later with pip, nothing else; the standard library does the rest.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

PIPLESS = VENV / "without-pip"  # marks an environment that borrows the pip of its maker

# command: (what it needs of pyproject.toml's extras, what it runs)
COMMANDS = {
    "train": ("train", ["examples/digits.py", "out"]),
    "test": ("test", ["-m", "pytest"]),
}


def main() -> int:
    """Set up, run the command named on the command line, and return its exit code."""
    command, *rest = sys.argv[1:] or ["train"]
    if command in ("-h", "--help"):
        print(__doc__)
        return 0
    if command not in COMMANDS:
        print(f"no command {command!r}; there are: {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036  # may be started by any Python
        print(f"needs Python 3.11 or later, this is {sys.version.split()[0]}", file=sys.stderr)
        return 1
    extras, arguments = COMMANDS[command]
    try:
        set_up(extras)
    except subprocess.CalledProcessError as failed:
        print(f"set-up failed (exit code {failed.returncode}); see above", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nset-up interrupted; the next run goes on with it", file=sys.stderr)
        return 130
    return run([*arguments, *rest])


def set_up(extras: str) -> None:
    """Make .venv if it is missing, and install the project with these extras unless it has them.

    What was installed is noted in .venv, with a digest of pyproject.toml: with nothing new to
    install, nothing is asked of the network.
    """
    version = ".".join(map(str, sys.version_info[:2]))
    made_by = VENV / "made-by"
    if not PYTHON.exists() or not made_by.exists() or made_by.read_text() != version:
        print(f"Making {VENV.name} for Python {version} ...", flush=True)
        try:
            venv.create(VENV, clear=True, with_pip=True)
        except subprocess.CalledProcessError:  # no ensurepip, as on Debian without python3-venv
            venv.create(VENV, clear=True, with_pip=False)
            PIPLESS.touch()
        made_by.write_text(version)
    wanted = hashlib.sha256(bytes(ROOT) + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    done = VENV / f"installed-{extras.replace(',', '-')}"
    if done.exists() and done.read_text() == wanted:
        return
    print(f"Installing this project with its extras {extras}: once, a minute or so ...", flush=True)
    pip = [str(PYTHON), "-m", "pip"]
    if PIPLESS.exists():
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    options = ["--disable-pip-version-check", "install", "--quiet"]
    subprocess.run([*pip, *options, "--editable", f"{ROOT}[{extras}]"], check=True)
    done.write_text(wanted)


def run(arguments: list[str]) -> int:
    """Run the environment's Python with these arguments, from the project's folder."""
    process = subprocess.Popen([str(PYTHON), *arguments], cwd=ROOT)
    while True:
        try:
            code = process.wait()
            return code if code >= 0 else 128 - code  # ended by a signal, as shells count it
        except KeyboardInterrupt:
            pass  # the child got it too, and ends in its own way


if __name__ == "__main__":
    sys.exit(main())
