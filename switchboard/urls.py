from django.urls import URLPattern

app_name = "switchboard"
urlpatterns: list[URLPattern] = []
