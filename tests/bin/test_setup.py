"""When packages are installed again and when not, and what is said where they cannot be."""

import json
import sys
from pathlib import Path

import pytest
import system_parts
import venv_packages

NEEDED = "django==5.2.19 \\\n    --hash=sha256:aa\n    # via channels\n"
EXTRA = "httpx[http2]==1.0 ; sys_platform != 'win32' \\\n    --hash=sha256:bb\n"


class Project:
    """A folder whose venv looks fine and whose pip only writes down that it was called."""

    def __init__(self, folder, monkeypatch):
        self.run, self.dev = folder / "requirements.txt", folder / "requirements-dev.txt"
        self.venv = folder / ".venv"
        self.version, self.installed, self.made = "3.11.7", [], 0
        self.run.write_text(NEEDED)
        self.dev.write_text(NEEDED + EXTRA)
        self.venv.mkdir()
        monkeypatch.setattr(venv_packages, "usable_version", lambda python: self.version)
        monkeypatch.setattr(venv_packages, "make", self.make)
        monkeypatch.setattr(venv_packages, "install", self.install)

    def make(self, venv):
        self.made, self.version = self.made + 1, "3.12.1"

    def install(self, python, requirements, venv):
        self.installed.append(requirements.name)

    def ensure(self, requirements):
        """What was installed this time."""
        self.installed.clear()
        venv_packages.ensure(requirements, self.venv)
        return self.installed[:]


@pytest.fixture
def project(tmp_path, monkeypatch):
    return Project(tmp_path, monkeypatch)


def test_a_second_start_installs_nothing(project):
    assert project.ensure(project.run) == ["requirements.txt"]
    assert project.ensure(project.run) == []


def test_the_packages_for_tests_contain_those_for_running(project):
    assert project.ensure(project.run) == ["requirements.txt"]
    assert project.ensure(project.dev) == ["requirements-dev.txt"]
    assert project.ensure(project.run) == []
    assert project.ensure(project.dev) == []


def test_a_changed_file_is_installed_and_the_other_is_asked_again(project):
    project.ensure(project.dev)
    project.run.write_text(NEEDED.replace("5.2.19", "5.2.20"))
    assert project.ensure(project.run) == ["requirements.txt"]
    assert project.ensure(project.dev) == ["requirements-dev.txt"]


def test_another_python_version_installs_again(project):
    project.ensure(project.run)
    project.version = "3.11.8"
    assert project.ensure(project.run) == ["requirements.txt"]
    assert project.made == 0


def test_a_broken_venv_is_made_again(project):
    project.ensure(project.run)
    project.version = ""
    assert project.ensure(project.run) == ["requirements.txt"]
    assert project.made == 1


def test_an_update_broken_off_is_done_again(project, monkeypatch):
    project.ensure(project.run)
    project.run.write_text(NEEDED + EXTRA)
    with monkeypatch.context() as patch:
        patch.setattr(venv_packages, "install", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            project.ensure(project.run)
    project.run.write_text(NEEDED)
    assert project.ensure(project.run) == ["requirements.txt"]


@pytest.mark.parametrize("broken", ["", "{", "[]", json.dumps({"requirements.txt": "old"})])
def test_a_broken_stamp_means_install(project, broken):
    (project.venv / venv_packages.STAMP).write_text(broken)
    assert project.ensure(project.run) == ["requirements.txt"]


def test_pins_are_counted_without_hashes_and_comments():
    assert venv_packages.pins(NEEDED + EXTRA) == {"django==5.2.19", "httpx[http2]==1.0"}


def test_only_a_working_python_is_usable(tmp_path):
    assert venv_packages.usable_version(Path(sys.executable)).startswith("3.")
    assert venv_packages.usable_version(tmp_path / "none") == ""
    assert venv_packages.usable_version(Path("/bin/false")) == ""


def part(name="Redis", present=False):
    return system_parts.Part(name, lambda: present, dict.fromkeys(system_parts.INSTALL, "redis"))


@pytest.fixture
def machine(monkeypatch):
    """A machine with one package manager, whose user is nobody special."""

    def make(tool, user=1000):
        monkeypatch.setattr(system_parts.shutil, "which", lambda name: name if name == tool else "")
        monkeypatch.setattr(system_parts.os, "geteuid", lambda: user)

    return make


@pytest.mark.parametrize(
    ("tool", "line"),
    [
        ("apt-get", "sudo apt-get install -y redis"),
        ("dnf", "sudo dnf install -y redis"),
        ("pacman", "sudo pacman -S --needed redis"),
        ("apk", "sudo apk add redis"),
        ("brew", "brew install redis"),
    ],
)
def test_the_line_to_type_fits_the_machine(machine, tool, line):
    machine(tool)
    assert system_parts.ensure([part()])[0]
    assert system_parts.how_to_get([part()]) == f"Missing: Redis; type: {line}"


def test_root_is_told_no_sudo_and_hears_the_reason(machine):
    machine("apt-get", user=0)
    line = system_parts.how_to_get([part()], "E: no network")
    assert line == "Missing: Redis (apt says: E: no network); type: apt-get install -y redis"


def test_an_unknown_system_is_named_the_part(machine):
    machine("zypper")
    assert system_parts.how_to_get([part()]).startswith("Missing: Redis; install it the way")


def test_nothing_is_installed_twice(machine, monkeypatch):
    machine("apt-get", user=0)
    monkeypatch.setattr(system_parts, "apt_install", lambda missing: 1 / 0)
    assert system_parts.ensure([part(present=True)]) == ([], "")


def test_every_part_is_named_for_every_package_manager():
    parts = (*system_parts.FOR_RUNNING, *system_parts.FOR_TESTS, system_parts.VENV_PART)
    assert all(set(each.packages) == set(system_parts.INSTALL) for each in parts)


def test_a_library_is_found_by_any_of_its_names():
    assert system_parts.can_load(["no-such-library.so.9", "libc.so.6", "libSystem.dylib"])
    assert not system_parts.can_load(["no-such-library.so.9"])
