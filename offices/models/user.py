from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from offices.phones import PhoneError, normalise


class UserManager(BaseUserManager):
    def create_user(self, username: str, password: str | None = None, **fields) -> "User":
        """A user with a usable password where one is given."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields) -> "User":
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, login: str) -> "User":
        """By user name (whatever its case) or by mobile number as anybody would type it.

        Raises User.DoesNotExist.
        """
        by_name = self.filter(username__iexact=login).first()
        if by_name is not None:
            return by_name
        try:
            return self.get(mobile=normalise(login))
        except PhoneError:
            raise self.model.DoesNotExist from None


class User(AbstractBaseUser, PermissionsMixin):
    """A person who logs in; what they may do is said by their memberships, not here.

    ``pin`` is the hash of the six digits by which they prove at a shared screen that it is them
    (offices.services.pins); empty while none is set.
    """

    username = models.CharField(
        _("user name"),
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[\w.-]+\Z", _("Use letters, digits, dot, dash and underscore only."))],
        error_messages={"unique": _("This user name is taken.")},
    )
    mobile = models.CharField(
        pgettext_lazy("user", "mobile number"),
        max_length=20,
        null=True,
        blank=True,
        unique=True,
        help_text=_("E.164, such as +8613800000000. Serves to log in and to be mentioned in the group."),
        error_messages={"unique": _("Somebody else logs in with this mobile number.")},
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=40)
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_active = models.BooleanField(_("may log in"), default=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    pin = models.CharField(max_length=128, blank=True, editable=False)
    pin_failures = models.PositiveSmallIntegerField(default=0, editable=False)
    pin_locked_until = models.DateTimeField(null=True, editable=False)
    revocation = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="user_username_any_case",
                violation_error_message=_("This user name is taken."),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def clean(self) -> None:
        super().clean()
        if self.mobile:
            self.mobile = normalise(self.mobile)
        else:
            self.mobile = None

    def set_password(self, raw_password: str | None) -> None:
        """A new password ends the polls of every page that was open under the old one."""
        super().set_password(raw_password)
        self.revocation += 1

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name
