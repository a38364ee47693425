//! What is worth trying: bounds, constants, names and patterns of both sides.

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use serde_json::Value as Json;

use crate::contain::{Patterns, plain};
use crate::document::{NodeId, Resolve as _, Tree, Value};

/// Schemas that are looked at.
const SCHEMAS: usize = 4000;

/// Hints of one kind.
const MOST: usize = 200;

/// Lengths of texts that are made to match a pattern.
const LENGTHS: [u64; 5] = [0, 1, 3, 8, 20];

/// Bounds, constants, names and patterns of both sides.
#[derive(Debug, Default)]
pub(super) struct Hints {
    /// Bounds of numbers.
    pub(super) numbers: Vec<f64>,
    /// Bounds of lengths and counts, and what lies beside them.
    pub(super) counts: Vec<usize>,
    /// Constants, defaults and examples.
    pub(super) values: Vec<Json>,
    /// Names of properties.
    pub(super) names: Vec<String>,
    /// Texts that match a pattern somewhere.
    pub(super) texts: Vec<String>,
}

impl Hints {
    /// What stands in the schemas, and in those that they refer to.
    pub(super) fn gather(roots: &[(&Tree, NodeId)]) -> Self {
        let mut found = Found::default();
        for (tree, root) in roots {
            found.walk(tree, *root);
        }
        let mut patterns = Patterns::default();
        let texts = found.patterns.iter().take(MOST / 10).flat_map(|pattern| matching(&mut patterns, pattern));
        let texts = texts.collect::<BTreeSet<_>>();
        Self {
            numbers: found.numbers,
            counts: found.counts.into_iter().take(MOST).collect(),
            values: found.values,
            names: found.names.into_iter().take(MOST).collect(),
            texts: texts.into_iter().collect(),
        }
    }
}

/// Texts of several lengths in which the pattern is found.
pub(super) fn matching(patterns: &mut Patterns, pattern: &str) -> Vec<String> {
    let pattern: Rc<str> = pattern.into();
    let mut found: Vec<String> = LENGTHS.iter().filter_map(|least| patterns.text(&pattern, *least)).collect();
    found.dedup();
    found
}

#[derive(Default)]
struct Found {
    numbers: Vec<f64>,
    counts: BTreeSet<usize>,
    values: Vec<Json>,
    names: BTreeSet<String>,
    patterns: BTreeSet<String>,
}

impl Found {
    fn walk(&mut self, tree: &Tree, root: NodeId) {
        let mut open = vec![root];
        let mut seen = HashSet::new();
        while let Some(node) = open.pop() {
            if seen.len() >= SCHEMAS || !seen.insert(node) {
                continue;
            }
            for (key, value) in tree.entries(node) {
                self.keyword(tree, key, value);
                if matches!(key, "properties" | "patternProperties" | "dependentSchemas") {
                    open.extend(tree.entries(value).map(|(_, schema)| schema));
                } else if key == "$ref" {
                    open.extend(tree.str(value).and_then(|it| tree.resolve(node, it)));
                } else if !matches!(key, "enum" | "const" | "default" | "example" | "examples") {
                    open.push(value);
                }
            }
            open.extend(tree.items(node));
        }
    }

    fn keyword(&mut self, tree: &Tree, key: &str, value: NodeId) {
        let number = || match tree.value(value) {
            Value::Number(text) => text.parse::<f64>().ok().filter(|it| it.is_finite()),
            _ => None,
        };
        match key {
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf"
                if self.numbers.len() < MOST =>
            {
                self.numbers.extend(number());
            }
            "minLength" | "maxLength" | "minItems" | "maxItems" | "minProperties" | "maxProperties" | "minContains"
            | "maxContains" => {
                let bound = tree.to_json(value).as_u64().and_then(|it| usize::try_from(it).ok());
                let beside = bound.filter(|it| *it <= 5000).map(|it| [it.saturating_sub(1), it, it + 1]);
                self.counts.extend(beside.into_iter().flatten());
            }
            "const" | "default" | "example" if self.values.len() < MOST => self.values.push(plain(tree.to_json(value))),
            "enum" | "examples" if self.values.len() < MOST => {
                self.values.extend(tree.items(value).take(MOST / 4).map(|it| plain(tree.to_json(it))));
            }
            "properties" => self.names.extend(tree.entries(value).take(MOST).map(|(name, _)| name.to_owned())),
            "pattern" => self.patterns.extend(tree.str(value).map(str::to_owned)),
            "patternProperties" => self.patterns.extend(tree.entries(value).map(|(pattern, _)| pattern.to_owned())),
            _ => {}
        }
    }
}
