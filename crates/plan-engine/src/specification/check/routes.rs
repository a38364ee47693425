//! Routes that flags say they move.

use std::collections::{HashMap, HashSet};

use super::{Fault, Spans, Specification, place};
use crate::specification::model::{Migration, Route};
use crate::specification::suggest;

/// Routes of flags that no side of the service has, and routes that two flags say they move.
pub(super) fn check(specification: &Specification, spans: &Spans) -> Vec<Fault> {
    specification.migrations.iter().flat_map(|it| of(it, specification, spans)).collect()
}

fn of(migration: &Migration, specification: &Specification, spans: &Spans) -> Vec<Fault> {
    let mut faults = Vec::new();
    let sides = migration.service.iter().flat_map(|it| it.legacy.routes.iter().chain(&it.new.routes));
    let known: Vec<String> = sides.map(shown).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let endpoints: HashSet<&str> = known.iter().copied().collect();
    let mut first: HashMap<String, (&str, String)> = HashMap::new();
    for (flag_at, flag) in migration.flags.iter().enumerate() {
        for (at, route) in flag.routes.iter().enumerate() {
            let pointer = format!("{}/flags/{flag_at}/routes/{at}", migration.pointer);
            let pointer = specification.places.resolve(&pointer);
            let span = place(specification, spans, &pointer);
            let name = shown(route);
            if !endpoints.contains(name.as_str()) {
                let fault = Fault::error("undefined-name", format!("no endpoint is `{name}`"), span).at(&pointer);
                faults.push(fault.help(suggest::known(&name, &known, "endpoints")));
            }
            if let Some((other, before)) = first.get(&name) {
                let message = format!("the flags `{other}` and `{}` both move `{name}`", flag.name);
                let fault = Fault::error("duplicate-name", message, span).at(&pointer);
                faults.push(fault.help(format!("the first stands at {before}: keep one of the two")));
            } else {
                let stands = specification.places.place(&pointer);
                first.insert(name, (&flag.name, stands));
            }
        }
    }
    faults
}

fn shown(route: &Route) -> String {
    format!("{} {}", route.method, route.path)
}
