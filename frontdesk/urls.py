from django.urls import path

from frontdesk.views import checklists

app_name = "frontdesk"

urlpatterns = [
    path("checklists/", checklists.checklists, name="checklists"),
    path("checklists/start/", checklists.start, name="checklists_start"),
    path("checklists/add/", checklists.add_list, name="checklist_add"),
    path("checklists/<int:pk>/", checklists.change_list, name="checklist"),
    path("checklists/<int:pk>/print/", checklists.print_list, name="checklist_print"),
    path("checklists/<int:pk>/switch/", checklists.switch_list, name="checklist_switch"),
    path("checklists/<int:pk>/add/", checklists.add_item, name="checklist_item_add"),
    path("checklists/items/<int:pk>/", checklists.change_item, name="checklist_item"),
    path("checklists/items/<int:pk>/move/", checklists.move_item, name="checklist_item_move"),
    path("checklists/items/<int:pk>/switch/", checklists.switch_item, name="checklist_item_switch"),
]
