//! Cases of interfaces as JSONL files hold them.

use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::Context;
use api_compat::Kind;
use serde::{Deserialize, Serialize};

/// A case; other keys of its line are left alone.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Case {
    /// Unique in its file.
    pub(super) id: String,
    /// What the documents describe.
    pub(super) kind: String,
    /// The document before.
    pub(super) before: String,
    /// The document after.
    pub(super) after: String,
    /// The changes that the peer names.
    #[serde(default)]
    pub(super) expected: Vec<Expected>,
    /// Whether the peer warns or fails.
    pub(super) expected_breaking: bool,
    /// Of schemas: whether something that was valid is so no more.
    #[serde(default)]
    pub(super) expected_breaking_request: Option<bool>,
    /// Of schemas: whether something became valid.
    #[serde(default)]
    pub(super) expected_breaking_response: Option<bool>,
    /// Of Avro: whether the old version fails to read what the new one writes.
    #[serde(default)]
    pub(super) expected_breaking_forward: Option<bool>,
    /// Of Avro: whether either fails to read the other's.
    #[serde(default)]
    pub(super) expected_breaking_full: Option<bool>,
}

/// A change that the peer names.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Expected {
    /// Its rule.
    pub(super) rule: String,
    /// The method, where it stands in an operation.
    #[serde(default)]
    pub(super) operation: Option<String>,
    /// The path, where it stands in one.
    #[serde(default)]
    pub(super) path: Option<String>,
}

impl Case {
    /// What the documents describe, where it can be compared.
    pub(super) fn kind(&self) -> Option<Kind> {
        match self.kind.as_str() {
            "jsonschema" => Some(Kind::JsonSchema),
            word => word.parse().ok(),
        }
    }
}

/// The kind of the first case of `file`, where it names one.
pub(super) fn first_kind(file: &Path) -> Option<String> {
    #[derive(Deserialize)]
    struct Head {
        kind: String,
    }
    let mut line = String::new();
    BufReader::new(std::fs::File::open(file).ok()?).read_line(&mut line).ok()?;
    serde_json::from_str::<Head>(&line).ok().map(|head| head.kind)
}

/// The cases of one file; of kinds that cannot be compared, what they have in common with the others.
pub(super) fn read(file: &Path) -> anyhow::Result<Vec<Case>> {
    let text = std::fs::read_to_string(file)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(number, line)| one(line).with_context(|| format!("line {}", number + 1))).collect()
}

fn one(line: &str) -> anyhow::Result<Case> {
    let value: serde_json::Value = serde_json::from_str(line)?;
    let text = |key: &str| value.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
    let known = ["openapi", "jsonschema", "json-schema", "avro"].contains(&text("kind").as_str());
    if known {
        let mut case: Case = serde_json::from_value(value)?;
        if case.kind() == Some(Kind::Avro) {
            // Places in a schema, not paths of an interface.
            case.expected.iter_mut().for_each(|it| it.path = None);
        }
        return Ok(case);
    }
    Ok(Case {
        id: text("id"),
        kind: text("kind"),
        before: String::new(),
        after: String::new(),
        expected: Vec::new(),
        expected_breaking: false,
        expected_breaking_request: None,
        expected_breaking_response: None,
        expected_breaking_forward: None,
        expected_breaking_full: None,
    })
}
