from django.urls import path

from messaging.views import gateways, robots, templates, texts

app_name = "messaging"

urlpatterns = [
    path("robots/", robots.robots, name="robots"),
    path("robots/new/", robots.robot_new, name="robot_new"),
    path("robots/<int:pk>/", robots.robot, name="robot"),
    path("robots/<int:pk>/test/", robots.robot_test, name="robot_test"),
    path("gateways/", gateways.gateways, name="gateways"),
    path("gateways/new/", gateways.gateway_new, name="gateway_new"),
    path("gateways/<int:pk>/", gateways.gateway, name="gateway"),
    path("texts/", texts.texts, name="texts"),
    path("texts/<int:pk>/", texts.text, name="text"),
    path("texts/<int:pk>/take/", texts.text_take, name="text_take"),
    path("texts/<int:pk>/done/", texts.text_done, name="text_done"),
    path("texts/<int:pk>/back/", texts.text_back, name="text_back"),
    path("texts/<int:pk>/settle/<slug:deed>/", texts.text_settle, name="text_settle"),
    path("text-templates/", templates.templates, name="templates"),
    path("text-templates/start/", templates.templates_start, name="templates_start"),
    path("text-templates/new/", templates.template_new, name="template_new"),
    path("text-templates/<int:pk>/", templates.template, name="template"),
    path("text-templates/<int:pk>/switch/", templates.template_switch, name="template_switch"),
]
