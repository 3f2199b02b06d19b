"""The intake of an incident, and what people say about an action or a type."""

from django import forms
from django.utils import timezone
from django.utils.text import slugify

from people.fields import PlainText, Styled, ZoneField

from . import sentences
from .localtime import LocalTimeField, as_typed, in_zone
from .models import Action, Incident, IncidentType

JUMPED = "The clocks were put forward over that hour, so this time was never shown. Check it."
YES_NO = [("yes", "Yes"), ("no", "No, or not known yet")]


def one_sentence(text):
    if sentences.count(text) > 1:
        raise forms.ValidationError("Keep it to one sentence. The rest comes in the session.")


def long_text(**kwargs):
    return PlainText(
        max_length=300,
        validators=[one_sentence],
        widget=forms.Textarea(attrs={"rows": 2}),
        **kwargs,
    )


class IncidentForm(Styled, forms.ModelForm):
    """A near miss needs a title, a type, a start and one sentence, so nothing else is asked for."""

    title = PlainText(label="Title", max_length=120)
    type = forms.ModelChoiceField(
        IncidentType.objects.all(),
        label="Type",
        to_field_name="slug",
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Pick the type that fits best.",
            "invalid_choice": "Pick one of the types.",
        },
    )
    type_note = PlainText(label="If other: a few words on what sort", max_length=80, required=False)
    started = LocalTimeField(label="Started")
    resolved = LocalTimeField(
        label="Resolved", required=False, help_text="Leave it empty while it is still going on."
    )
    zone = ZoneField(label="Time zone of these times")
    what_happened = long_text(label="What happened, in one sentence")
    affected = PlainText(
        label="What or who it reached",
        max_length=200,
        required=False,
        help_text="Such as: 3 customers with allergies, the checkout page.",
    )
    impact = long_text(label="The impact, in one sentence", required=False)
    change_triggered = forms.TypedChoiceField(
        label="Did a change trigger it?",
        choices=YES_NO,
        coerce=lambda value: value == "yes",
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Pick one of the two."},
    )
    other_teams = PlainText(
        label="Other teams it reached",
        max_length=200,
        required=False,
        help_text="With commas between them. Each gets a chair in the session.",
    )

    class Meta:
        model = Incident
        fields = [
            "title", "type", "type_note", "started", "resolved", "zone", "what_happened",
            "affected", "impact", "change_triggered", "other_teams",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        zone = self.instance.zone
        self.initial["started"] = as_typed(self.instance.started_at, zone)
        self.initial["resolved"] = as_typed(self.instance.resolved_at, zone)
        triggered = self.instance.pk and self.instance.change_triggered
        self.initial["change_triggered"] = "yes" if triggered else "no"
        if self.instance.type_id:
            self.initial["type"] = self.instance.type.slug

    def clean(self):
        super().clean()
        type = self.cleaned_data.get("type")
        if type and type.needs_words and not self.cleaned_data.get("type_note"):
            self.add_error("type_note", "Say in a few words what sort of incident it was.")
        if self.cleaned_data.get("zone"):
            self._clean_times(self.cleaned_data["zone"])
        return self.cleaned_data

    def _clean_times(self, zone):
        start = self._moment("started", "started_at", zone)
        end = self._moment("resolved", "resolved_at", zone, not_before=start)
        now = timezone.now()
        if self.instance.held_at and not end and "resolved" not in self.errors:
            self.add_error("resolved", "Its post-mortem was held, so it is over. Keep the time.")
        if start and start > now:
            self.add_error(
                "started", "That is still to come. Check the day, the time and the zone."
            )
        if end and end > now:
            self.add_error("resolved", "That is still to come. Leave it empty until it is over.")
        if start and end and end < start:
            self.add_error("resolved", "That is before the start. Check both times.")

    def _moment(self, name, attribute, zone, not_before=None):
        typed = self.cleaned_data.get(name)
        if typed is None:
            if name not in self.errors:
                setattr(self.instance, attribute, None)
            return None
        if not {name, "zone"} & set(self.changed_data):
            return getattr(self.instance, attribute)  # keeps the seconds and the second 2:30 am
        moment = in_zone(typed, zone, not_before)
        if moment is None:
            self.add_error(name, JUMPED)
        setattr(self.instance, attribute, moment)
        return moment


class DropForm(Styled, forms.Form):
    because = PlainText(
        label="Why it is dropped",
        max_length=Action._meta.get_field("dropped_because").max_length,
        error_messages={"required": "Say in a few words why it is dropped."},
    )


class TypeForm(Styled, forms.ModelForm):
    name = PlainText(label="Name of the new type", max_length=40)

    class Meta:
        model = IncidentType
        fields = ["name"]

    def clean_name(self):
        name = self.cleaned_data["name"]
        slug = slugify(name)[:50]
        if not slug:
            raise forms.ValidationError("Use a name with letters a to z or digits in it.")
        if IncidentType.objects.filter(slug=slug).exists():
            raise forms.ValidationError("There is a type with this name already.")
        self.instance.slug = slug
        return name
