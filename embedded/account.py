"""The account that PostgreSQL runs as: it refuses to run as root, so root needs another one."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = "lunxu"


@dataclass(frozen=True, slots=True)
class Account:
    """A system account, or nobody in particular (``entry`` is None): ourselves."""

    entry: pwd.struct_passwd | None

    @classmethod
    def for_postgres(cls) -> "Account":
        """Ourselves, or below root a system account of our own (made once), or ``nobody`` where none can be made."""
        if os.getuid() != 0:
            return cls(None)
        try:
            return cls(pwd.getpwnam(NAME))
        except KeyError:
            pass
        if shutil.which("useradd"):
            subprocess.run(
                ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        try:
            return cls(pwd.getpwnam(NAME))
        except KeyError:
            return cls(pwd.getpwnam("nobody"))

    def process_options(self) -> dict[str, Any]:
        """Keyword arguments for subprocess: run as the account, in a session that Ctrl-C does not reach."""
        options: dict[str, Any] = {"cwd": "/", "start_new_session": True, "stdin": subprocess.DEVNULL}
        if self.entry:
            options |= {"user": self.entry.pw_uid, "group": self.entry.pw_gid, "extra_groups": []}
        return options

    def own(self, path: Path) -> None:
        if self.entry:
            os.chown(path, self.entry.pw_uid, self.entry.pw_gid)

    def can_enter(self, path: Path) -> bool:
        """Whether the account reaches the path; below /root it usually does not."""
        if not self.entry:
            return True
        return subprocess.run(["test", "-x", str(path)], **self.process_options()).returncode == 0
