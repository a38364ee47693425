//! Writes `before.sql` and `after.sql` of a given size into a folder, to measure whole programs with.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [dialect, folder, tables, changes] = arguments.as_slice() else {
        eprintln!("usage: generate-schemas postgres|sqlite FOLDER TABLES CHANGES");
        return ExitCode::FAILURE;
    };
    let (Ok(dialect), Ok(tables), Ok(changes)) = (dialect.parse(), tables.parse(), changes.parse()) else {
        eprintln!("the first argument is postgres or sqlite, TABLES and CHANGES are numbers");
        return ExitCode::FAILURE;
    };
    let folder = Path::new(folder);
    let written = std::fs::write(folder.join("before.sql"), schema_benches::before(dialect, tables))
        .and_then(|()| std::fs::write(folder.join("after.sql"), schema_benches::after(dialect, tables, changes)));
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write to {}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}
