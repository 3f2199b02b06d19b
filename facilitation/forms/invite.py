"""What somebody types to come in."""

from django import forms

from facilitation.models import CODE_ALPHABET

from .base import Line

# Misread symbols mean what they look like.
SAME = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=20,
        error_messages={"required": "Type the code from the wall: two groups of four."},
    )

    def clean_code(self):
        code = "".join(c for c in self.cleaned_data["code"].upper() if c.isalnum()).translate(SAME)
        if len(code) != 8 or any(c not in CODE_ALPHABET for c in code):
            raise forms.ValidationError("A code has eight characters, in two groups of four.")
        return code


class TokenForm(forms.Form):
    token = forms.CharField(max_length=80)

    def cleaned(self) -> str:
        return self.cleaned_data["token"].strip()


class NameForm(forms.Form):
    name = Line(limit=40, empty="Which name do people here know you by?")
