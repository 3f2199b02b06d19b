from django.apps import AppConfig


class WriteupsConfig(AppConfig):
    name = "writeups"
