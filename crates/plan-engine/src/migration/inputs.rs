//! What a plan is made from besides the specification.

use std::collections::BTreeMap;

use super::model::ApiReport;
use crate::estimate::{Statistics, Throughputs};
use crate::plan::Plan;
use crate::specification::model::Resource;

/// What a plan is made from besides the specification: what whoever calls has read, compared and measured.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Inputs {
    /// Plans of schemas, by the id of the migration.
    pub schema_plans: BTreeMap<String, Plan>,
    /// What the comparison of interfaces said, by the id of the migration.
    pub reports: BTreeMap<String, ApiReport>,
    /// What was counted on engines, by the id of the migration; it goes before what the specification tells.
    pub statistics: BTreeMap<String, Statistics>,
    /// Resources that `inventory_file` holds, by the id of the migration.
    pub inventories: BTreeMap<String, Vec<Resource>>,
    /// How fast things go; none: what the specification tells, and priors.
    pub throughputs: Option<Throughputs>,
}

impl Inputs {
    /// Nothing besides the specification.
    pub fn new() -> Self {
        Self::default()
    }

    /// With the plan of the schema of `migration`.
    #[must_use]
    pub fn schema_plan(mut self, migration: impl Into<String>, plan: Plan) -> Self {
        self.schema_plans.insert(migration.into(), plan);
        self
    }

    /// With what the comparison of the interface of a migration said.
    #[must_use]
    pub fn report(mut self, report: ApiReport) -> Self {
        self.reports.insert(report.migration.clone(), report);
        self
    }

    /// With what was counted on the engine of `migration`.
    #[must_use]
    pub fn statistics(mut self, migration: impl Into<String>, statistics: Statistics) -> Self {
        self.statistics.insert(migration.into(), statistics);
        self
    }

    /// With the resources that the `inventory_file` of `migration` holds.
    #[must_use]
    pub fn inventory(mut self, migration: impl Into<String>, resources: Vec<Resource>) -> Self {
        self.inventories.insert(migration.into(), resources);
        self
    }

    /// With measured figures of speed.
    #[must_use]
    pub fn throughputs(mut self, throughputs: Throughputs) -> Self {
        self.throughputs = Some(throughputs);
        self
    }
}
