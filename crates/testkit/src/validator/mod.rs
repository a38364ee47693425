//! Programs that know the formats of artefacts, found on the machine or fetched: what one of them has not accepted is not
//! shipped.

mod check;
mod fetch;
mod tool;

pub use check::{
    actionlint, github_workflow, gitlab_pipeline, haproxy, json_schema, kubernetes, nginx, prometheus_rules,
    prometheus_tests, shellcheck, terraform,
};
pub use tool::{Tool, prepare};
