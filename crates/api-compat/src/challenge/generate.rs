//! Values by chance that a schema may accept.

use std::collections::HashSet;

use serde_json::{Map, Number, Value as Json};

use super::chance::Chance;
use super::hints::{Hints, matching};
use crate::change::Role;
use crate::contain::{Patterns, plain};
use crate::document::{NodeId, Resolve as _, Tree, Value};
use crate::hash::HashMap;

/// Levels of a value; below, only what is required.
const DEEP: usize = 6;

/// Levels of a value at which nothing more is made.
const DEPTH: usize = 14;

/// Schemas that apply at one place.
const TOGETHER: usize = 64;

/// Items that are made at most.
const ITEMS: usize = 40;

const KINDS: [&str; 7] = ["null", "boolean", "integer", "number", "string", "array", "object"];

const LETTERS: [char; 8] = ['a', 'b', 'Z', '0', '9', '-', ' ', 'é'];

/// Makes values out of schemas of one document.
pub(super) struct Generator<'g> {
    tree: &'g Tree,
    hints: &'g Hints,
    role: Role,
    /// Whether only what is declared is sent.
    closed: bool,
    patterns: Patterns,
    /// Texts that match a pattern.
    matching: HashMap<String, Vec<String>>,
}

impl<'g> Generator<'g> {
    pub(super) fn new(tree: &'g Tree, hints: &'g Hints, role: Role, closed: bool) -> Self {
        Self { tree, hints, role, closed, patterns: Patterns::default(), matching: HashMap::default() }
    }

    /// A value that the schema may accept.
    pub(super) fn value(&mut self, schema: NodeId, chance: &mut Chance) -> Json {
        self.of_all(vec![schema], chance, 0)
    }

    /// A value that all of the schemas may accept.
    fn of_all(&mut self, schemas: Vec<NodeId>, chance: &mut Chance, depth: usize) -> Json {
        if depth > DEPTH {
            return Json::Null;
        }
        let view = self.open(schemas, chance);
        let tree = self.tree;
        let first = |keyword: &str| view.iter().find_map(|node| tree.get(*node, keyword));
        if let Some(known) = first("const") {
            return plain(tree.to_json(known));
        }
        if let Some(list) = first("enum") {
            let values: Vec<NodeId> = tree.items(list).collect();
            return chance.pick(&values).map_or(Json::Null, |it| plain(tree.to_json(*it)));
        }
        if let Some(known) = first("example").or(first("default")).filter(|_| chance.one_in(8)) {
            return plain(tree.to_json(known));
        }
        let kinds = self.kinds(&view);
        let kind = chance.pick(&kinds).copied().unwrap_or("null");
        if chance.one_in(10) {
            let fits: Vec<&Json> = self.hints.values.iter().filter(|it| is_of(it, kind)).collect();
            if let Some(known) = chance.pick(&fits) {
                return (*known).clone();
            }
        }
        match kind {
            "boolean" => Json::Bool(chance.one_in(2)),
            "integer" => self.number(&view, true, chance),
            "number" => self.number(&view, chance.one_in(2), chance),
            "string" => Json::String(self.text(&view, chance)),
            "array" => self.array(&view, chance, depth),
            "object" => self.object(&view, chance, depth),
            _ => Json::Null,
        }
    }

    /// The schemas with what they refer to and are put together from; of alternatives one.
    fn open(&self, mut open: Vec<NodeId>, chance: &mut Chance) -> Vec<NodeId> {
        let tree = self.tree;
        let mut view = Vec::new();
        let mut seen = HashSet::new();
        while let Some(node) = open.pop() {
            if view.len() >= TOGETHER || !seen.insert(node) {
                continue;
            }
            view.push(node);
            let text = tree.get(node, "$ref").and_then(|it| tree.str(it));
            open.extend(text.and_then(|it| tree.resolve(node, it)));
            open.extend(tree.get(node, "allOf").into_iter().flat_map(|it| tree.items(it)));
            for union in ["oneOf", "anyOf"] {
                let members: Vec<NodeId> = tree.get(node, union).into_iter().flat_map(|it| tree.items(it)).collect();
                open.extend(chance.pick(&members));
            }
            if let Some(test) = tree.get(node, "if") {
                let branch = if chance.one_in(2) { ["then"].as_slice() } else { ["else"].as_slice() };
                open.extend(branch.iter().filter_map(|it| tree.get(node, it)));
                open.extend((branch == ["then"]).then_some(test));
            }
        }
        view
    }

