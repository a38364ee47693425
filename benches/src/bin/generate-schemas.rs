//! Writes `before.sql` and `after.sql` of a given size into a folder, to measure whole programs with.

use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, folder, tables, changes] = arguments.as_slice() else {
        eprintln!("usage: generate-schemas postgres|sqlite|retyped FOLDER TABLES CHANGES");
        return ExitCode::FAILURE;
    };
    let retyped = kind == "retyped";
    let dialect = if retyped { "postgres" } else { kind };
    let (Ok(dialect), Ok(tables), Ok(changes)) = (dialect.parse(), tables.parse(), changes.parse()) else {
        eprintln!("the first argument is postgres, sqlite or retyped, TABLES and CHANGES are numbers");
        return ExitCode::FAILURE;
    };
    let folder = Path::new(folder);
    let (before, after) = if retyped {
        (schema_benches::retyped(tables, 0), schema_benches::retyped(tables, changes))
    } else {
        (schema_benches::before(dialect, tables), schema_benches::after(dialect, tables, changes))
    };
    let written = std::fs::write(folder.join("before.sql"), before)
        .and_then(|()| std::fs::write(folder.join("after.sql"), after));
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write to {}: {error}", folder.display());
            ExitCode::FAILURE
        }
    }
}
