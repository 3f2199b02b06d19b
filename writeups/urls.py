"""Addresses of the write-up: under its incident's."""

from django.urls import path

from . import views

urlpatterns = [
    path("incidents/<str:public_id>/write-up/", views.writeup, name="writeup"),
    path("incidents/<str:public_id>/write-up.pdf", views.writeup_pdf, name="writeup_pdf"),
]
