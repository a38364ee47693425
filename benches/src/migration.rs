//! Specifications of migrations of any size, as text: a service that is replaced route by route.

use std::fmt::Write as _;

/// Steps that a plan has beside those of routes and of systems that depend on the service.
const OTHERS: usize = 17;

/// A specification in YAML whose plan has `steps` steps, from 20 on: of three of them two are about a route and one about a
/// system that depends on the service.
pub fn specification(steps: usize) -> String {
    let routes = steps.saturating_sub(OTHERS) / 3;
    let mut text = String::from(
        "type: service\npattern: strangler_fig\nsource: orders-monolith\ntarget: orders-service\nservice:\n",
    );
    // Writing to a string does not fail.
    for (side, version) in [("legacy", 1), ("new", 2)] {
        let _ = writeln!(text, "  {side}:\n    endpoints:");
        for route in 0..routes {
            let _ = writeln!(text, "    - GET /v{version}/orders/{route}/{{id}}");
        }
    }
    text.push_str("constraints:\n  dependencies:\n");
    for system in 0..steps.saturating_sub(OTHERS + 2 * routes) {
        let _ = writeln!(text, "  - warehouse-{system}");
    }
    text
}
