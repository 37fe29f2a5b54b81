from django.urls import path

from reception.views import customers, desk, floor, house, my_turn, visits

app_name = "reception"

urlpatterns = [
    path("desk/", desk.desk, name="desk"),
    path("desk/live/", desk.board, name="board"),
    path("desk/match/", desk.match, name="match"),
    path("desk/preview/", desk.preview, name="preview"),
    path("desk/arrive/", desk.arrive, name="arrive"),
    path("consultants/<int:pk>/sign-in/", floor.sign_in, name="sign_in"),
    path("consultants/<int:pk>/sign-out/", floor.sign_out, name="sign_out"),
    path("consultants/<int:pk>/step-out/", floor.step_out, name="step_out"),
    path("consultants/<int:pk>/step-in/", floor.step_in, name="step_in"),
    path("visits/", house.visits, name="visits"),
    path("visits/<uuid:visit>/", visits.visit, name="visit"),
    path("visits/<uuid:visit>/meet/", visits.meet, name="meet"),
    path("visits/<uuid:visit>/no-show/", visits.no_show, name="no_show"),
    path("visits/<uuid:visit>/leave/", visits.leave, name="leave"),
    path("visits/<uuid:visit>/finish/", visits.finish, name="finish"),
    path("visits/<uuid:visit>/done/", visits.quick_finish, name="quick_finish"),
    path("visits/<uuid:visit>/void/", visits.ask_void, name="ask_void"),
    path("visits/<uuid:visit>/cancel/", visits.cancel, name="cancel"),
    path("voids/<int:pk>/verify/", visits.verify_void, name="verify_void"),
    path("my-turn/", my_turn.my_turn, name="my_turn"),
    path("my-turn/live/", my_turn.my_turn_live, name="my_turn_live"),
    path("day/", house.day, name="day"),
    path("manager/", house.manager, name="manager"),
    path("rules/", house.rules, name="rules"),
    path("customers/", customers.customers, name="customers"),
    path("customers/<int:pk>/", customers.customer, name="customer"),
    path("customers/phones/<int:pk>/reveal/", customers.reveal, name="reveal"),
]
