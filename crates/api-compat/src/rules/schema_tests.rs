//! Every example of a rule about schemas does what it says, in each role.

use std::rc::Rc;

use findings::{Finding, RuleMetadata, Severity, SourceText};

use super::{Context, families, judge};
use crate::change::{Place, Role};
use crate::comparison::{Comparison, Side};
use crate::schema::Dialect;
use crate::{Document, Limits, Options};

/// What is found between two schemas that stand in messages of the role.
pub(crate) fn between(old: &str, new: &str, role: Role) -> Vec<Finding> {
    let read = |text: &str| Document::read(SourceText::new("schema.json", text), &Limits::default());
    let (before, after) = (read(old), read(new));
    let options = Options::default();
    // As JSON Schemas: the examples declare no more than what they are about, and writers are not held to that.
    let side = |document: &'static Document| Side { tree: &document.tree, dialect: Dialect::Draft2020 };
    let (before, after): (&'static Document, &'static Document) = (Box::leak(before.into()), Box::leak(after.into()));
    let (before, after) = (side(before), side(after));
    let mut comparison = Comparison::new(before, after, &options);
    let Some((old, new)) = before.tree.root().zip(after.tree.root()) else { return Vec::new() };
    comparison.schemas(old, new, &Rc::new(Place { role, ..Place::default() }));
    let judged = judge(&comparison.changes, &Context { before, after, options: &options });
    judged.into_iter().map(|it| it.finding).collect()
}

#[test]
fn examples_are_found_and_their_counterparts_are_not() {
    let mut wrong = Vec::new();
    for family in families().filter(|family| family.len() == 3) {
        for (rule, role) in family.iter().zip([Role::Neither, Role::Request, Role::Response]) {
            let ids = |(old, new): (&str, &str)| -> Vec<String> {
                between(old, new, role)
                    .into_iter()
                    .map(|finding| format!("{} {}", finding.rule, finding.severity))
                    .collect()
            };
            let has = |ids: &[String]| ids.iter().any(|id| id.split(' ').next() == Some(rule.id));
            let bad = ids(rule.bad);
            if !has(&bad) {
                wrong.push(format!("{}: the bad example gives {bad:?}", rule.id));
            } else if !fits(rule, &bad) {
                wrong.push(format!("{}: not {}, {bad:?}", rule.id, rule.severity));
            }
            let good = ids(rule.good);
            if has(&good) {
                wrong.push(format!("{}: the good example gives {good:?}", rule.id));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether the severity is the one that the rule states, unless it is one that depends on what cannot be seen here.
fn fits(rule: &RuleMetadata, found: &[String]) -> bool {
    let depends = rule.severity == Severity::PotentiallyBreaking || rule.id.ends_with("property-added");
    let stated = [rule.severity, Severity::PotentiallyBreaking];
    depends || stated.iter().any(|severity| found.contains(&format!("{} {severity}", rule.id)))
}

#[test]
fn messages_say_who_sends_and_what_a_bound_does() {
    let said = |old: &str, new: &str, role| between(old, new, role).remove(0).message;
    let (few, more) = (r#"{"enum": ["a"]}"#, r#"{"enum": ["a", "b"]}"#);
    assert_eq!(said(few, more, Role::Request), "the value \"b\" is accepted now");
    assert_eq!(said(few, more, Role::Response), "the value \"b\" may be sent now");
    assert_eq!(said(more, few, Role::Response), "the value \"b\" is no longer sent");
    let (within, beyond) = (r#"{"minimum": 1}"#, r#"{"exclusiveMinimum": 1}"#);
    assert_eq!(said(within, beyond, Role::Request), "the minimum 1 itself is excluded now");
    assert_eq!(said(beyond, within, Role::Response), "the minimum 1 itself is included now");
}
