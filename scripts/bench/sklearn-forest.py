"""Fits and scores scikit-learn's isolation forest on a float32 file and prints the seconds as JSON."""

import json
import sys
import time

import numpy
import sklearn
from sklearn.ensemble import IsolationForest

path, rows, columns = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
samples = numpy.fromfile(path, dtype=numpy.float32, count=rows * columns).reshape(rows, columns)

started = time.perf_counter()
forest = IsolationForest(n_estimators=100, max_samples=min(256, rows), random_state=42).fit(samples)
fitted = time.perf_counter()
forest.score_samples(samples)
scored = time.perf_counter()

print(json.dumps({"version": sklearn.__version__, "fit": fitted - started, "score": scored - fitted}))
