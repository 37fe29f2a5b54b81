"""Our own styles and scripts: tokens, sizes and modules that the content security policy lets pass."""

import re
from pathlib import Path

import pytest

from tests.config.test_architecture import FLOORS

CSS = Path("static/css/lunxu.css").read_text()
RULES = re.sub(r"/\*.*?\*/", "", CSS, flags=re.DOTALL)
SCRIPTS = sorted(Path("static/js").glob("*.js"))
TEMPLATES = "\n".join(path.read_text() for path in Path("templates").rglob("*.html"))
SMALLEST = 13
# Classes that a code completes (state-free, visit-called, disc-7), and those that Bootstrap, crispy-forms and
# django-tables2 write.
BUILT = re.compile(
    r"(?:disc|state|visit|clock|note|word|first-step|order-step|unit)-|venue-meeting$"
    r"|(?:btn|form|col|table|page|pagination|alert|invalid|is)\b|mb-3$|asteriskField$|(?:asc|desc)$|h[123]$"
)


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme, by name."""
    block = re.search(rf'\[data-bs-theme="{theme}"\] \{{\n  color-scheme.*?\n\}}', RULES, re.DOTALL)
    assert block, f"no tokens for {theme}"
    return dict(re.findall(r"--(lx-[\w-]+):\s*([^;]+);", block.group()))


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_both_themes_have_the_same_tokens():
    assert tokens("light").keys() == tokens("dark").keys()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ink", ["lx-ink", "lx-ink-2", "lx-ink-3", "lx-accent"])
@pytest.mark.parametrize("ground", ["lx-paper", "lx-surface", "lx-sunken"])
def test_text_can_be_read_on_every_ground(theme, ink, ground):
    assert contrast(tokens(theme)[ink], tokens(theme)[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", ["free", "busy", "amber", "red", "trip", "away"])
def test_a_state_can_be_read_and_its_mark_be_seen(theme, state):
    colours = tokens(theme)
    for ground in (colours["lx-surface"], colours[f"lx-{state}-soft"]):
        assert contrast(colours[f"lx-{state}"], ground) >= 4.5
    if state != "amber" or theme == "dark":
        assert contrast(colours[f"lx-{state}-mark"], colours["lx-surface"]) >= 3


@pytest.mark.parametrize("number", range(12))
def test_the_surname_on_a_disc_can_be_read(number):
    [ground] = re.findall(rf"\.disc-{number} \{{ background: (#\w+); \}}", RULES)
    assert contrast("#fff", ground) >= 4.5


def test_nothing_is_smaller_than_the_smallest_size():
    rem = re.findall(r"font-size:\s*([\d.]+)rem", RULES)
    assert rem
    # Phones have a larger root; .825rem of 17 px there is 14.
    assert min(float(size) * 16 for size in rem) >= SMALLEST


def test_styles_ask_no_other_host():
    assert all(address.startswith("data:") for address in re.findall(r"url\([\"']?([^)\"']+)", RULES))
    assert "@import" not in RULES


def test_no_class_of_a_component_is_left_over():
    """Every class that the style sheet knows stands in a template, a script or a form."""
    known = set(re.findall(r"(?<![\w/])\.([a-z][a-z0-9-]*)(?=[\s,:.{>~+\[)])", RULES))
    code = "\n".join(path.read_text() for app in FLOORS for path in Path(app).rglob("*.py"))
    written = "\n".join((TEMPLATES, code, *(path.read_text() for path in SCRIPTS)))
    used = " ".join(set(re.findall(r"[\w-]+", written)))
    left_over = {name for name in known if not re.search(rf"\b{re.escape(name)}\b", used)}
    left_over = {name for name in left_over if not BUILT.match(name)}
    assert left_over == set()


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_keeps_to_what_the_policy_allows(path):
    text = path.read_text()
    assert not re.search(r"\beval\(|new Function|\.on\w+\s*=\s*(?:function|\()|https?://", text)
    assert not re.search(r"[\u3400-\u9fff]", text), "words come from the templates"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_script_is_loaded_by_a_page(path):
    assert f"js/{path.name}" in TEMPLATES
