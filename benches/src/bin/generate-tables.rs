//! Makes two databases on a server with one table each that differ in a number of rows, for measuring `reconcile`.
//!
//! `generate-tables URL ROWS DIFFERENCES`: drops and makes `ma_bench_source` and `ma_bench_target` on the PostgreSQL server
//! of URL. Of the differences 60 % are changed rows, 20 % are missing in the target, 20 % are extra there, spread evenly.

use std::process::ExitCode;

use database::{EngineUrl, Session};

type Outcome = Result<(), Box<dyn std::error::Error>>;

const TABLE: &str = "CREATE TABLE orders (
    id bigint PRIMARY KEY,
    customer integer NOT NULL,
    status text NOT NULL,
    amount numeric(12,2) NOT NULL,
    placed timestamptz NOT NULL,
    note text,
    token uuid NOT NULL,
    is_paid boolean NOT NULL
)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.as_slice() {
        [url, rows, differences] => generate(url, rows, differences),
        _ => Err("usage: generate-tables URL ROWS DIFFERENCES".into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn generate(url: &str, rows: &str, differences: &str) -> Outcome {
    let (rows, differences): (u64, u64) = (rows.parse()?, differences.parse()?);
    let mut server = Session::open(&url.parse()?)?;
    for name in ["ma_bench_source", "ma_bench_target"] {
        server.execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
    }
    server.execute("CREATE DATABASE ma_bench_source")?;
    let mut source = Session::open(&beside(url, "ma_bench_source")?)?;
    source.execute(TABLE)?;
    source.execute(&fill(rows))?;
    source.execute("VACUUM ANALYZE orders")?;
    source.execute("CHECKPOINT")?;
    drop(source);
    server.execute("CREATE DATABASE ma_bench_target TEMPLATE ma_bench_source")?;
    let mut target = Session::open(&beside(url, "ma_bench_target")?)?;
    if differences > 0 {
        edits(rows, differences).iter().try_for_each(|sql| target.execute(sql))?;
        target.execute("VACUUM ANALYZE orders")?;
    }
    Ok(())
}

/// Ids are even, so that extra rows find a place between them.
fn fill(rows: u64) -> String {
    format!(
        "INSERT INTO orders SELECT i * 2, (i * 7919) % 100000, (ARRAY['new', 'paid', 'sent', 'back'])[1 + i % 4], \
         ((i * 37) % 1000000) / 100.0, '2024-01-01Z'::timestamptz + i * interval '13 s 1 ms', \
         CASE WHEN i % 3 > 0 THEN 'note ' || md5(i::text) || ' of order ' || i END, md5('token' || i)::uuid, i % 2 = 0 \
         FROM generate_series(1::bigint, {rows}) AS i"
    )
}

/// Every so many rows one that differs: of five, three changed in turn in another column, one missing, one extra.
fn edits(rows: u64, differences: u64) -> [String; 3] {
    let every = (rows / differences).max(1);
    let chosen = format!("id % {} = 0 AND id / {} <= {differences}", every * 2, every * 2);
    let turn = format!("id / {} % 5", every * 2);
    [
        format!(
            "UPDATE orders SET amount = CASE WHEN {turn} = 0 THEN amount + 0.01 ELSE amount END, \
             note = CASE WHEN {turn} = 1 THEN coalesce(note, '') || '!' ELSE note END, \
             placed = CASE WHEN {turn} = 2 THEN placed + interval '1 us' ELSE placed END WHERE {chosen} AND {turn} < 3"
        ),
        format!(
            "INSERT INTO orders SELECT id + 1, customer, status, amount, placed, note, token, is_paid FROM orders WHERE {chosen} AND {turn} = 4"
        ),
        format!("DELETE FROM orders WHERE {chosen} AND {turn} = 3"),
    ]
}

/// The URL of another database on the same server.
fn beside(url: &str, name: &str) -> Result<EngineUrl, Box<dyn std::error::Error>> {
    let (front, query) =
        url.split_once('?').map_or((url, String::new()), |(front, query)| (front, format!("?{query}")));
    let (server, _) = front.rsplit_once('/').ok_or("the URL names no database")?;
    Ok(format!("{server}/{name}{query}").parse()?)
}
