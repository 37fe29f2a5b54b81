"""The repository speaks of the project alone: not of where it was written or where its packages come from."""

import re
from codecs import decode
from pathlib import Path

from tests.house.files import PROJECT, line_of, repository_files, shown, text_of

ADDRESS = re.compile(r"\b(?:https?|wss?|git|ssh)://(?:[^\s/@\"'<>]*@)?(\[[\d:]+\]|[\w.-]+)", re.IGNORECASE)
# Hosts that may be named: ourselves, documentation's own names, name spaces, licences, the vendors of group robots
# and of SMS, and the address at which clouds tell secrets (which ours must refuse).
MAY_BE_NAMED = re.compile(
    r"""
    localhost | testserver | \[::1\] | 127\.\d+\.\d+\.\d+ | 0\.0\.0\.0 | 10\.\d+\.\d+\.\d+ | 192\.168\.\d+\.\d+
    | [\w-]+ | (?:[\w-]+\.)*(?:example|invalid|test|localhost) | (?:[\w-]+\.)*example\.(?:com|org|net)
    | www\.w3\.org | www\.apache\.org | \.+
    | qyapi\.weixin\.qq\.com | oapi\.dingtalk\.com | open\.feishu\.cn
    | dysmsapi\.aliyuncs\.com | sms\.tencentcloudapi\.com | 169\.254\.169\.254
    """,
    re.VERBOSE | re.IGNORECASE,
)
# In pieces or turned round, so that the lists do not find themselves.
REGISTRIES = (
    "py" + "pi.",
    "python" + "hosted.",
    "npm" + "js.",
    "registry." + "npm",
    "yarn" + "pkg.",
    "uns" + "tats",
)
TURNED = "pungtcg pynhqr pbcvybg naguebcvp bcranv yyz trzvav pbqrk"
WRITING_TOOLS = [decode(word, "rot13") for word in TURNED.split()]
STRANGE = re.compile(
    rf"\b(?:{'|'.join(WRITING_TOOLS)})\b|{'|'.join(map(re.escape, REGISTRIES))}|\bissue #?\d+\b",
    re.IGNORECASE,
)
HOMES = re.compile(r"(?<![\w.:-])/(?:home|root|Users)/\w+")


def findings(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    return list(pattern.finditer(text))


def texts() -> list[tuple[Path, str]]:
    return [(path, text) for path in repository_files() if (text := text_of(path)) is not None]


def test_no_foreign_host_is_named() -> None:
    named = [
        (shown(path, line_of(text, found.start())), found[1])
        for path, text in texts()
        for found in findings(ADDRESS, text)
        if not MAY_BE_NAMED.fullmatch(found[1])
    ]
    assert named == []


def test_no_registry_and_no_writing_tool_is_named() -> None:
    named = [
        (shown(path, line_of(text, found.start())), found[0])
        for path, text in texts()
        for found in findings(STRANGE, text)
    ]
    assert named == []


def test_no_path_of_a_machine_is_named() -> None:
    here = re.compile(re.escape(str(PROJECT)) + r"(?!\w)") if len(PROJECT.parts) > 2 else None
    named = [
        (shown(path, line_of(text, found.start())), found[0])
        for path, text in texts()
        for pattern in (HOMES, here)
        if pattern
        for found in findings(pattern, text)
    ]
    assert named == []


def test_the_check_sees_what_it_is_there_for() -> None:
    host = "packages" + ".somewhere.io"
    assert ADDRESS.findall(f"see https://{host}/x and http://127.0.0.1:8000") == [host, "127.0.0.1"]
    assert not MAY_BE_NAMED.fullmatch(host)
    assert MAY_BE_NAMED.fullmatch("127.0.0.1") and MAY_BE_NAMED.fullmatch("sales.example.com")
    assert STRANGE.search("from " + REGISTRIES[0] + "org") and STRANGE.search("see issue" + " 7")
    assert HOMES.search("in " + "/home" + "/somebody/lunxu") and not HOMES.search("https://x/home/desk")
