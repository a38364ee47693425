//! Values by chance that schemas are likely to accept, or to refuse for one reason.

use serde_json::{Map, Number, Value as Json, json};
use testkit::rewrite::Chance;

/// Schemas that a value is made for at one place.
const PARTS: usize = 24;

/// Texts that formats and patterns of the tests accept, or nearly.
const TEXTS: [&str; 22] = [
    "",
    "a",
    "b",
    "ab",
    "ba",
    "aa",
    "abc",
    "aaa",
    "aaaa",
    "x1",
    "1",
    "a1b",
    "é",
    "2020-02-03",
    "2020-13-01",
    "2020-02-03T04:05:06Z",
    "04:05:06Z",
    "a@example.com",
    "127.0.0.1",
    "https://example.com/a",
    "example.com",
    "2f5bd0a2-7d5c-4c4e-9f0e-0a5d2b6d7c11",
];

/// Makes values for a schema.
pub(super) struct Maker<'s> {
    root: &'s Json,
    chance: Chance,
    /// Halves.
    numbers: Vec<i64>,
    constants: Vec<Json>,
}

impl<'s> Maker<'s> {
    /// For `root`; what is said in `other` is tried, too.
    pub(super) fn new(root: &'s Json, other: &Json, seed: u64) -> Self {
        let (mut numbers, mut constants) = (vec![0], Vec::new());
        for schema in [root, other] {
            gather(schema, &mut numbers, &mut constants);
        }
        numbers.sort_unstable();
        numbers.dedup();
        Self { root, chance: Chance::new(seed), numbers, constants }
    }

    /// The next value.
    pub(super) fn value(&mut self) -> Json {
        self.made(vec![self.root], 0)
    }

    fn made(&mut self, schemas: Vec<&'s Json>, depth: usize) -> Json {
        if self.chance.one_in(24) {
            return self.constants.get(self.chance.below(self.constants.len())).cloned().unwrap_or_default();
        }
        let parts = self.flattened(schemas);
        let constants: Vec<&Json> = parts.iter().flat_map(|it| constants(it)).collect();
        if !self.chance.one_in(6)
            && let Some(constant) = self.chance.pick(&constants)
        {
            return (*constant).clone();
        }
        match self.type_of(&parts) {
            "boolean" => json!(self.chance.one_in(2)),
            "integer" => self.number(true),
            "number" => self.number(false),
            "string" => self.text(&parts),
            "array" if depth < 5 => self.array(&parts, depth),
            "object" if depth < 5 => self.object(&parts, depth),
            "array" => json!([]),
            "object" => json!({}),
            _ => Json::Null,
        }
    }

    /// The schemas that hold together, of alternatives one by chance.
    fn flattened(&mut self, mut open: Vec<&'s Json>) -> Vec<&'s Map<String, Json>> {
        let mut parts = Vec::new();
        while let Some(schema) = open.pop() {
            let Json::Object(keywords) = schema else { continue };
            if parts.len() == PARTS {
                break;
            }
            parts.push(keywords);
            for (key, it) in keywords {
                match key.as_str() {
                    "$ref" => open.extend(it.as_str().and_then(|it| self.root.pointer(&it[1..]))),
                    "$dynamicRef" | "$recursiveRef" => open.push(self.root),
                    "allOf" => open.extend(it.as_array().into_iter().flatten()),
                    "anyOf" | "oneOf" => {
                        open.extend(it.as_array().and_then(|it| it.get(self.chance.below(it.len()))));
                    }
                    "if" | "then" | "else" if self.chance.one_in(2) => open.push(it),
                    "dependentSchemas" | "dependencies" if self.chance.one_in(2) => {
                        open.extend(it.as_object().into_iter().flat_map(Map::values));
                    }
                    _ => {}
                }
            }
        }
        parts
    }

    fn type_of(&mut self, parts: &[&Map<String, Json>]) -> &'static str {
        let all = ["null", "boolean", "integer", "number", "string", "array", "object", "array", "object"];
        let any = *self.chance.pick(&all).unwrap_or(&"null");
        if self.chance.one_in(16) {
            return any;
        }
        let mut left: Vec<&str> = all.to_vec();
        for part in parts {
            let says = |word: &str| match part.get("type") {
                Some(Json::String(name)) => name == word,
                Some(Json::Array(names)) => names.iter().any(|it| it == word),
                _ => true,
            };
            let is_null =
                |word: &str| word == "null" && ["nullable", "x-nullable"].iter().any(|it| part.contains_key(*it));
            left.retain(|it| says(it) || is_null(it) || *it == "integer" && says("number"));
        }
        self.chance.pick(&left).copied().unwrap_or(any)
    }

