//! Where the aspects of a domain go.

use schema_diff::catalogue::{Domain, QualifiedName};
use schema_diff::diff::Aspect;

use super::rank::{BUILD, DEFAULTS, RELEASE, TIGHTEN, TIGHTEN_NOT_NULL};
use super::{Operations, one};
use crate::operation::Placed;
use crate::operation::postgres::domain::{Demand, Loosen, ReplaceDomain, SetDomainDefault, Tighten};
use crate::plan::PhaseName::{Contract, Cutover, Expand};

pub(super) fn alter_domain(name: &QualifiedName, aspect: Aspect, old: &Domain, new: &Domain) -> Operations {
    let tighten = |rank, demand| Placed::new(Contract, rank, Tighten { domain: name.clone(), demand });
    let loosen = |demand| Placed::new(Expand, RELEASE, Loosen { domain: name.clone(), demand });
    if old.data_type != new.data_type || old.collation != new.collation {
        // Made anew, it is all that it is to be at once.
        return match aspect {
            Aspect::DomainType => {
                one(Placed::new(Expand, BUILD, ReplaceDomain { name: name.clone(), to: new.clone() }))
            }
            _ => Ok(Vec::new()),
        };
    }
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
        _ => Ok(Vec::new()),
    }
}