    fn kinds(&self, view: &[NodeId]) -> Vec<&'g str> {
        let tree = self.tree;
        let mut kinds: Vec<&str> = KINDS.to_vec();
        let mut is_stated = false;
        for (node, stated) in view.iter().filter_map(|node| Some((*node, tree.get(*node, "type")?))) {
            is_stated = true;
            let mut these: Vec<&str> = tree.str(stated).into_iter().collect();
            these.extend(tree.items(stated).filter_map(|it| tree.str(it)));
            let flag = |word| tree.get(node, word).and_then(|it| tree.bool(it)) == Some(true);
            let nullable = flag("nullable") || flag("x-nullable");
            kinds.retain(|kind| {
                these.contains(kind)
                    || (*kind == "integer" && these.contains(&"number"))
                    || (*kind == "null" && nullable)
            });
        }
        if !is_stated {
            let has = |keyword: &str| view.iter().any(|node| tree.get(*node, keyword).is_some());
            if ["properties", "required", "additionalProperties", "patternProperties"].iter().any(|it| has(it)) {
                // Others are refused by nothing; but they are not what is meant.
                kinds = vec!["object", "object", "object", "object", "string", "null"];
            }
        }
        kinds
    }

    fn bounds(&self, view: &[NodeId], keyword: &str) -> impl Iterator<Item = f64> {
        let found: Vec<f64> = view
            .iter()
            .filter_map(|node| match self.tree.value(self.tree.get(*node, keyword)?) {
                Value::Number(text) => text.parse().ok().filter(|it: &f64| it.is_finite()),
                _ => None,
            })
            .collect();
        found.into_iter()
    }

    fn number(&self, view: &[NodeId], whole: bool, chance: &mut Chance) -> Json {
        let low = self.bounds(view, "minimum").chain(self.bounds(view, "exclusiveMinimum")).reduce(f64::max);
        let high = self.bounds(view, "maximum").chain(self.bounds(view, "exclusiveMaximum")).reduce(f64::min);
        let mut starts: Vec<f64> = vec![0.0, 1.0, 7.0];
        starts.extend(low.into_iter().chain(high));
        starts.extend(
            self.hints
                .numbers
                .iter()
                .filter(|it| low.is_none_or(|low| **it >= low) && high.is_none_or(|high| **it <= high)),
        );
        let steps = [0.0, 1.0, -1.0, 0.5, -0.5, 3.0, 100.0, -1000.0, 0.01];
        let start = chance.pick(&starts).copied().unwrap_or_default();
        let mut number = start + chance.pick(&steps).copied().unwrap_or_default();
        if let Some(step) = self.bounds(view, "multipleOf").next().filter(|step| *step > 0.0) {
            number = (number / step).round() * step;
        }
        if whole {
            number = number.round();
        }
        plain(Number::from_f64(number).map_or(Json::Null, Json::Number))
    }

    /// A length or count: beside a bound, or small.
    fn count(&self, view: &[NodeId], keywords: [&str; 2], chance: &mut Chance) -> usize {
        let [low, high] = keywords.map(|keyword| {
            let bound = view.iter().find_map(|node| self.tree.to_json(self.tree.get(*node, keyword)?).as_u64());
            bound.and_then(|it| usize::try_from(it).ok())
        });
        let mut lengths = vec![low.unwrap_or_default(), low.unwrap_or_default() + 1, chance.below(6)];
        lengths.extend(high);
        lengths.extend(chance.pick(&self.hints.counts));
        let length = chance.pick(&lengths).copied().unwrap_or_default();
        length.max(low.unwrap_or_default()).min(high.unwrap_or(usize::MAX)).min(5001)
    }

    fn text(&mut self, view: &[NodeId], chance: &mut Chance) -> String {
        let tree = self.tree;
        let word = |keyword: &str| view.iter().find_map(|node| tree.str(tree.get(*node, keyword)?));
        if let Some(pattern) = word("pattern") {
            let known = self.texts(pattern);
            return chance.pick(&known).cloned().unwrap_or_default();
        }
        if let Some(text) = word("format").and_then(|format| chance.pick(samples(format)).copied()) {
            return text.to_owned();
        }
        if chance.one_in(6)
            && let Some(text) = chance.pick(&self.hints.texts)
        {
            return text.clone();
        }
        let length = self.count(view, ["minLength", "maxLength"], chance);
        (0..length).map(|_| chance.pick(&LETTERS).copied().unwrap_or('a')).collect()
    }

    /// Texts that match the pattern.
    fn texts(&mut self, pattern: &str) -> Vec<String> {
        let patterns = &mut self.patterns;
        self.matching.entry(pattern.to_owned()).or_insert_with(|| matching(patterns, pattern)).clone()
    }

    fn array(&mut self, view: &[NodeId], chance: &mut Chance, depth: usize) -> Json {
        let tree = self.tree;
        let all = |keyword: &str| view.iter().filter_map(|node| tree.get(*node, keyword)).collect::<Vec<_>>();
        let rest: Vec<NodeId> =
            all("items").into_iter().filter(|it| !tree.is_array(*it)).chain(all("additionalItems")).collect();
        let tuples: Vec<NodeId> =
            all("prefixItems").into_iter().chain(all("items").into_iter().filter(|it| tree.is_array(*it))).collect();
        let least = if depth > DEEP { 0 } else { usize::MAX };
        let count = self.count(view, ["minItems", "maxItems"], chance).min(ITEMS).min(least);
        let mut items: Vec<Json> = Vec::new();
        for at in 0..count {
            let mut here: Vec<NodeId> = tuples.iter().filter_map(|tuple| tree.items(*tuple).nth(at)).collect();
            if here.is_empty() {
                here.clone_from(&rest);
            }
            items.push(self.of_all(here, chance, depth + 1));
        }
        for contained in all("contains") {
            let most = chance.below(3) + 1;
            for _ in 0..most {
                let mut here = rest.clone();
                here.push(contained);
                items.push(self.of_all(here, chance, depth + 1));
            }
        }
        if all("uniqueItems").iter().any(|it| tree.bool(*it) == Some(true)) {
            let mut seen = HashSet::new();
            items.retain(|item| seen.insert(item.to_string()));
        }
        Json::Array(items)
    }

    fn object(&mut self, view: &[NodeId], chance: &mut Chance, depth: usize) -> Json {
        let tree = self.tree;
        let all = |keyword: &str| view.iter().filter_map(|node| tree.get(*node, keyword)).collect::<Vec<_>>();
        let required: HashSet<&str> =
            all("required").iter().flat_map(|list| tree.items(*list)).filter_map(|it| tree.str(it)).collect();
        let others = all("additionalProperties");
        let mut members = Map::new();
        let mut declared = HashSet::new();
        let share = chance.pick(&[1, 2, 3, 1000]).copied().unwrap_or(2);
        for (name, _) in all("properties").iter().flat_map(|it| tree.entries(*it)) {
            if !declared.insert(name) {
                continue;
            }
            let schemas: Vec<NodeId> = all("properties").iter().filter_map(|it| tree.get(*it, name)).collect();
            let wanted = required.contains(name) || (depth <= DEEP && chance.one_in(share));
            if wanted && !self.is_unsent(&schemas) {
                members.insert(name.to_owned(), self.of_all(schemas, chance, depth + 1));
            }
        }
        let mut more: Vec<String> =
            required.iter().filter(|it| !declared.contains(*it)).map(|it| (*it).to_owned()).collect();
        more.sort_unstable();
        if (!self.closed || !others.is_empty()) && depth <= DEEP && chance.one_in(2) {
            more.extend(chance.pick(&self.hints.names).filter(|it| !declared.contains(it.as_str())).cloned());
            more.push(chance.pick(&["other", "x-1", "1"]).copied().unwrap_or("other").to_owned());
            more.extend(chance.pick(&self.hints.texts).cloned());
        }
        for name in more {
            let value = self.of_all(others.clone(), chance, depth + 1);
            members.entry(name).or_insert(value);
        }
        for (pattern, schema) in all("patternProperties").iter().flat_map(|it| tree.entries(*it)) {
            if depth <= DEEP && chance.one_in(2) {
                let names = self.texts(pattern);
                let value = self.of_all(vec![schema], chance, depth + 1);
                members.extend(chance.pick(&names).map(|name| (name.clone(), value)));
            }
        }
        Json::Object(members)
    }

    /// Whether messages of the role do not hold a property of these schemas.
    fn is_unsent(&self, schemas: &[NodeId]) -> bool {
        let flag = match self.role {
            Role::Request => "readOnly",
            Role::Response => "writeOnly",
            Role::Neither => return false,
        };
        let view = self.open(schemas.to_vec(), &mut Chance::new(0));
        view.iter().any(|node| self.tree.get(*node, flag).and_then(|it| self.tree.bool(it)) == Some(true))
    }
}