    fn number(&mut self, whole: bool) -> Json {
        let near = *self.chance.pick(&self.numbers).unwrap_or(&0);
        let halves = near + *self.chance.pick(&[0, 0, -2, 2, -1, 1, 4, 6, -6]).unwrap_or(&0);
        if halves % 2 == 0 || whole {
            return (halves / 2).into();
        }
        #[expect(clippy::cast_precision_loss, reason = "few digits")]
        let number = Number::from_f64(halves as f64 / 2.0);
        number.map_or(Json::Null, Json::Number)
    }

    fn text(&mut self, parts: &[&Map<String, Json>]) -> Json {
        let lengths = ["minLength", "maxLength"].map(|key| parts.iter().find_map(|it| it.get(key)?.as_u64()));
        if let Some(length) = lengths.iter().flatten().next().filter(|_| self.chance.one_in(2)) {
            let length = length.saturating_add(self.chance.number() % 3).saturating_sub(1).min(40);
            return "a".repeat(usize::try_from(length).unwrap_or(0)).into();
        }
        json!(self.chance.pick(&TEXTS))
    }

    fn array(&mut self, parts: &[&'s Map<String, Json>], depth: usize) -> Json {
        let length = self.chance.below(5);
        let mut items = Vec::new();
        for at in 0..length {
            let mut schemas = Vec::new();
            for part in parts {
                let list = part.get("prefixItems").or(part.get("items")).and_then(Json::as_array);
                let rest = ["items", "additionalItems", "unevaluatedItems"].iter().filter_map(|key| part.get(*key));
                schemas.extend(list.and_then(|it| it.get(at)).or(rest.into_iter().find(|it| !it.is_array())));
                schemas.extend(part.get("contains").filter(|_| self.chance.one_in(2)));
            }
            match items.first().filter(|_| self.chance.one_in(8)) {
                Some(first) => items.push(Json::clone(first)),
                None => items.push(self.made(schemas, depth + 1)),
            }
        }
        items.into()
    }

    fn object(&mut self, parts: &[&'s Map<String, Json>], depth: usize) -> Json {
        let rare = self.chance.below(6) + 2;
        let mut members = Map::new();
        for name in ["a", "b", "ab", "x1", "c"] {
            let is_required = parts
                .iter()
                .any(|it| it.get("required").and_then(Json::as_array).is_some_and(|it| it.iter().any(|it| it == name)));
            let is_declared = parts.iter().any(|it| it.get("properties").is_some_and(|it| it.get(name).is_some()));
            let wanted = if is_required {
                !self.chance.one_in(12)
            } else {
                self.chance.one_in(if is_declared { 2 } else { rare })
            };
            if !wanted {
                continue;
            }
            let mut schemas = Vec::new();
            for part in parts {
                let declared = part.get("properties").and_then(|it| it.get(name));
                let patterns =
                    part.get("patternProperties").and_then(Json::as_object).into_iter().flat_map(Map::values);
                schemas.extend(declared);
                schemas.extend(patterns.filter(|_| self.chance.one_in(2)));
                let rest = ["additionalProperties", "unevaluatedProperties"].iter().find_map(|key| part.get(*key));
                schemas.extend(rest.filter(|_| declared.is_none()));
            }
            members.insert(name.to_owned(), self.made(schemas, depth + 1));
        }
        Json::Object(members)
    }
}

fn constants(keywords: &Map<String, Json>) -> impl Iterator<Item = &Json> {
    let listed = keywords.get("enum").and_then(Json::as_array).into_iter().flatten();
    keywords.get("const").into_iter().chain(listed)
}

/// Numbers, in halves, and constants that the schema names anywhere.
fn gather(schema: &Json, numbers: &mut Vec<i64>, values: &mut Vec<Json>) {
    match schema {
        Json::Object(keywords) => {
            values.extend(constants(keywords).cloned());
            keywords.values().for_each(|it| gather(it, numbers, values));
        }
        Json::Array(items) => items.iter().for_each(|it| gather(it, numbers, values)),
        Json::Number(number) => numbers.extend(number.as_i64().map(|it| it * 2)),
        _ => {}
    }
}
