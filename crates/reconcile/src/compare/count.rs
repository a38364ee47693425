//! `reconcile compare --count`: numbers of rows, per group where that is asked for.

use std::path::Path;

use cli_common::{Exit, Failure};
use validation::check::{Bound, Check, Checker, Checks, Connection, CountCheck, SideSpec, What};

use super::Arguments;
use super::arguments::{Format, threshold};
use crate::address::Address;
use crate::checks_file::waiting;
use crate::failure;
use crate::format::{Rendered, ReportFormat, layout};
use crate::interrupt::Interrupt;

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let format = match arguments.format {
        Format::Human => ReportFormat::Human,
        Format::Json => ReportFormat::Json,
        Format::Junit => ReportFormat::Junit,
        Format::Html => ReportFormat::Html,
        _ => return Err(Failure::new("counts are written as `human`, `json`, `junit` or `html`")),
    };
    let (source_filter, target_filter) = arguments.filters();
    let mut checks = Checks::default();
    let mut side = |name: &str, text: &str, filter: Option<String>| -> Result<SideSpec, Failure> {
        let mut side = SideSpec { filter, ..SideSpec::default() };
        match Address::parse(text)? {
            Address::Table { url, table } => {
                checks.connections.insert(name.to_owned(), Connection { url: Some(url), ..Connection::default() });
                (side.connection, side.table) = (Some(name.to_owned()), Some(table));
            }
            Address::File(_) => side.file = Some(text.to_owned()),
        }
        Ok(side)
    };
    let source = side("source", &arguments.source, source_filter)?;
    let target = side("target", &arguments.target, target_filter)?;
    let allowed = threshold(&arguments.allow)?;
    #[expect(clippy::cast_precision_loss, reason = "a bound that somebody wrote")]
    let allow = Bound { absolute: Some(allowed.rows as f64), relative: Some(allowed.share) };
    let by = arguments.by.clone();
    let count = CountCheck { source, target, by, allow, ..CountCheck::default() };
    checks.checks.push(Check::new("rows", What::Count(Box::new(count))));
    checks.throttle = arguments.throttle()?;
    if !checks.throttle.bound.is_empty() && !checks.connections.contains_key("source") {
        return Err(Failure::new("--load-query asks the source, which is a file"));
    }
    let interrupt = Interrupt::listen();
    let checker = Checker::new(checks, "rows", Path::new("")).telling(waiting);
    let report = checker.interrupted_by(interrupt.of_engines()).run(&mut |_| {});
    if interrupt.asked() {
        return Err(Failure::new("interrupted"));
    }
    let rendered = Rendered { report: &report, compared: &[], rounds: &[] };
    for path in &arguments.report {
        rendered.write_to(path)?;
    }
    arguments.output.write(&rendered.text(format, layout(&arguments.output))?)?;
    Ok(failure::exit_of(report.status))
}
