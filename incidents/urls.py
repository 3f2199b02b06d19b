"""The log, one incident, the actions, and the types."""

from django.urls import path

from .views import actions, home, intake, log, one, types

urlpatterns = [
    path("", home.home, name="home"),
    path("log/<str:team_id>/", log.log, name="log"),
    path("log/<str:team_id>/new/", intake.incident_new, name="incident_new"),
    path("log/<str:team_id>/actions/", actions.actions, name="actions"),
    path("incidents/<str:incident_id>/", one.incident, name="incident"),
    path("incidents/<str:incident_id>/edit/", intake.incident_edit, name="incident_edit"),
    path("actions/<str:action_id>/accept/", actions.action_accept, name="action_accept"),
    path("actions/<str:action_id>/done/", actions.action_done, name="action_done"),
    path("actions/<str:action_id>/drop/", actions.action_drop, name="action_drop"),
    path("actions/<str:action_id>/reopen/", actions.action_reopen, name="action_reopen"),
    path("incident-types/", types.incident_types, name="incident_types"),
]
