"""The administration of the ground floor, for whoever sets up offices."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from offices import live
from offices.enums import Role
from offices.models import ClauseText, Member, Office, User


@admin.register(User)
class UserAdmin(BaseUserAdmin):
    """Accounts: who may log in. A change of account or password ends the pages that still poll."""

    list_display = ("username", "name", "mobile", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("username", "name", "mobile")
    ordering = ("username",)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("name", "mobile", "language")}),
        (
            _("Permissions"),
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
    )
    add_fieldsets = (
        (None, {"classes": ("wide",), "fields": ("username", "name", "mobile", "password1", "password2")}),
    )

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:
            live.revoke(obj)


class MemberForm(forms.ModelForm):
    """Roles are ticked, not typed."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = Member
        fields = ("user", "office", "name", "roles", "disc", "group_id", "is_active")


@admin.register(Member)
class MemberAdmin(admin.ModelAdmin):
    form = MemberForm
    list_display = ("name", "office", "user", "role_list", "is_active")
    list_filter = ("office", "is_active")
    list_select_related = ("office", "user")
    search_fields = ("name", "user__username")
    autocomplete_fields = ("user",)

    def get_readonly_fields(self, request: HttpRequest, obj: Member | None = None) -> tuple[str, ...]:
        """Who it is and where stays: the queue's log and every visit name this row."""
        return ("user", "office") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Member | None = None) -> bool:
        """Whoever leaves is switched off: the queue may still know them."""
        return False

    @admin.display(description=_("Roles"))
    def role_list(self, member: Member) -> str:
        return ", ".join(member.role_names)

    def save_model(self, request: HttpRequest, obj: Member, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:
            live.revoke(obj.user)


@admin.register(Office)
class OfficeAdmin(admin.ModelAdmin):
    list_display = ("name", "slug", "project", "timezone", "is_active")
    search_fields = ("name", "slug", "project")
    prepopulated_fields = {"slug": ("name",)}


@admin.register(ClauseText)
class ClauseTextAdmin(admin.ModelAdmin):
    list_display = ("clause", "office")
    list_filter = ("office",)
