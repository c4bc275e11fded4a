# Reads a CSV file into columns, once a call, with what the name says. Prints JSON: {version, seconds} or exits with 3.
import json
import sys
import time

path, name = sys.argv[1:3]
try:
    if name == "duckdb":
        import duckdb as rival

        work = lambda: rival.connect().execute(f"SELECT * FROM read_csv('{path}')").fetchnumpy()
    elif name == "polars":
        import polars as rival

        work = lambda: rival.read_csv(path, try_parse_dates=True)
    else:
        import pandas as rival

        work = lambda: rival.read_csv(path, parse_dates=["time"])
except ImportError:
    sys.exit(3)
seconds = []
for _ in range(2):
    started = time.perf_counter()
    work()
    seconds.append(time.perf_counter() - started)
print(json.dumps({"version": rival.__version__, "seconds": min(seconds)}))
