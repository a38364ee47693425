//! Where the aspects of a domain go.

use schema_diff::catalogue::{Domain, ObjectPath, QualifiedName};
use schema_diff::diff::Aspect;

use super::rank::{BUILD, DEFAULTS, RELEASE, TIGHTEN, TIGHTEN_NOT_NULL};
use super::{Operations, one};
use crate::Refusal;
use crate::operation::Placed;
use crate::operation::postgres::domain::{Demand, Loosen, SetDomainDefault, Tighten};
use crate::plan::PhaseName::{Contract, Cutover, Expand};

pub(super) fn alter_domain(name: &QualifiedName, aspect: Aspect, old: &Domain, new: &Domain) -> Operations {
    let tighten = |rank, demand| Placed::new(Contract, rank, Tighten { domain: name.clone(), demand });
    let loosen = |demand| Placed::new(Expand, RELEASE, Loosen { domain: name.clone(), demand });
    match aspect {
        Aspect::NotNullAdded => one(tighten(TIGHTEN_NOT_NULL, Demand::NotNull)),
        Aspect::NotNullDropped => one(loosen(Demand::NotNull)),
        Aspect::DomainDefault => {
            let operation = SetDomainDefault { domain: name.clone(), default: new.default.clone() };
            one(match (&old.default, &new.default) {
                (None, _) => Placed::new(Expand, BUILD, operation),
                (_, None) => Placed::new(Contract, DEFAULTS, operation),
                _ => Placed::new(Cutover, BUILD, operation),
            })
        }
        Aspect::DomainChecks => {
            let mut placed = Vec::new();
            for (check_name, old_check) in &old.checks {
                let demand = || Demand::Check(check_name.clone(), old_check.clone());
                match new.checks.get(check_name) {
                    // Validated in place.
                    Some(it) if it.expression == old_check.expression && it.validated >= old_check.validated => {}
                    _ => placed.push(loosen(demand())),
                }
            }
            for (check_name, check) in &new.checks {
                if old.checks.get(check_name) != Some(check) {
                    placed.push(tighten(TIGHTEN, Demand::Check(check_name.clone(), check.clone())));
                }
            }
            Ok(placed)
        }
        _ => Err(Refusal::new(
            &ObjectPath::Domain(name.clone()),
            format!(
                "is over {} instead of {}, and the engine cannot change the type under a domain",
                new.data_type, old.data_type
            ),
            "create a domain of another name over the new type, and change the type of the columns to it",
        )),
    }
}
