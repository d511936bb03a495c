"""Many reports at once: a folder of anybody's reports becomes a checked, queryable data set (年报汇总与审计).

``building`` reads files into Parquet; what is asked of it afterwards is SQL that DuckDB and Spark both run.
"""
