"""Departments, categories, links of the web form."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from complaints.models import Department, TicketCategory
from complaints.services.links import LABEL_LENGTH
from complaints.services.lists import CATEGORY_LENGTH, DEPARTMENT_LENGTH
from offices.forms.layouts import fields_only
from offices.models import Member, Office


class DepartmentForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("department", "Name"), max_length=DEPARTMENT_LENGTH)
    head = forms.ModelChoiceField(
        label=pgettext_lazy("department", "Head"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("nobody yet: customer service is told"),
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args, office: Office, department: Department | None = None, **kwargs) -> None:
        if department is not None:
            kwargs.setdefault("initial", {}).update(
                name=department.name, head=department.head_id, is_active=department.is_active
            )
        super().__init__(*args, **kwargs)
        self.fields["head"].queryset = Member.objects.of(office).working().order_by("name", "pk")
        self.helper = fields_only("name", "head", "is_active")


class CategoryForm(forms.Form):
    name = forms.CharField(
        label=pgettext_lazy("complaint about", "What it is about"), max_length=CATEGORY_LENGTH
    )
    department = forms.ModelChoiceField(
        label=_("Usually handled by"),
        queryset=Department.objects.none(),
        required=False,
        empty_label=_("no department in particular"),
    )
    is_major = forms.BooleanField(label=_("Always a major complaint"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args, office: Office, category: TicketCategory | None = None, **kwargs) -> None:
        if category is not None:
            kwargs.setdefault("initial", {}).update(
                name=category.name,
                department=category.department_id,
                is_major=category.is_major,
                is_active=category.is_active,
            )
        super().__init__(*args, **kwargs)
        self.fields["department"].queryset = Department.objects.of(office).in_use()
        self.helper = fields_only("name", "department", "is_major", "is_active")


class LinkForm(forms.Form):
    label = forms.CharField(
        label=pgettext_lazy("link", "Where it is shown"),
        max_length=LABEL_LENGTH,
        required=False,
        help_text=_("On the web site, on a poster in the hall, on the back of a letter."),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = fields_only("label")
