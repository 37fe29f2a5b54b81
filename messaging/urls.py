from django.urls import path

from messaging import views

app_name = "messaging"

urlpatterns = [
    path("robots/", views.robots, name="robots"),
    path("robots/new/", views.robot_new, name="robot_new"),
    path("robots/<int:pk>/", views.robot, name="robot"),
    path("robots/<int:pk>/test/", views.robot_test, name="robot_test"),
]
