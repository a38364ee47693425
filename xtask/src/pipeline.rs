//! The way of the data from two texts to a plan, as the programs go it.

use anyhow::{Context, anyhow};
use findings::SourceText;
use plan_engine::plan::{Plan, Side};
use plan_engine::{Fill, MakeOptions};
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
        let renames = fixture.options.renames.iter().map(|text| text.parse::<Rename>().context(text.clone()));
        let fills = fixture.options.fills.iter();
        let fills = fills.map(|(column, value)| Fill { column: column.clone(), expression: value.clone() });
        let options = MakeOptions::new().renames(renames.collect::<Result<_, _>>()?).fills(fills.collect());
        Ok(Self {
            before: reading(dialect, "before.sql", &fixture.before),
            after: reading(dialect, "after.sql", &fixture.after),
            options,
        })
    }

    /// The plan from one side to the other.
    pub(crate) fn plan(&self) -> Result<Plan, plan_engine::Error> {
        plan_engine::make(Side::of(&self.before), Side::of(&self.after), &self.options)
    }
}

/// Reads one text.
pub(crate) fn reading(dialect: Dialect, name: &str, text: &str) -> Reading {
    read(dialect, &[SourceText::new(name, text)], &Limits::default())
}
