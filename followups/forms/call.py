"""What came of a call: one answer, what belongs to it, and what was learned."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deals.enums import OpportunityState
from deals.forms.opportunities import listed
from deals.models import Reason
from followups.enums import CallCode, CallOccasion, QuestionKind
from followups.models import Question
from followups.services.call_entry import CallEntry
from offices.models import Office
from visitors.enums import CHOSEN_REASONS, Grade, Objection

FARTHEST = timedelta(days=730)
NEVER = [
    ("calls", pgettext_lazy("never again", "No calls")),
    ("sms", pgettext_lazy("never again", "No text messages")),
]
SCALE = [(str(figure), str(figure)) for figure in range(1, 6)]
YES_NO = [("1", pgettext_lazy("answer", "Yes")), ("0", pgettext_lazy("answer", "No"))]
SPOKE = [CallCode.REACHED, CallCode.COMING, CallCode.FEWER, CallCode.NEVER, CallCode.COMPLAINS, CallCode.LOST]
NOT_SPOKEN = [CallCode.NO_ANSWER, CallCode.NOT_CONVENIENT, CallCode.PASSED_ON]


def _day(**attributes: str) -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", **attributes}, format="%Y-%m-%d")


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class CallForm(forms.Form):
    """Only the result is needed; some results need one thing more."""

    code = forms.ChoiceField(
        label=pgettext_lazy("call", "What came of it"),
        choices=[(code.value, code.label) for code in [*SPOKE, *NOT_SPOKEN]],
        widget=forms.RadioSelect,
    )
    agreed_on = forms.DateField(label=pgettext_lazy("call again", "Day"), required=False, widget=_day())
    agreed_time = forms.TimeField(label=pgettext_lazy("call again", "Time"), required=False, widget=_clock())
    passed_on_to = forms.CharField(label=_("Who passes it on"), max_length=40, required=False)
    coming_on = forms.DateField(label=pgettext_lazy("visit", "Day"), required=False, widget=_day())
    coming_time = forms.TimeField(label=pgettext_lazy("visit", "Time"), required=False, widget=_clock())
    people = forms.IntegerField(label=_("How many come"), min_value=1, max_value=99, required=False)
    plan = forms.CharField(
        label=_("What we prepare"),
        max_length=300,
        required=False,
        help_text=_("Show flat, papers, who receives them, what the children need."),
    )
    reason = forms.ModelChoiceField(
        label=_("Why it was lost"), queryset=Reason.objects.none(), required=False, empty_label=_("choose …")
    )
    never = forms.MultipleChoiceField(
        label=pgettext_lazy("never again", "What they want no more of"),
        choices=NEVER,
        required=False,
        initial=["calls"],
        widget=forms.CheckboxSelectMultiple,
    )
    declined = forms.BooleanField(label=_("Declined this time"), required=False)
    occasion = forms.ChoiceField(
        label=_("Occasion of the call"),
        choices=[("", _("Not said")), *CallOccasion.choices],
        required=False,
    )
    objections = forms.MultipleChoiceField(
        label=_("Objections"), choices=Objection, required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label=pgettext_lazy("call", "What was said"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    grade = forms.ChoiceField(
        label=_("Grade"), choices=[("", _("As before")), *Grade.choices], required=False
    )
    grade_reason = forms.ChoiceField(
        label=_("Why the grade changes"), choices=[("", _("Not said")), *CHOSEN_REASONS], required=False
    )
    wants_help = forms.BooleanField(label=_("I need the manager's help"), required=False)

    def __init__(
        self,
        *args,
        office: Office,
        now: datetime,
        grade: str = "",
        questions: Sequence[Question] = (),
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.office, self.now, self.grade = office, now, grade
        self.questions = list(questions)
        self.fields["reason"].queryset = listed(office, OpportunityState.LOST)  # type: ignore[attr-defined]
        today = office.business_date(now)
        self.fields["agreed_on"].initial = today
        self.fields["coming_on"].initial = today + timedelta(days=1)
        for question in self.questions:
            self.fields[f"q_{question.pk}"] = _answer_field(question)

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields of the questions."""
        return [self[f"q_{question.pk}"] for question in self.questions]

    @property
    def has_reasons(self) -> bool:
        """Whether the office has said why customers are lost: without that list nobody is given up."""
        return self.fields["reason"].queryset.exists()  # type: ignore[attr-defined]

    @property
    def spoke(self) -> list[tuple[str, str]]:
        return [(code.value, str(code.label)) for code in SPOKE]

    @property
    def not_spoken(self) -> list[tuple[str, str]]:
        return [(code.value, str(code.label)) for code in NOT_SPOKEN]

    def clean(self) -> dict:
        cleaned = super().clean()
        code = cleaned.get("code")
        if code == CallCode.NOT_CONVENIENT:
            self._clean_moment("agreed_on", "agreed_time", _("Say at what time to call again."))
        if code == CallCode.COMING:
            self._clean_moment("coming_on", "coming_time", _("Say at what time the customer comes."))
        if code == CallCode.PASSED_ON and not cleaned.get("passed_on_to"):
            self.add_error("passed_on_to", _("Ask for the name of who passes it on, and write it down."))
        if code == CallCode.LOST and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Choose a reason from the list."))
        if code == CallCode.NEVER and not cleaned.get("never"):
            self.add_error(
                "never", _("Say what the customer wants no more of: calls, text messages or both.")
            )
        if code == CallCode.COMPLAINS and not cleaned.get("note") and "note" not in self.errors:
            self.add_error("note", _("Write down what the customer said: the leaders read nothing else."))
        grade = cleaned.get("grade")
        if grade and grade != self.grade and not cleaned.get("grade_reason"):
            self.add_error("grade_reason", _("Say why the grade changes."))
        return cleaned

    def entry(self) -> CallEntry:
        """What was typed, as the service takes it; what belongs to another result is left out."""
        data = self.cleaned_data
        code = data["code"]
        is_coming, is_never = code == CallCode.COMING, code == CallCode.NEVER
        return CallEntry(
            code=code,
            agreed_at=self._moment("agreed_on", "agreed_time") if code == CallCode.NOT_CONVENIENT else None,
            passed_on_to=data["passed_on_to"] if code == CallCode.PASSED_ON else "",
            coming_at=self._moment("coming_on", "coming_time") if is_coming else None,
            people=data["people"] if is_coming else None,
            plan=data["plan"] if is_coming else "",
            reason=data["reason"].pk if code == CallCode.LOST else None,
            no_calls=is_never and "calls" in data["never"],
            no_sms=is_never and "sms" in data["never"],
            declined=code == CallCode.REACHED and data["declined"],
            occasion=data["occasion"],
            objections=tuple(data["objections"]),
            note=data["note"],
            grade=data["grade"],
            grade_reason=data["grade_reason"],
            wants_help=data["wants_help"],
            answers=self._answers() if code in CallCode.effective() else {},
        )

    def _answers(self) -> dict[int, int | str]:
        given = {question: self.cleaned_data.get(f"q_{question.pk}") for question in self.questions}
        return {
            question.pk: answer if question.kind == QuestionKind.TEXT else int(answer)
            for question, answer in given.items()
            if answer
        }

    def _clean_moment(self, day: str, clock: str, missing: object) -> None:
        moment = self._moment(day, clock)
        if moment is None:
            if clock not in self.errors and day not in self.errors:
                self.add_error(clock, missing)
        elif moment <= self.now:
            self.add_error(clock, _("This is in the past. Choose a time to come."))
        elif moment > self.now + FARTHEST:
            self.add_error(day, _("This is more than two years from now. Check the year."))

    def _moment(self, day: str, clock: str) -> datetime | None:
        on: date | None = self.cleaned_data.get(day)
        at: time | None = self.cleaned_data.get(clock)
        return datetime.combine(on, at, tzinfo=self.office.zone) if on and at else None


def _answer_field(question: Question) -> forms.Field:
    if question.kind == QuestionKind.TEXT:
        return forms.CharField(label=question.text, max_length=300, required=False)
    choices = SCALE if question.kind == QuestionKind.SCALE else YES_NO
    return forms.ChoiceField(label=question.text, choices=choices, required=False, widget=forms.RadioSelect)
