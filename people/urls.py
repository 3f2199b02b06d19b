"""Ways in and out, one-time links, and the team page."""

from django.urls import path

from .views import sign_in, team, welcome

urlpatterns = [
    path("sign-in/", sign_in.SignIn.as_view(), name="account_login"),
    path("sign-out/", sign_in.SignOut.as_view(), name="account_logout"),
    path("sign-up/", sign_in.sign_up, name="account_signup"),
    path("welcome/", welcome.welcome, name="welcome"),
    path("welcome/account/", welcome.welcome_account, name="welcome_account"),
    path("team/<str:team_id>/", team.team, name="team"),
    path("team/<str:team_id>/edit/", team.team_edit, name="team_edit"),
    path("team/<str:team_id>/members/", team.member_add, name="team_member_add"),
    path(
        "team/<str:team_id>/members/<str:person_id>/link/",
        team.member_link,
        name="team_member_link",
    ),
]
