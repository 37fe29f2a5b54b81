"""Which units the control board shows."""

from decimal import Decimal
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deals.enums import BoardState
from deals.models import Unit

TEN_THOUSAND = 10_000
LARGEST_AREA = 100_000
LARGEST_PRICE = 10_000_000


class UnitFilter(forms.Form):
    """By state, layout, area, price and release; what is not on the lists is as good as not chosen."""

    state = forms.ChoiceField(
        label=pgettext_lazy("unit", "State"),
        choices=[("", _("all states")), *BoardState.choices],
        required=False,
    )
    layout = forms.CharField(label=_("Layout"), required=False, max_length=20, widget=forms.Select)
    release = forms.CharField(label=_("Release"), required=False, max_length=20, widget=forms.Select)
    area_min = forms.IntegerField(
        label=_("Area from (m²)"), min_value=1, max_value=LARGEST_AREA, required=False
    )
    area_max = forms.IntegerField(
        label=_("Area to (m²)"), min_value=1, max_value=LARGEST_AREA, required=False
    )
    price_min = forms.IntegerField(
        label=_("Price from (10,000 yuan)"), min_value=0, max_value=LARGEST_PRICE, required=False
    )
    price_max = forms.IntegerField(
        label=_("Price to (10,000 yuan)"), min_value=0, max_value=LARGEST_PRICE, required=False
    )

    def __init__(self, data) -> None:
        super().__init__(data)
        self.is_valid()

    def offer(self, layouts: list[str], releases: list[tuple[str, str]]) -> None:
        """What the lists hold is known only when the board is: it is read once."""
        self.fields["layout"].widget.choices = [("", _("all layouts")), *((each, each) for each in layouts)]
        self.fields["release"].widget.choices = [("", _("all releases")), *releases]

    @property
    def state_chosen(self) -> str:
        return self.cleaned_data.get("state", "")

    @property
    def narrows(self) -> bool:
        """Whether anything beside the state is chosen."""
        return bool(self.query_without_state())

    def wants(self, unit: Unit, state: BoardState) -> bool:
        """Whether the unit fits all that is chosen."""
        chosen = self.cleaned_data
        return (
            chosen.get("state", "") in ("", state)
            and chosen.get("layout", "") in ("", unit.layout)
            and chosen.get("release", "") in ("", str(unit.release_id))
            and self._is_within("area", unit.area)
            and self._is_within("price", unit.list_price / TEN_THOUSAND)
        )

    def query_without_state(self) -> str:
        """The choices for an address, without the state, which the legend chooses."""
        return urlencode(
            {
                name: value
                for name, value in self.cleaned_data.items()
                if name != "state" and value not in ("", None)
            }
        )

    def _is_within(self, name: str, figure: Decimal) -> bool:
        low, high = self.cleaned_data.get(f"{name}_min"), self.cleaned_data.get(f"{name}_max")
        return (low is None or low <= figure) and (high is None or figure <= high)
