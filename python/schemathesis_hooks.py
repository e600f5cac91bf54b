"""Values of the formats that the interface's description names: queries as
docs/query.md has them, and subjects, which hold a letter or a digit. See
docs/serve.md, "Programs"."""

import schemathesis
from hypothesis import strategies as st

words = st.text(st.characters(categories=["Ll", "Lu", "Nd"], max_codepoint=0x24F), min_size=1, max_size=12).filter(
    lambda w: w.upper() not in ("OR", "NOT", "AND"))
quoted = st.lists(words, min_size=1, max_size=3).map(lambda w: '"' + " ".join(w) + '"')
days = st.dates().map(lambda d: f"{d.year:04d}-{d.month:02d}-{d.day:02d}")
names = st.sampled_from(["actor", "recipient", "mediator", "party", "code", "place", "said_by", "denied_by", "outlet", "talks", "topic"])
terms = st.one_of(
    words,
    quoted,
    st.tuples(names, st.one_of(words, quoted)).map(":".join),
    st.tuples(st.sampled_from(["after", "before", "on"]), days).map(":".join),
    st.sampled_from(["party:IRQ", "type:CONSULT", "status:planned", "-status:denied", "NOT type:ASSAULT"]),
)
queries = st.recursive(
    terms,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(" ".join),
        st.tuples(inner, inner).map(" OR ".join),
        inner.map(lambda q: f"({q})"),
    ),
    max_leaves=6,
).filter(lambda q: len(q) <= 1000)

schemathesis.openapi.format("chancery-query", st.one_of(st.just(""), queries))
schemathesis.openapi.format("chancery-subject", st.one_of(st.sampled_from(["USA", "IRQ", "Yemen"]), words))
