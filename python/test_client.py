"""Tries the client against the real server: pip install -e '.[test]' && pytest

CHANCERY names the program; without it, it is built from this checkout.
"""

import os
import pathlib
import subprocess

import pytest
from chancery_client import ChanceryError, Record

ROOT = pathlib.Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def record(tmp_path_factory):
    program = os.environ.get("CHANCERY")
    if not program:
        program = str(tmp_path_factory.mktemp("bin") / "chancery")
        subprocess.run(["go", "build", "-o", program, "./cmd/chancery"], cwd=ROOT, check=True)
    server = subprocess.Popen([program, "demo", "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
    try:
        line = server.stdout.readline()
        address = next(word for word in line.split() if word.startswith("http://"))
        with Record(address) as r:
            yield r
    finally:
        server.terminate()
        server.wait(timeout=20)


def test_find_gives_a_row_a_happening(record):
    everything = record.find()
    assert len(everything) == record.get("/totals")["happenings"]
    assert everything["id"].is_unique
    yemen = record.find("party:YEM")
    assert 0 < len(yemen) < len(everything)
    assert set(record.find("status:planned")["status"]) == {"planned"}


def test_every_happening_has_its_words(record):
    found = record.find("party:IRQ")
    words = record.evidence(found)
    assert set(words["id"]) == set(found["id"])
    for article, rows in words.groupby("article"):
        text = record.article(article)["article"]["text"]
        for row in rows.itertuples():
            assert text[row.start : row.end] == row.text


def test_dossier_and_articles(record):
    dossier = record.dossier("USA", "IRQ")
    assert dossier["parties"] == ["USA", "IRQ"]
    assert len(record.articles()) == record.get("/totals")["articles"]


def test_faults_say_what_is_wrong(record):
    with pytest.raises(ChanceryError, match="not closed"):
        record.find("(")
    with pytest.raises(ChanceryError, match="not in the record"):
        record.article("none")
