"""The questions in use, with what customers answered."""

from dataclasses import dataclass, field

from django.db.models import Avg, Count

from followups.enums import QuestionKind
from followups.models import Answer, Question
from offices.models import Office

WORDS_SHOWN = 5
WORDS_READ = 300


@dataclass(slots=True)
class Answered:
    """``times`` it was answered; ``mean`` of a scale, percent of yes for yes or no; the latest words."""

    question: Question
    times: int = 0
    mean: float | None = None
    words: list[str] = field(default_factory=list)

    @property
    def percent(self) -> int | None:
        is_share = self.question.kind == QuestionKind.YES_NO and self.mean is not None
        return round(100 * self.mean) if is_share and self.mean is not None else None


def answered(office: Office) -> list[Answered]:
    """In their order: three queries."""
    questions = list(Question.objects.of(office).in_use())
    shown = {each.pk: Answered(each) for each in questions}
    answers = Answer.objects.filter(question__in=questions)
    for row in answers.order_by().values("question").annotate(times=Count("pk"), mean=Avg("value")):
        found = shown[row["question"]]
        found.times, found.mean = row["times"], row["mean"]
    latest = answers.exclude(text="").order_by("-pk").values_list("question", "text")[:WORDS_READ]
    for pk, text in latest:
        if len(shown[pk].words) < WORDS_SHOWN:
            shown[pk].words.append(text)
    return list(shown.values())
