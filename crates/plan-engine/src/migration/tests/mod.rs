//! Plans made of whole specifications: everything in them is derived from their figures, and only from these.

mod agreed;
mod derivation;
mod gates;
mod linked;
mod patterns;
mod probes;
mod report;
mod restore;
mod states;
mod times;
mod used;

use findings::SourceText;

use super::model::{MigrationPlan, MigrationStep};
use super::{Inputs, make};
use crate::specification::{self, Specification};

const PARCELS: &str = include_str!("parcels.yaml");
const LEDGER: &str = include_str!("ledger.yaml");
const TOGETHER: &str = include_str!("together.yaml");

fn read(text: &str) -> Specification {
    let (specification, diagnostics) = specification::read(&SourceText::new("plan.yaml", text));
    specification.unwrap_or_else(|| panic!("{diagnostics:#?}"))
}

fn plan(text: &str) -> MigrationPlan {
    make(&read(text), Inputs::new()).unwrap()
}

fn step<'a>(plan: &'a MigrationPlan, id: &str) -> &'a MigrationStep {
    plan.steps().find(|it| it.id == id).unwrap_or_else(|| {
        let all: Vec<&str> = plan.steps().map(|it| it.id.as_str()).collect();
        panic!("no step {id} among {all:#?}")
    })
}

fn position(plan: &MigrationPlan, id: &str) -> usize {
    plan.steps().position(|it| it.id == id).unwrap_or_else(|| panic!("no step {id}"))
}
