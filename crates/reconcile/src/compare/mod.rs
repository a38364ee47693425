//! `reconcile compare`: two tables or files, row by row.

mod arguments;
mod count;
mod diff_file;
mod sink;
mod wire;

use cli_common::{Exit, Failure};
use render::reconciliation::human;
use validation::check::{Compared, report_on};
use validation::rows::{Place, RowsOptions, open_pair};
use validation::wire::DiffHeader;
use validation::{CompareOptions, Difference, Error, ErrorKind, Verdict, compare};

pub(crate) use arguments::{Arguments, span};

use arguments::Format;

use crate::format::{Rendered, ReportFormat, can_be_written, layout};
use crate::interrupt::Interrupt;
use crate::progress::Bar;
use crate::{failure, repair};
use sink::Sink;

pub(crate) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    can_be_written(arguments.report.iter().chain(&arguments.diff))?;
    if arguments.count {
        return count::run(arguments);
    }
    if arguments.bounds_what_mends() {
        return Err(Failure::new("--limit: lines and scripts hold all differences, as a part would mend a part")
            .help("leave --limit out, or write --format csv or json"));
    }
    let options = arguments.compare_options()?;
    let rows = arguments.rows_options()?;
    let interrupt = Interrupt::listen();
    let places = arguments.places(&interrupt)?;
    if arguments.format == Format::Sql && matches!(places.1, Place::File(_)) {
        return Err(Failure::new(format!("{}: a file is not mended by SQL", arguments.target)));
    }
    let bar = Bar::new();
    let done = compared(arguments, &places, &rows, &options, &bar, &interrupt);
    bar.finish();
    let help = if arguments.has_checkpoint() { "start it again with the same --checkpoint to go on" } else { "" };
    let (text, verdict) = done.map_err(|failure| interrupt.told(failure, help))?;
    if let Some(text) = text {
        arguments.output.write(&text)?;
    }
    Ok(match verdict {
        Verdict::Equal => Exit::Done,
        Verdict::Unsettled => Exit::Unsettled,
        Verdict::Different => Exit::Different,
    })
}

/// A comparison that did not come to its end.
fn ended(error: &Error, arguments: &Arguments) -> Failure {
    let goes_on =
        arguments.checkpoint.is_some() && matches!(error.kind(), ErrorKind::Unreachable | ErrorKind::TimedOut);
    let failure = failure::of(error);
    if goes_on { failure.help("the same command goes on where it was, from its --checkpoint") } else { failure }
}

fn compared(
    arguments: &Arguments,
    places: &(Place, Place),
    rows: &RowsOptions,
    options: &CompareOptions,
    bar: &Bar,
    interrupt: &Interrupt,
) -> Result<(Option<String>, Verdict), Failure> {
    bar.doing("connecting".to_owned());
    let (mut source, mut target) = open_pair(&places.0, &places.1, rows).map_err(|it| arguments.explained(&it))?;
    let header =
        DiffHeader::new(source.as_ref(), target.as_ref(), options.equality).with_tolerances(&options.tolerances);
    let mut sink = Sink::new(arguments, &header, bar, interrupt)?;
    let comparison = compare(source.as_mut(), target.as_mut(), options, &mut sink);
    let comparison = comparison.map_err(|it| ended(&it, arguments))?;
    let found = sink.finish(&comparison)?;
    let layout = layout(&arguments.output);
    let report = report_on(&header.target.label, &comparison, &found.differences, &header.columns);
    let compared = [Compared::new(&header.target.label, comparison.clone(), found.differences.clone())];
    let rendered = Rendered { report: &report, compared: &compared, rounds: &[] };
    for path in &arguments.report {
        rendered.write_to(path)?;
    }
    let text = match arguments.format {
        Format::Human => human::comparison(&comparison, &header, shown(&found.differences, arguments), layout),
        Format::Json => wire::report(&comparison, &header, &found),
        Format::Junit => rendered.text(ReportFormat::Junit, layout)?,
        Format::Html => rendered.text(ReportFormat::Html, layout)?,
        // They were written while they came in.
        Format::Jsonl | Format::Csv => return Ok((None, comparison.verdict())),
        Format::Sql => {
            let (Place::Table(url, _), Some(all)) = (&places.1, found.all) else {
                return Ok((None, comparison.verdict()));
            };
            // The snapshot of what was compared is not needed any more.
            drop((source, target));
            repair::script(all, url, &arguments.output)?;
            return Ok((None, comparison.verdict()));
        }
    };
    Ok((Some(text), comparison.verdict()))
}

/// What people are shown.
fn shown<'f>(found: &'f [Difference], arguments: &Arguments) -> &'f [Difference] {
    found.get(..arguments.shown()).unwrap_or(found)
}
