"""Pages behind a secret address: they belong to no office's slug and ask for no log-in."""

from django.urls import path

from reception.views import check_in, wall

urlpatterns = [
    path("wall/<str:secret>/", wall.wall, name="wall"),
    path("wall/<str:secret>/live/", wall.wall_live, name="wall_live"),
    path("check-in/<str:secret>/", check_in.check_in, name="check_in"),
    path("check-in/<str:secret>/done/", check_in.check_in_done, name="check_in_done"),
]
