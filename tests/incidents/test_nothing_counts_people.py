"""R116: safety is the reliability strategy, so no page, query or model counts or lists incidents
per person. These tests search the source for such a thing."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

OURS = ("people", "incidents", "facilitation", "writeups")
PERSON = re.compile(r"(^|__)(owner|owner_name|user|participant|person|member|author|actor)s?(__|$)")
COUNTING = {"annotate", "aggregate", "alias", "values", "values_list", "order_by", "Count", "Sum"}
MAY_NAME_ITS_PERSON = {"order_by", "values", "values_list"}


def calls(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            yield name, node


def counts_people(source: str) -> list[str]:
    """Counting calls that name a person: `.values("owner").annotate(...)`, `Count("user")`."""
    found = []
    for name, node in calls(ast.parse(source)):
        if name not in COUNTING:
            continue
        if name in MAY_NAME_ITS_PERSON and not _is_counted(node, source):
            continue
        words = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
        if any(isinstance(word, str) and PERSON.search(word) for word in words):
            found.append(ast.unparse(node)[:120])
    return found


def _is_counted(node, source) -> bool:
    """`values()` and `order_by()` tell people apart only where something is counted beside them."""
    statement = ast.get_source_segment(source, node) or ""
    whole = source[max(0, source.find(statement) - 200) : source.find(statement) + 400]
    return bool(re.search(r"\b(Count|Sum|Counter|annotate|aggregate)\(", whole))


def sources():
    for app in OURS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path


def routes(patterns=None, before=""):
    for entry in patterns if patterns is not None else get_resolver().url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, path)
        elif isinstance(entry, URLPattern):
            yield path


def test_no_query_counts_by_person():
    found = {str(path): hits for path in sources() if (hits := counts_people(path.read_text()))}
    assert found == {}


@pytest.mark.parametrize(
    "twin",
    [
        'Incident.objects.values("action__owner").annotate(n=Count("pk"))',
        'User.objects.annotate(n=Count("action__owner"))',
        'Action.objects.values("owner_name").annotate(late=Count("pk")).order_by("-late")',
        'Membership.objects.aggregate(n=Count("user"))',
    ],
)
def test_the_search_finds_such_a_query_when_there_is_one(twin):
    assert counts_people(twin)


def test_no_address_lists_something_by_person():
    about_people = re.compile(r"<[^>]*(user|person|owner|member|participant)[^>]*>")
    found = {path for path in routes() if about_people.search(path)}
    lists = {path for path in found if re.search(r"incident|action|log|trend|stat|report", path)}
    assert lists == set()


def test_no_page_filters_by_person(world, ben, make_incident, make_action):
    from django.urls import reverse

    make_action(make_incident(), owner=world.ana, owner_name="Ana")
    for name in ("log", "actions"):
        url = reverse(name, args=[world.team.public_id])
        plain = ben.get(url).context
        asked = ben.get(f"{url}?owner={world.ben.public_id}&user=Ben&person=Ben").context
        key = "page" if name == "log" else "groups"
        assert repr(getattr(plain[key], "rows", plain[key])) == repr(
            getattr(asked[key], "rows", asked[key])
        )


def test_no_model_stores_numbers_about_people():
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            names = {field.name for field in model._meta.get_fields()}
            assert not {name for name in names if re.search(r"score|rank|blame|rating", name)}
    people = {field.name for field in apps.get_model("people", "User")._meta.get_fields()}
    assert not {name for name in people if re.search(r"count|total|incidents", name)}


def test_no_template_writes_a_number_beside_a_person():
    wrong = re.compile(
        r"\{\{[^}]*(owner|user|person|participant)[^}]*(_set|\.count|\|length)[^}]*\}"
    )
    found = [
        str(path)
        for path in Path(settings.BASE_DIR / "templates").rglob("*.html")
        if wrong.search(path.read_text())
    ]
    assert found == []
