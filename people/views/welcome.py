"""One-time links. The token arrives by POST and is exchanged for a note in the session, so it
stands in no address and no log."""

from django.contrib.auth import login
from django.shortcuts import redirect, render

from people import links
from people.forms import FirstPersonForm, PasswordForm, TokenForm

KEY = "welcome"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
GONE = (
    "This link does not work any more. Each one works once and for a day. "
    "Ask the person who sent it for a new one."
)


def welcome(request):
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        link = links.find(form.cleaned_data["token"])
        if link:
            request.session[KEY] = link.pk
            return redirect("welcome_account")
        form.add_error("token", GONE)
    status = 400 if form.errors else 200
    return render(request, "people/welcome.html", {"form": form}, status=status)


def welcome_account(request):
    """Choose a password; the very first person also says their name and address."""
    link = links.still_open(request.session.get(KEY))
    if link is None:
        return gone(request)
    form_class = PasswordForm if link.user else FirstPersonForm
    form = form_class(request.POST or None, user=link.user)
    if request.method == "POST" and form.is_valid():
        return let_in(request, link, form.cleaned_data)
    context = {"form": form, "person": link.user}
    status = 400 if form.errors else 200
    return render(request, "people/welcome_account.html", context, status=status)


def let_in(request, link, answers):
    try:
        if link.user:
            user = links.choose_password(link.pk, link.user, answers["password"])
        else:
            user = links.let_in_first_person(link.pk, **answers)
    except links.LinkGone:
        return gone(request)
    request.session.pop(KEY, None)
    login(request, user, backend=BACKEND)
    return redirect("home")


def gone(request):
    return render(request, "people/welcome.html", {"form": TokenForm(), "gone": GONE}, status=400)
