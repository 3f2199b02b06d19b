"""What a person meets when starting bin/run: the help, and one sentence for each obstacle."""

import ast
import os
import socket
import subprocess
import sys
from pathlib import Path

import bootstrap
import network
import pytest
import serving

BIN = Path(bootstrap.__file__).parent


def run(*arguments, script="run", **environ):
    """The command itself, as a person starts it."""
    return subprocess.run(
        [sys.executable, BIN / script, *arguments],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
        env=os.environ | environ,
    )


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize(
    ("script", "words"),
    [("run", ["--port", "--lan", "--no-example"]), ("test", ["--setup-only", "-- PYTEST ARGS"])],
)
def test_help_names_every_option(script, words):
    done = run("--help", script=script)
    assert done.returncode == 0
    assert all(word in done.stdout for word in words)


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eighty", "\uff18\uff10", ""])
def test_a_port_out_of_range_is_refused(port):
    with pytest.raises(ValueError, match="choose a number from 1 to 65535"):
        network.port_number(port)


@pytest.mark.parametrize("arguments", [("--port", "70000"), ("--prot",), ("--port",)])
def test_wrong_usage_is_one_sentence_and_exit_code_2(arguments):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "bin/run --help" in done.stderr


def test_a_taken_port_is_said_at_once_with_a_free_one(taken_port, tmp_path):
    done = run("--port", str(taken_port), POSTMORTEMS_DATA=str(tmp_path / "data"))
    assert (done.returncode, done.stdout) == (1, "")
    sentence, _, other = done.stderr.strip().rpartition(" ")
    assert sentence == (
        f"Port {taken_port} is taken. Stop what uses it, or choose another: bin/run --port"
    )
    assert not network.is_taken("127.0.0.1", int(other))


def test_a_taken_port_is_taken_for_the_network_too(taken_port):
    assert network.is_taken("0.0.0.0", taken_port)


def test_a_data_folder_that_cannot_be_written_is_one_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    folder = tmp_path / "file" / "data"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    done = run("--port", port, POSTMORTEMS_DATA=str(folder))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"The data folder {folder} cannot be written (Not a directory)")
    assert len(done.stderr.splitlines()) == 1


def test_the_secret_key_is_long_private_and_kept(tmp_path):
    bootstrap.prepare_data_folder(tmp_path / "data")
    path = tmp_path / "data" / "secret-key"
    key = path.read_text()
    assert len(key.strip()) >= 50
    assert path.stat().st_mode & 0o777 == 0o600
    bootstrap.prepare_data_folder(tmp_path / "data")
    assert path.read_text() == key
    assert [entry.name for entry in path.parent.iterdir()] == ["secret-key"]


def test_an_empty_secret_key_is_replaced(tmp_path):
    (tmp_path / "secret-key").touch()
    bootstrap.prepare_data_folder(tmp_path)
    assert len((tmp_path / "secret-key").read_text()) >= 50


def test_the_data_folder_may_be_named_in_dotenv(tmp_path):
    dotenv = tmp_path / ".env"
    dotenv.write_text('# ours\nPOSTMORTEMS_DATA="/srv/postmortems"\n')
    assert bootstrap.from_dotenv("POSTMORTEMS_DATA", dotenv) == "/srv/postmortems"
    assert bootstrap.from_dotenv("POSTMORTEMS_MODE", dotenv) == ""
    assert bootstrap.from_dotenv("POSTMORTEMS_DATA", tmp_path / "none") == ""


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (bootstrap.Problem("Nothing works."), "Nothing works.\n"),
        (OSError(28, "No space left on device"), "No space left on device"),
        (RuntimeError("odd"), "RuntimeError: odd"),
    ],
)
def test_no_failure_shows_a_traceback(error, sentence, capsys, monkeypatch):
    monkeypatch.setattr(bootstrap.signal, "signal", lambda *_: None)

    def fail():
        raise error

    assert bootstrap.guarded(fail) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert len(said.splitlines()) == 1


def test_the_reason_is_found_in_a_long_complaint():
    pip = "Collecting a\nERROR: No matching distribution found.\nWARNING: pip is old\n"
    assert bootstrap.last_words(pip) == "ERROR: No matching distribution found"
    assert bootstrap.last_words("Traceback\n  File\nValueError: no\n\n") == "ValueError: no"


def test_the_server_reads_full_origins_and_an_absolute_data_folder(tmp_path):
    environ = serving.environment(8010, ["192.168.1.5"], tmp_path)
    assert environ["POSTMORTEMS_ORIGINS"] == (
        "http://127.0.0.1:8010,http://localhost:8010,http://192.168.1.5:8010"
    )
    assert environ["POSTMORTEMS_MODE"] == "local"
    assert environ["POSTMORTEMS_DATA"] == str(tmp_path)


@pytest.mark.parametrize("name", ["run", "test", "python_version.py"])
def test_an_old_python_can_read_what_refuses_it(name):
    ast.parse((BIN / name).read_text(), feature_version=(3, 7))
