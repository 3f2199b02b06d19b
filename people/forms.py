"""What people type to get in, and what leads type about their team."""

from django import forms
from django.contrib.auth.password_validation import validate_password

from .fields import EmailField, PlainText, Styled, ZoneField
from .models import Membership, Team, User


class TokenForm(Styled, forms.Form):
    token = forms.CharField(
        label="The code after the # in your link",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Paste the code from your link."},
    )

    def clean_token(self):
        """Somebody may well paste the whole link."""
        return self.cleaned_data["token"].rpartition("#")[2]


class PasswordForm(Styled, forms.Form):
    """For somebody who has an account and needs a password."""

    password = forms.CharField(
        label="Choose a password",
        help_text="Eight characters or more. A few words in a row work well.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choose a password."},
        max_length=200,
        strip=False,
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def person(self):
        """The account that the password must not resemble."""
        return self.user

    def clean(self):
        password = self.cleaned_data.get("password")
        if password:
            try:
                validate_password(password, self.person())
            except forms.ValidationError as error:
                self.add_error("password", error)
        return self.cleaned_data


class FirstPersonForm(PasswordForm):
    name = PlainText(
        label="Your name",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = EmailField(
        label="Your email", widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    field_order = ["name", "email", "password"]

    def person(self):
        return User(
            name=self.cleaned_data.get("name", ""), email=self.cleaned_data.get("email", "")
        )

    def clean_email(self):
        email = self.cleaned_data["email"]
        if User.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError("There is an account with this address already.")
        return email


class ColleagueForm(Styled, forms.Form):
    name = PlainText(label="Name", max_length=80)
    email = EmailField(label="Email")
    role = forms.ChoiceField(
        label="Role",
        choices=Membership.Role.choices,
        initial=Membership.Role.MEMBER,
        error_messages={"invalid_choice": "Pick member or lead."},
    )

    def __init__(self, *args, team, **kwargs):
        super().__init__(*args, **kwargs)
        self.team = team

    def clean_email(self):
        email = self.cleaned_data["email"]
        if self.team.members.filter(email__iexact=email).exists():
            raise forms.ValidationError("Somebody with this address is in the team already.")
        return email


class TeamForm(Styled, forms.ModelForm):
    name = PlainText(label="Team name", max_length=80)
    zone = ZoneField(label="Time zone", help_text="New incidents start with this one.")

    class Meta:
        model = Team
        fields = ["name", "zone"]
