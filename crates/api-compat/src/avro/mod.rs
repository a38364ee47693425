//! Apache Avro: whether each version of a schema reads what the other one wrote.

mod change;
mod confirm;
mod datum;
mod diff;
mod model;
mod read;
mod rules;
mod write;

use findings::{Comments, RuleMetadata};

use crate::document::{NodeId, Tree, Value};
use crate::format::{Format, Input, Judgement};
use crate::{Error, Kind, Options};
use confirm::Confirm;
use diff::Version;
use model::{Part, Primitive, Root};
use rules::{Context, Role};

/// Schemas and protocols of Avro.
pub(crate) struct Avro;

impl Format for Avro {
    fn kind(&self) -> Kind {
        Kind::Avro
    }

    fn extensions(&self) -> &'static [&'static str] {
        read::EXTENSIONS
    }

    fn recognises(&self, tree: &Tree, root: NodeId) -> bool {
        let text = |key: &str| tree.get(root, key).and_then(|it| tree.str(it));
        match tree.value(root) {
            Value::Object => {
                let is_named =
                    matches!(text("type"), Some("record" | "enum" | "fixed" | "error")) && text("name").is_some();
                let is_map = text("type") == Some("map") && tree.get(root, "values").is_some();
                let is_array = text("type") == Some("array") && text("items").is_some();
                let is_protocol = text("protocol").is_some()
                    && (tree.get(root, "messages").is_some() || tree.get(root, "types").is_some());
                is_named || is_map || is_array || is_protocol || text("logicalType").is_some()
            }
            // A union is a list; what stands in one of JSON is told by its first item.
            Value::Array => tree.items(root).next().is_some_and(|first| match tree.value(first) {
                Value::String(word) => Primitive::parse(word).is_some(),
                Value::Object => self.recognises(tree, first),
                _ => false,
            }),
            Value::String(word) => Primitive::parse(word).is_some(),
            _ => false,
        }
    }

    fn comments(&self) -> Option<Comments> {
        None
    }

    fn compare(&self, before: &Input<'_>, after: &Input<'_>, options: &Options) -> Result<Judgement, Error> {
        let (old, new) = (read::read(before), read::read(after));
        let mut judgement = Judgement::default();
        let (was, is) =
            (Version { tree: &old.tree, schemas: &old.schemas }, Version { tree: &new.tree, schemas: &new.schemas });
        // Nothing is said of a version of which nothing could be read: what is missing is not gone.
        if !old.schemas.roots.is_empty() && !new.schemas.roots.is_empty() {
            let role = |root: &Root| match root.part {
                Part::Schema => Role::Data,
                Part::Request { .. } => Role::Request,
                Part::Response | Part::Errors => Role::Response,
            };
            judgement.findings = judge(was, is, options, role);
        }
        judgement.diagnostics = old.diagnostics;
        judgement.diagnostics.extend(new.diagnostics);
        Ok(judgement)
    }

    fn families(&self) -> Vec<&'static [RuleMetadata]> {
        rules::families()
    }
}

/// What differs between two versions, judged, with witnesses; `role` says who writes what stands at a root.
fn judge(
    old: Version<'_>,
    new: Version<'_>,
    options: &Options,
    role: impl Fn(&Root) -> Role,
) -> Vec<findings::Finding> {
    let (changes, compared) = diff::compare(old, new);
    let roles: Vec<Role> = compared.iter().map(|(_, root)| role(root)).collect();
    let context = Context { old, new, options, roles: &roles };
    let mut confirm = Confirm::new(&context, &compared, &changes);
    let mut findings = Vec::with_capacity(changes.len());
    for change in &changes {
        if let Some(mut finding) = rules::judge(change, &context) {
            confirm.show(change, &mut finding, &context);
            findings.push(finding);
        }
    }
    findings
}

/// What differs between two schemas that stand in documents of another kind, judged, with witnesses.
#[cfg(feature = "asyncapi")]
pub(crate) fn embedded(
    (before, after): (&Tree, &Tree),
    (old, new): (NodeId, NodeId),
    options: &Options,
    is_written_by_clients: bool,
) -> Judgement {
    let ((old, mut diagnostics), (new, others)) = (read::read_at(before, old), read::read_at(after, new));
    diagnostics.extend(others);
    let role = if is_written_by_clients { Role::Request } else { Role::Response };
    let (was, is) = (Version { tree: before, schemas: &old }, Version { tree: after, schemas: &new });
    Judgement { findings: judge(was, is, options, |_| role), diagnostics }
}
