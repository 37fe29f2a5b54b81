"""The wordings by which consent to sensitive facts is asked for, by class and version.

A wording that was ever read to a customer stays word for word; a better one is added with the next version. Each says
what is kept, what for, that no is an answer, and how to take it back.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from visitors.file_kinds import ConsentClass

TEXTS: Mapping[ConsentClass, tuple[Promise, ...]] = {
    ConsentClass.FINANCES: (
        _(
            "May we write down what you tell us of your income and of property that you own, to propose homes and a "
            "payment plan that you can carry? Only your consultant and the people in charge of them see it. You may "
            "say no, or take it back at any time at the desk: then we delete it."
        ),
    ),
    ConsentClass.FAMILY: (
        _(
            "May we write down what you tell us of your marriage and family, to propose a home that suits all of "
            "you? Only your consultant and the people in charge of them see it. You may say no, or take it back at "
            "any time at the desk: then we delete it."
        ),
    ),
    ConsentClass.MINORS: (
        _(
            "May we, with you as a parent, write down your children's age and school, to propose a home near what "
            "they need? Only your consultant and the people in charge of them see it. You may say no, or take it "
            "back at any time at the desk: then we delete it."
        ),
    ),
    ConsentClass.HEALTH: (
        _(
            "May we write down what we should mind about your health or that of your parents, so that visits and the "
            "home fit? Only your consultant and the people in charge of them see it. You may say no, or take it back "
            "at any time at the desk: then we delete it."
        ),
    ),
    ConsentClass.BELIEFS: (
        _(
            "May we write down associations that you belong to and tell us of, to invite you to what interests you? "
            "Only your consultant and the people in charge of them see it. You may say no, or take it back at any "
            "time at the desk: then we delete it."
        ),
    ),
}


def current_version(of_class: ConsentClass) -> int:
    """The newest version; versions count from 1."""
    return len(TEXTS[of_class])


def text_of(of_class: ConsentClass, version: int) -> str:
    """The wording of that version. Raises IndexError for one that there never was."""
    if version < 1:
        raise IndexError(version)
    return str(TEXTS[of_class][version - 1])
