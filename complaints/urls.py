from django.urls import path

from complaints.views import analyses, deeds, links, lists, prints, tickets

app_name = "complaints"
urlpatterns = [
    path("complaints/", tickets.tickets, name="tickets"),
    path("complaints-today/", tickets.today, name="today"),
    path("complaints/new/", tickets.ticket_new, name="ticket_new"),
    path("complaints/match/", tickets.match, name="match"),
    path("complaints/figures/", analyses.figures, name="figures"),
    path("complaints/return-visits/", prints.visits, name="visits"),
    path("complaints/analyses/", analyses.analyses, name="analyses"),
    path("complaints/analyses/<int:pk>/", analyses.analysis, name="analysis"),
    path("complaints/analyses/<int:pk>/print/", analyses.analysis_print, name="analysis_print"),
    path("complaints/analyses/<int:pk>/measures/new/", analyses.measure_new, name="measure_new"),
    path(
        "complaints/analyses/<int:pk>/measures/<int:measure>/done/",
        analyses.measure_done,
        name="measure_done",
    ),
    path("complaints/analyses/<int:pk>/hand-in/", analyses.analysis_hand_in, name="analysis_hand_in"),
    path("complaints/analyses/<int:pk>/review/", analyses.analysis_review, name="analysis_review"),
    path("complaints/analyses/<int:pk>/approve/", analyses.analysis_approve, name="analysis_approve"),
    path("complaints/analyses/<int:pk>/send-back/", analyses.analysis_send_back, name="analysis_send_back"),
    path("complaints/lists/", lists.lists, name="lists"),
    path("complaints/lists/start/", lists.lists_start, name="lists_start"),
    path("complaints/departments/new/", lists.department_new, name="department_new"),
    path("complaints/departments/<int:pk>/", lists.department, name="department"),
    path("complaints/categories/new/", lists.category_new, name="category_new"),
    path("complaints/categories/<int:pk>/", lists.category, name="category"),
    path("complaints/links/", links.links, name="links"),
    path("complaints/links/<int:pk>/revoke/", links.link_revoke, name="link_revoke"),
    path("complaints/links/<int:pk>/poster/", links.link_poster, name="link_poster"),
    path("complaints/<int:pk>/", tickets.ticket, name="ticket"),
    path("complaints/<int:pk>/do/<slug:deed>/", deeds.ticket_do, name="ticket_do"),
    path("complaints/<int:pk>/take/", deeds.take, name="take"),
    path("complaints/<int:pk>/accept/", deeds.accept, name="accept"),
    path("complaints/<int:pk>/decline/", deeds.decline, name="decline"),
    path("complaints/<int:pk>/join/<int:to>/", deeds.join, name="join"),
    path("complaints/<int:pk>/phone/", deeds.ticket_phone, name="ticket_phone"),
    path("complaints/<int:pk>/print/<slug:form>/", prints.paper, name="paper"),
]
