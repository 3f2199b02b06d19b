from django.urls import path

from .consumers import BoardConsumer

websocket_urlpatterns = [path("session/<str:public_id>/socket/", BoardConsumer.as_asgi())]
