"""What a user would pick instead: DuckDB or SQLite with a row per reading. Arguments: peer, folder. Prints JSON."""
import json, os, sqlite3, sys, time
import numpy as np

peer, folder = sys.argv[1:3]
times = np.fromfile(os.path.join(folder, "times.f64"))
values = np.fromfile(os.path.join(folder, "values.f64"))
TAGS, PIXELS, TAG = 10, 2000, 3
each = len(times) // TAGS
tags = np.repeat(np.arange(TAGS, dtype=np.int32), each)
ms = times.astype(np.int64)
path = os.path.join(folder, f"{peer}-{os.getpid()}.db")
lo, hi = int(ms[TAG * each]), int(ms[(TAG + 1) * each - 1])
step = (hi - lo) / PIXELS


def best(work):
    found = []
    for _ in range(5):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return min(found)


COLUMN = f"SELECT ms, value FROM readings WHERE tag = {TAG} ORDER BY ms"
MINMAX = f"SELECT CAST((ms - {lo}) / {step} AS INTEGER) AS pixel, min(value), max(value) FROM readings WHERE tag = {TAG} GROUP BY 1 ORDER BY 1"

if peer == "duckdb":
    import duckdb

    version = duckdb.__version__
    db = duckdb.connect(path)
    frame = {"tag": tags, "ms": ms, "value": np.ma.masked_invalid(values)}
    start = time.perf_counter()
    db.execute("CREATE TABLE readings AS SELECT * FROM frame ORDER BY tag, ms")
    db.execute("CHECKPOINT")
    load = time.perf_counter() - start
    column = best(lambda: db.execute(COLUMN).fetchnumpy())
    pixels = best(lambda: db.execute(MINMAX).fetchnumpy())
    db.close()
else:
    version = sqlite3.sqlite_version
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("CREATE TABLE readings (tag INTEGER, ms INTEGER, value REAL, PRIMARY KEY (tag, ms)) WITHOUT ROWID")
    start = time.perf_counter()
    with db:
        db.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", zip(tags.tolist(), ms.tolist(), values.tolist()))
    load = time.perf_counter() - start
    column = best(lambda: db.execute(COLUMN).fetchall())
    pixels = best(lambda: db.execute(MINMAX).fetchall())
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()

print(json.dumps({"load": load, "bytes": os.path.getsize(path), "column": column, "pixels": pixels, "version": version}))
