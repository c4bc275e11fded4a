# Stores a CSV file in a new database file, closed at the end, with what the name says. Prints JSON: {version, seconds} or
# exits with 3.
import csv
import json
import os
import sys
import tempfile
import time

path, name = sys.argv[1:3]


def duckdb_table(file):
    import duckdb

    with duckdb.connect(file) as db:
        db.execute(f"CREATE TABLE readings AS SELECT * FROM read_csv('{path}')")
    return duckdb.__version__


def sqlite_rows(file):
    import sqlite3

    db = sqlite3.connect(file)
    db.execute("PRAGMA journal_mode = WAL")
    with open(path, newline="") as text:
        rows = csv.reader(text)
        columns = next(rows)
        db.execute(f"CREATE TABLE readings ({columns[0]} TEXT, {', '.join(f'c{i} REAL' for i in range(1, len(columns)))})")
        db.executemany(f"INSERT INTO readings VALUES ({', '.join('?' * len(columns))})", rows)
    db.commit()
    db.execute("PRAGMA wal_checkpoint(FULL)")
    db.close()
    return sqlite3.sqlite_version


try:
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "rival.db")
        started = time.perf_counter()
        version = {"duckdb": duckdb_table, "sqlite": sqlite_rows}[name](file)
        seconds = time.perf_counter() - started
        print(json.dumps({"version": version, "seconds": seconds, "bytes": os.path.getsize(file)}))
except ImportError:
    sys.exit(3)
