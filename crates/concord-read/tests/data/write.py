"""Writes the sample of `jsonl/` in all other forms: python3 write.py (needs pyarrow, polars and duckdb)."""

import csv
import datetime
import json
from pathlib import Path

import duckdb
import polars
import pyarrow
import pyarrow.parquet

HERE = Path(__file__).parent
CHILDREN = ["children", "observations", "recommendations"]
REASONS = {"not_known", "not_recorded", "not_yet_obtained", "refused", "not_applicable"}


def read(table):
    return [json.loads(line) for line in (HERE / f"jsonl/{table}.jsonl").read_text().splitlines()]


def columns(rows):
    """All keys in the order of their first use."""
    return list(dict.fromkeys(key for row in rows for key in row))


def filled(rows):
    names = columns(rows)
    return [{name: row.get(name) for name in names} for row in rows]


def cell(value):
    if value is None:
        return ""
    return (";".join(value) or "none") if isinstance(value, list) else value


def write_csv(table, rows):
    with open(HERE / f"csv/{table}.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns(rows))
        writer.writerows([cell(value) for value in row.values()] for row in filled(rows))


def with_reasons(row):
    """Reasons in columns of their own."""
    typed = {}
    for key, value in row.items():
        if key in CHILDREN:
            typed[key] = [with_reasons(child) for child in value]
        elif isinstance(value, str) and value in REASONS:
            typed |= {key: None, f"{key}__missing": value}
        else:
            typed[key] = value
    return typed


def nested(rows):
    rows = [with_reasons(row) for row in rows]
    for child in CHILDREN:
        names = columns([item for row in rows for item in row.get(child) or []])
        for row in rows:
            if row.get(child) is not None:
                row[child] = [{name: item.get(name) for name in names} for item in row[child]]
    return filled(rows)


def retyped(table, types):
    for name, kind in types.items():
        place = table.schema.get_field_index(name)
        values = table[name].to_pylist()
        if kind == pyarrow.date32():
            values = [value and datetime.date.fromisoformat(value) for value in values]
        column = pyarrow.array(values).dictionary_encode() if kind == "dictionary" else pyarrow.array(values).cast(kind)
        table = table.set_column(place, name, column)
    return table


def main():
    reviews, partnerships = read("reviews"), read("partnerships")
    for form in ["json", "csv", "pyarrow", "polars", "duckdb"]:
        (HERE / form).mkdir(exist_ok=True)

    (HERE / "json/reviews.json").write_text(json.dumps(reviews, indent=1))
    (HERE / "json/partnerships.json").write_text(json.dumps(partnerships))

    write_csv("reviews", [{key: value for key, value in row.items() if key not in CHILDREN} for row in reviews])
    for child in CHILDREN:
        keys = [({"review_id": row["review_id"], "coding": row.get("coding")}, row.get(child) or []) for row in reviews]
        write_csv(child, [key | item for key, items in keys for item in items])
    write_csv("partnerships", partnerships)

    rows, groups = nested(reviews), nested(partnerships)
    arrow = retyped(
        pyarrow.Table.from_pylist(rows),
        {"partnership_id": pyarrow.string_view(), "review_type": "dictionary", "aware_date": pyarrow.date32(), "coded_by": pyarrow.large_string()},
    )
    arrow_groups = retyped(
        pyarrow.Table.from_pylist(groups),
        {"la_count": pyarrow.int32(), "under_18_population": pyarrow.float64(), "idaci": pyarrow.decimal128(6, 3)},
    )
    pyarrow.parquet.write_table(arrow, HERE / "pyarrow/reviews.parquet")
    pyarrow.parquet.write_table(arrow_groups, HERE / "pyarrow/partnerships.parquet")

    truth = polars.col("immediate_action").replace_strict({"present": True, "absent": False}, default=None, return_dtype=polars.Boolean)
    frame = polars.DataFrame(rows, infer_schema_length=None)
    frame.with_columns(polars.col("review_type").cast(polars.Categorical), truth).write_parquet(HERE / "polars/reviews.parquet")
    polars.DataFrame(groups, infer_schema_length=None).write_parquet(HERE / "polars/partnerships.parquet")

    select = "select * replace (reviewer_days::decimal(9, 2) as reviewer_days, review_type::enum('rapid_review', 'lcspr') as review_type)"
    duckdb.sql(f"copy ({select} from arrow) to '{HERE}/duckdb/reviews.parquet' (format parquet)")
    duckdb.sql(f"copy (from arrow_groups) to '{HERE}/duckdb/partnerships.parquet' (format parquet, compression zstd)")


if __name__ == "__main__":
    main()
