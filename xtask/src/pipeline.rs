//! The way of the data from two texts to a plan, as the programs go it.

use anyhow::{Context, anyhow};
use database::{ScratchServer, witness};
use findings::{Report, SourceText};
use plan_engine::plan::{Plan, Side};
use plan_engine::{Convert, Derive, Fill, MakeOptions};
use schema_diff::Dialect;
use schema_diff::diff::Rename;
use schema_diff::read::{Limits, Reading, read};
use testkit::fixture::Fixture;

/// Two schemas that were read, and what was said besides.
pub(crate) struct Case {
    /// The side before.
    pub(crate) before: Reading,
    /// The side after.
    pub(crate) after: Reading,
    /// What was said besides.
    pub(crate) options: MakeOptions,
}

impl Case {
    /// Reads a fixture.
    pub(crate) fn of(fixture: &Fixture) -> anyhow::Result<Self> {
        let dialect: Dialect = fixture.dialect.parse().map_err(|error: String| anyhow!(error))?;
        let before = reading(dialect, "before.sql", &fixture.before);
        let after = reading(dialect, "after.sql", &fixture.after);
        let mut renames = Rename::stated(&before, &after);
        for text in &fixture.options.renames {
            renames.push(text.parse().with_context(|| text.clone())?);
        }
        let fills = fixture.options.fills.iter();
        let fills = fills.map(|(column, value)| Fill { column: column.clone(), expression: value.clone() });
        let conversions = fixture.options.conversions.iter();
        let conversions = conversions.map(|text| text.parse::<Convert>().map_err(|error| anyhow!(error)));
        let conversions = conversions.collect::<anyhow::Result<Vec<_>>>()?;
        let derives = fixture.options.derives.iter();
        let derives = derives.map(|(column, made)| Derive { column: column.clone(), expression: made.clone() });
        let options = MakeOptions::new().renames(renames).fills(fills.collect());
        let moves = fixture.options.moves.iter().map(|it| it.parse().map_err(|error: String| anyhow!(error)));
        let joins = fixture.options.joins.iter().map(|it| it.parse().map_err(|error: String| anyhow!(error)));
        let options = options.moves(moves.collect::<anyhow::Result<_>>()?, joins.collect::<anyhow::Result<_>>()?);
        let options = options.conversions(conversions).derives(derives.collect());
        Ok(Self { before, after, options })
    }

    /// What breaks, with witnesses tried on the embedded SQLite where that can tell.
    pub(crate) fn report(&self) -> anyhow::Result<Report> {
        let mut report = schema_diff::rules::report(&self.before, &self.after, &self.options.renames)?;
        if self.before.catalogue.dialect == Dialect::Sqlite {
            let (before, after) = (Side::of(&self.before), Side::of(&self.after));
            let witnesses = report.findings.iter_mut().filter_map(|finding| finding.witness.as_mut());
            witness::confirm(&ScratchServer::sqlite()?, &before.statements, &after.statements, witnesses)?;
        }
        Ok(report)
    }

    /// The plan from one side to the other.
    pub(crate) fn plan(&self) -> Result<Plan, plan_engine::Error> {
        plan_engine::make(Side::of(&self.before), Side::of(&self.after), &self.options)
    }
}

/// Reads one text.
fn reading(dialect: Dialect, name: &str, text: &str) -> Reading {
    read(dialect, &[SourceText::new(name, text)], &Limits::default())
}