fn is_of(value: &Json, kind: &str) -> bool {
    match value {
        Json::Null => kind == "null",
        Json::Bool(_) => kind == "boolean",
        Json::Number(number) => kind == "number" || (kind == "integer" && !number.is_f64()),
        Json::String(_) => kind == "string",
        Json::Array(_) => kind == "array",
        Json::Object(_) => kind == "object",
    }
}

/// Texts of a format.
fn samples(format: &str) -> &'static [&'static str] {
    match format {
        "date" => &["2024-02-29", "1999-12-31"],
        "date-time" => &["2024-02-29T23:59:59Z", "1999-12-31T00:00:00.5+02:00"],
        "time" => &["23:59:59Z"],
        "duration" => &["P1D", "PT5M"],
        "email" | "idn-email" => &["a@b.example", "first.last+x@mail.example"],
        "hostname" | "idn-hostname" => &["a.example", "localhost"],
        "ipv4" => &["127.0.0.1", "255.255.255.255"],
        "ipv6" => &["::1", "2001:db8::ff00:42:8329"],
        "uri" | "url" | "iri" => &["https://a.example/b?c=d", "urn:a:b"],
        "uri-reference" | "iri-reference" => &["/a/b", "https://a.example"],
        "uuid" => &["26734565-dbcc-449a-a370-0beaaf04b0e8", "00000000-0000-0000-0000-000000000000"],
        "byte" | "base64" => &["", "YWJj", "YQ=="],
        "json-pointer" => &["", "/a/0"],
        "regex" => &["^a+$"],
        _ => &[],
    }
}
