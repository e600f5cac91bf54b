"""A thin client of a Chancery server (``chancery serve`` or ``chancery demo``).

    from chancery_client import Record
    record = Record()                                  # http://127.0.0.1:8440
    table = record.find("party:USA party:IRQ")         # a row a happening
    record.evidence(table)                             # a row a sentence

Tables are pandas data frames. The JSON behind them is docs/DOSSIER.md and
docs/RECORD.md of Chancery; ``get`` gives it as it is.
"""

from __future__ import annotations

from typing import Any, Iterator

import httpx
import pandas

__all__ = ["ChanceryError", "Record"]

PAGE = 1000


class ChanceryError(Exception):
    """The server refused: its own words, which say what to do."""


class Record:
    """A record that a server opens. Safe to use as a context manager."""

    def __init__(self, address: str = "http://127.0.0.1:8440", timeout: float = 60.0):
        self._client = httpx.Client(base_url=address.rstrip("/") + "/api/v1", timeout=timeout)

    def __enter__(self) -> "Record":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._client.close()

    def get(self, path: str, **values: Any) -> Any:
        """The answer of one operation of /api/v1 as it is, such as get("/totals")."""
        answer = self._client.get(path, params={k: v for k, v in values.items() if v is not None})
        if answer.is_error:
            try:
                why = answer.json().get("detail", answer.text)
            except ValueError:
                why = answer.text
            raise ChanceryError(f"{answer.status_code}: {why}")
        return answer.json()

    def happenings(self, query: str = "", order: str = "last") -> Iterator[dict]:
        """All happenings that a query asks for, page by page."""
        start = 0
        while True:
            page = self.get("/happenings", q=query, order=order, **{"from": start, "limit": PAGE})
            yield from page["items"]
            start += len(page["items"])
            if not page["items"] or start >= page["total"]:
                return

    def find(self, query: str = "", order: str = "last") -> pandas.DataFrame:
        """A row a happening; the full JSON of each is in the column ``happening``."""
        return pandas.DataFrame([_row(h) for h in self.happenings(query, order)], columns=COLUMNS)

    @staticmethod
    def evidence(found: pandas.DataFrame) -> pandas.DataFrame:
        """A row a sentence: what ``find`` gave, with the words behind each step."""
        rows = []
        for happening in found["happening"]:
            for step in happening["life"]:
                for words in step["evidence"]:
                    rows.append(
                        {"id": happening["id"], "status": step["status"], "on": step.get("on"), "said_by": step.get("said_by"), **{k: words.get(k) for k in EVIDENCE}}
                    )
        return pandas.DataFrame(rows, columns=["id", "status", "on", "said_by", *EVIDENCE])

    def dossier(self, *subjects: str, today: str | None = None) -> dict:
        """What the record holds on a subject, or between several."""
        return self.get("/dossier", of=list(subjects), today=today)

    def article(self, article: str) -> dict:
        """One article with its text and all its facts (docs/RECORD.md)."""
        return self.get(f"/articles/{article}")

    def articles(self, words: str = "") -> pandas.DataFrame:
        """A row an article."""
        rows: list[dict] = []
        while True:
            page = self.get("/articles", words=words, **{"from": len(rows), "limit": PAGE})
            rows += page["items"]
            if not page["items"] or len(rows) >= page["total"]:
                return pandas.DataFrame(rows)


EVIDENCE = ["text", "outlet", "published", "url", "article", "start", "end"]
COLUMNS = ["id", "type", "mode", "status", "begin", "finish", "actor", "recipient", "place", "country", "lat", "lon", "name", "voices", "reports", "confidence", "sentence", "happening"]


def _row(h: dict) -> dict:
    place, time = h.get("place") or {}, h.get("time") or {}
    first = next((e["text"] for step in h["life"] for e in step["evidence"]), None)
    return {
        "id": h["id"],
        "type": h["type"],
        "mode": ", ".join(h["mode"] or []),
        "status": h["status"],
        "begin": pandas.to_datetime(time.get("begin"), errors="coerce"),
        "finish": pandas.to_datetime(time.get("finish"), errors="coerce"),
        "actor": ", ".join(h["actor"] or []),
        "recipient": ", ".join(h["recipient"] or []),
        "place": place.get("name"),
        "country": place.get("country"),
        "lat": place.get("lat"),
        "lon": place.get("lon"),
        "name": h.get("name"),
        "voices": h["voices"],
        "reports": h["reports"],
        "confidence": h["confidence"],
        "sentence": first,
        "happening": h,
    }
