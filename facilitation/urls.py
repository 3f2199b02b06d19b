from django.urls import path

from .views import door, invite, lobby, opening, room

urlpatterns = [
    path("join/", invite.join, name="join"),
    path("join/<str:public_id>/", invite.join_room, name="join_room"),
    path("join/<str:public_id>/wait/", lobby.wait, name="wait"),
    path("incidents/<str:public_id>/open/", opening.open_for, name="open_session"),
    path("incidents/<str:public_id>/room/", opening.panel, name="room_panel"),
    path("session/<str:public_id>/", room.live, name="live"),
    path("session/<str:public_id>/leave/", invite.leave, name="leave"),
    path("session/<str:public_id>/wall/", room.wall, name="wall"),
    path("session/<str:public_id>/qr.svg", room.qr, name="qr"),
    path("session/<str:public_id>/do/", door.do, name="do"),
    path("session/<str:public_id>/after/", door.after, name="after"),
    path("session/<str:public_id>/chair/", door.chair, name="chair"),
    path("session/<str:public_id>/people/", room.people_drawer, name="people_drawer"),
    path("session/<str:public_id>/ballot/", room.ballot, name="ballot"),
    path("session/<str:public_id>/sticky/<str:thing>/", room.sticky_drawer, name="sticky_drawer"),
    path("session/<str:public_id>/ask/<str:thing>/", room.question_drawer, name="question_drawer"),
    path("session/<str:public_id>/rung/<str:thing>/", room.rung_drawer, name="rung_drawer"),
    path("session/<str:public_id>/factor/<str:thing>/", room.factor_drawer, name="factor_drawer"),
    path("session/<str:public_id>/idea/<str:thing>/", room.idea_drawer, name="idea_drawer"),
]
