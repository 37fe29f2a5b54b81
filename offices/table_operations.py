"""A migration operation for tables in a house where every table hangs together with every other."""

from django.db import migrations
from django.db.migrations.state import ProjectState


class CreateModel(migrations.CreateModel):
    """Creates a table as Django's does, without building the classes of all related models anew for it.

    Theirs know nothing of the new model, which only points at them. With nearly two hundred tables that all lead to an
    office, building them for each new one takes longer than everything else a migration does.
    """

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        built = state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)
        if built is not None:
            built.render_multiple([state.models[app_label, self.name_lower]])
            state.__dict__["apps"] = built
