"""The pages as people use them: what is typed, pressed and clicked, and what then stands there.

Elements are found by name, id and role, so that the tests read the same in every language.
"""

import re
from collections.abc import Sequence
from contextlib import AbstractContextManager

from playwright.sync_api import Locator, Page, expect

from offices.models import Member

# Milliseconds: for which undo.js holds what can be taken back, and after which a live part asks again.
LET_GO = 5500
POLL = 2000


def press(page: Page, name: str, value: str) -> None:
    """One of the answers that stand side by side: the finger hits the word, not the hidden circle."""
    page.locator("label").filter(has=page.locator(f'[name="{name}"][value="{value}"]')).click()


# What is sent in the background, and changes the board.
ACTS = re.compile(r"/(sign-in|sign-out|step-out|step-in|meet|no-show|done)/$")


def taken(page: Page) -> AbstractContextManager:
    """The server has taken the act that happens in the block."""
    return page.expect_response(ACTS)


def tap(page: Page, button: str) -> None:
    with taken(page):
        page.locator(button).click()


class Board:
    """The live board on the desk's page. Before it is looked at, its clock goes on to the next poll."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def look(self) -> Page:
        self.page.clock.fast_forward(POLL)
        return self.page

    def row(self, member: Member) -> Locator:
        return self.page.locator(f"#row-{member.pk}")

    def card(self, visit: str) -> Locator:
        """A visitor to whom nobody has come yet."""
        return self.page.locator(f"#visit-{visit}")

    def shows(self, member: Member, state: str) -> None:
        """``state`` is free, called, receiving, business or personal."""
        self.look()
        expect(self.row(member).locator(".order-state .state")).to_have_class(
            re.compile(rf"\bstate-{state}\b")
        )

    def stand(self, *members: Member) -> None:
        """They are the order, front first."""
        expect(self.look().locator(".order-row")).to_have_count(len(members))
        for place, member in enumerate(members, start=1):
            expect(self.page.locator(f'[data-row="{place}"]')).to_have_id(f"row-{member.pk}")

    def called(self, visit: str, member: Member) -> None:
        self.look()
        expect(self.card(visit)).to_have_class(re.compile(r"\bvisit-called\b"))
        expect(self.card(visit).locator(".visit-name")).to_have_text(member.name)

    def waits(self, visit: str) -> None:
        self.look()
        expect(self.card(visit)).to_have_class(re.compile(r"\bvisit-waiting\b"))

    def received(self, visit: str) -> None:
        """Nobody waits for this one any more."""
        self.look()
        expect(self.card(visit)).to_have_count(0)

    def owed(self, member: Member, turns: int) -> None:
        self.look()
        chip = self.row(member).locator(".chip-owed")
        expect(chip).to_have_count(1 if turns else 0)
        if turns:
            expect(chip).to_contain_text(str(turns))

    def turns(self, member: Member, turns: int) -> None:
        self.look()
        expect(self.row(member).locator(".order-turns")).to_have_text(re.compile(rf"^\s*{turns}\b"))


class Desk(Board):
    """The desk's page under the clerk's hands. ``inputs`` counts: a text typed, a key pressed, a thing clicked."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self.inputs = 0
        self.form = page.locator("#arrival")
        self.answer = page.locator("#answer")

    def field(self, name: str) -> Locator:
        return self.form.locator(f'[name="{name}"]')

    def type(self, text: str) -> None:
        """Into whatever has the focus, key by key."""
        self.inputs += 1
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        self.inputs += 1
        self.page.keyboard.press(key)

    def click(self, element: Locator) -> None:
        self.inputs += 1
        element.click()

    def choose(self, name: str, value: str) -> None:
        self.inputs += 1
        press(self.page, name, value)

    def fill(self, name: str, value: str) -> None:
        self.inputs += 1
        self.field(name).fill(value)

    def select(self, name: str, value: str) -> None:
        self.inputs += 1
        self.field(name).select_option(value)

    def in_focus(self, name: str) -> None:
        expect(self.form.locator(f'[name="{name}"]:focus')).to_have_count(1)

    def foretells(self, text: str) -> None:
        """The display says, before anything is saved, who would take the visitor."""
        expect(self.answer.locator(".display-preview")).to_contain_text(text)

    def save(self, how: str = "click") -> str:
        """Log the arrival, by a click or with the key; returns the visit's id."""
        with self.page.expect_navigation():
            if how == "click":
                self.click(self.page.locator("#arrival-save"))
            else:
                self.press(how)
        return visit_in(self.page.url)

    def takes_in(
        self,
        name: str,
        *,
        purpose: str = "purchase",
        history: str = "first",
        named: Sequence[Member] = (),
        designates: Member | None = None,
        ticks: str = "",
    ) -> str:
        """A visitor comes and leaves no number yet, with what is said of earlier contact; returns the visit's id."""
        self.fill("name", name)
        if purpose != "purchase":
            self.select("purpose", purpose)
        self.choose("phone_answer", "later")
        self.choose("history", history)
        for member in named:
            self.choose("named", str(member.pk))
        if designates:
            self.select("designates", str(designates.pk))
        if ticks:
            self.field(ticks).check()
        return self.save()

    def answered(self, text: str) -> None:
        expect(self.answer.locator("[data-answer] .display-name")).to_contain_text(text)

    def leave_the_form(self) -> None:
        """Single keys rest while somebody types."""
        if self.page.evaluate("document.activeElement.matches('input, select, textarea')"):
            self.page.keyboard.press("Escape")

    def meet(self, visit: str) -> None:
        with taken(self.page):
            self.card(visit).locator('[data-key="m"]').click()
        self.received(visit)

    def finish(self, member: Member) -> None:
        """For somebody without a phone at hand; held for a while, then sent."""
        self.row(member).locator('[data-row-key="f"]').click()
        with taken(self.page):
            self.page.clock.fast_forward(LET_GO)
        expect(self.row(member).locator('[data-row-key="f"]')).to_have_count(0)

    def step_out(self, member: Member, reason: str) -> None:
        self.row(member).locator('summary[data-row-key="w"]').click()
        self.row(member).locator(f'[name="reason"][value="{reason}"]').click()
        with taken(self.page):
            self.page.clock.fast_forward(LET_GO)
        self.shows(member, reason)


class Phone:
    """A consultant's page "my turn"."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.mine = page.locator("#my-turn [id^=mine-]")

    def look(self) -> Page:
        self.page.clock.fast_forward(POLL)
        return self.page

    def has(self, visitor: str) -> None:
        """This visitor is mine."""
        self.look()
        expect(self.mine).to_contain_text(visitor)

    def meets(self, visitor: str) -> None:
        self.has(visitor)
        tap(self.page, "form[id^=meet-] button")
        expect(self.page.locator("form[id^=meet-]")).to_have_count(0)

    def owed(self, turns: int) -> None:
        self.look()
        chip = self.page.locator("#my-turn .chip-owed")
        expect(chip).to_have_count(1 if turns else 0)
        if turns:
            expect(chip).to_contain_text(str(turns))


def visit_in(url: str) -> str:
    """The visit's id that an address holds."""
    found = re.search(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", url)
    assert found, url
    return found[0]
