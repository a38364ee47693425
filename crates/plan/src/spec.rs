//! Specifications: read, checked, summed up.

use cli_common::{Exit, Failure, Output, input};
use plan_engine::specification::{self, Specification};

use crate::sides::Said;
use crate::waiting::Waiting;

/// The specification in the file at `argument`, on standard input (`-`) or at `REV:path`. What is wrong about it is shown
/// with the lines where it stands; warnings go to standard error.
pub(crate) fn read(argument: &str, output: &Output) -> Result<Specification, Failure> {
    let source = input::text(argument)?;
    let waiting = Waiting::new("reading the specification");
    let (specification, diagnostics) = specification::read(&source);
    drop(waiting);
    let shown = render::findings::diagnostics(&diagnostics, output.coloured());
    let Some(specification) = specification else {
        let things = match diagnostics.len() {
            1 => "one thing".to_owned(),
            count => format!("{count} things"),
        };
        return Err(Failure::shown(format!("{shown}{argument}: {things} to correct")));
    };
    eprint!("{shown}");
    Ok(specification)
}

/// `plan make --spec FILE --validate`
pub(crate) fn validate(argument: &str, said: &Said, output: &Output) -> Result<Exit, Failure> {
    said.only_for_sides()?;
    let specification = read(argument, output)?;
    output.write(&format!("fine: {}\n", summary(&specification)))?;
    Ok(Exit::Done)
}

/// What it holds, in numbers.
fn summary(specification: &Specification) -> String {
    let migrations = &specification.migrations;
    let sum = |count: fn(&specification::model::Migration) -> usize| migrations.iter().map(count).sum();
    let counts: [(usize, &str); 10] = [
        (migrations.len(), "migration"),
        (sum(|it| it.tables.len()), "table"),
        (sum(|it| it.schema_changes.iter().map(|edits| edits.changes.len()).sum()), "schema change"),
        (sum(|it| it.service.as_ref().map_or(0, |it| it.legacy.routes.len() + it.new.routes.len())), "endpoint"),
        (sum(|it| it.flags.len()), "flag"),
        (sum(|it| it.triggers.len()), "trigger"),
        (specification.roles.len(), "role"),
        (specification.calendars.len(), "calendar"),
        (specification.windows.len(), "window"),
        (specification.freezes.len(), "freeze"),
    ];
    let shown = counts.iter().filter(|(count, _)| *count > 0);
    let shown: Vec<String> =
        shown.map(|(count, word)| format!("{count} {word}{}", if *count == 1 { "" } else { "s" })).collect();
    shown.join(", ")
}
