from django.apps import AppConfig


class FacilitationConfig(AppConfig):
    name = "facilitation"

    def ready(self):
        from django.contrib.auth.signals import user_logged_out

        # Django tells of a sign-out in no other way, and `people` may not know of boards.
        user_logged_out.connect(close_boards, dispatch_uid="facilitation.close_boards")


def close_boards(sender, user=None, **kwargs):
    from .sync.hub import hub

    if user is not None:
        hub.recheck_from_thread(user.pk)
