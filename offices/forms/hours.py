"""Hours of the day as people type them: 10:00-11:30, 15:30-17:00."""

import re
from itertools import pairwise

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

CLOCK = r"([01]?[0-9]|2[0-3])[:\uff1a]([0-5][0-9])"
STRETCH = re.compile(rf"\s*{CLOCK}\s*[-\u2013\u2014~\uff5e\u81f3]+\s*{CLOCK}\s*", re.ASCII)
BETWEEN = re.compile(r"[,;\uff0c\uff1b\u3001]")


class HoursField(forms.CharField):
    """Cleans to ``["17:00", "20:00"]`` where ``most`` is 1, to a list of these else; nothing typed is None."""

    def __init__(self, *args, most: int, **kwargs) -> None:
        super().__init__(*args, max_length=120, **kwargs)
        self.most = most

    def clean(self, value: object) -> list | None:
        text = super().clean(value)
        if not text:
            return None
        stretches = [_stretch(part) for part in BETWEEN.split(text)]
        if len(stretches) > self.most:
            raise ValidationError(
                _("One stretch, such as 09:00-20:00.")
                if self.most == 1
                else _("At most %(most)s stretches.") % {"most": self.most}
            )
        if any(one[1] > other[0] for one, other in pairwise(stretches)):
            raise ValidationError(_("Write the hours in their order; they must not overlap."))
        return stretches[0] if self.most == 1 else stretches


def _stretch(part: str) -> list[str]:
    match = STRETCH.fullmatch(part)
    if match is None:
        raise ValidationError(_("Write hours like 10:00-11:30, 15:30-17:00."))
    begin, end = f"{int(match[1]):02}:{match[2]}", f"{int(match[3]):02}:{match[4]}"
    if begin >= end:
        raise ValidationError(_("Hours must end after they begin: %(hours)s.") % {"hours": part.strip()})
    return [begin, end]
