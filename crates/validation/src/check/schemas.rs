//! The JSON Schemas of `checks.toml` and of the report on its checks.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform as _};
use schemars::{Schema, schema_for};

use super::{CheckReport, Document};

/// The schemas: name of the file, and its text.
pub fn schemas() -> Vec<(&'static str, String)> {
    let mut checks = schema_for!(Document);
    checks.insert("title".to_owned(), "checks.toml".into());
    let mut report = SchemaSettings::default().into_generator().into_root_schema_for::<CheckReport>();
    // A newer minor version adds fields, and what it writes still is valid.
    RecursiveTransform(|schema: &mut Schema| {
        schema.remove("additionalProperties");
    })
    .transform(&mut report);
    vec![("checks.schema.json", text(&checks)), ("checks-report.schema.json", text(&report))]
}

fn text(schema: &Schema) -> String {
    // A schema is plain data with string keys.
    serde_json::to_string_pretty(schema).unwrap_or_default() + "\n"
}
