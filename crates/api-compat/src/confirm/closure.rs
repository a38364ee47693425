//! A schema as a document of its own, with what it refers to: what the validator gets to see.
//!
//! Nothing is copied that cannot matter to the value at hand: properties that it does not have in the level at which the
//! schema looks at it, items where it has no array, texts. So the work follows the value and not the document in which
//! the schema stands.

use std::collections::{BTreeSet, HashMap, VecDeque};

use serde_json::{Map, Value as Json, json};

use super::translate;
use crate::change::Role;
use crate::document::{NodeId, Resolve as _, Tree, Value};
use crate::schema::Dialect;

/// Levels of schemas within schemas, references included.
const DEPTH: usize = 200;

/// Schemas in one document.
const SCHEMAS: usize = 20_000;

/// What stands in a value: without it, a keyword that looks at it says nothing.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    /// The value itself, what it holds, what that holds, and so on.
    levels: Vec<Level>,
    /// How many values it has, itself included, and how deep they lie.
    pub(super) size: usize,
    pub(super) depth: usize,
}

/// What stands in any of the values of one level.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Level {
    names: BTreeSet<String>,
    has_items: bool,
}

impl Contents {
    /// Equal for values of which the same schemas are needed.
    pub(super) fn levels(&self) -> &[Level] {
        &self.levels
    }

    pub(super) fn of(value: &Json) -> Self {
        Self::of_all(std::slice::from_ref(value))
    }

    /// What stands in any of several values; sizes are those of the largest.
    pub(crate) fn of_all(values: &[Json]) -> Self {
        let mut contents = Self::default();
        for value in values {
            let before = std::mem::take(&mut contents.size);
            contents.take_in(value);
            contents.size = contents.size.max(before);
        }
        contents
    }

    fn take_in(&mut self, value: &Json) {
        let contents = self;
        let mut pending = vec![(value, 1)];
        while let Some((value, depth)) = pending.pop() {
            contents.size += 1;
            contents.depth = contents.depth.max(depth);
            contents.levels.resize_with(contents.depth, Level::default);
            let Some(level) = contents.levels.get_mut(depth - 1) else { continue };
            match value {
                Json::Array(items) => {
                    level.has_items |= !items.is_empty();
                    pending.extend(items.iter().map(|item| (item, depth + 1)));
                }
                Json::Object(members) => {
                    level.names.extend(members.keys().cloned());
                    pending.extend(members.values().map(|member| (member, depth + 1)));
                }
                _ => {}
            }
        }
    }
}

/// Why a schema cannot be given to the validator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Obstacle {
    /// It uses names (`$id`, `$anchor`, `$dynamicRef`) that only hold in the whole document.
    Names,
    /// For good.
    Reason(String),
}

/// The schema `root` as a document of its own.
pub(super) fn extract(
    tree: &Tree,
    root: NodeId,
    dialect: Dialect,
    role: Role,
    contents: &Contents,
    closed: bool,
) -> Result<Json, Obstacle> {
    let mut closure = Closure {
        tree,
        dialect,
        role,
        contents,
        closed,
        by_name: false,
        names: HashMap::new(),
        pending: VecDeque::new(),
        schemas: 0,
    };
    match closure.document(root) {
        // An interface is no schema, in which the validator could find the names: it gets the components that have one.
        Err(Obstacle::Names) if dialect == Dialect::OpenApi31 => {
            (closure.by_name, closure.schemas) = (true, 0);
            closure.names.clear();
            closure.pending.clear();
            closure.document(root)
        }
        other => other,
    }
}

struct Closure<'c> {
    tree: &'c Tree,
    dialect: Dialect,
    role: Role,
    contents: &'c Contents,
    /// Whether who sends an alternative sends only what that one declares.
    closed: bool,
    /// Whether references by name are kept, and all that names may stand in.
    by_name: bool,
    /// Schemas that have a definition, for which level of the value, and its number.
    names: HashMap<(NodeId, usize), usize>,
    pending: VecDeque<(NodeId, At)>,
    schemas: usize,
}

/// Where a schema is come to.
#[derive(Debug, Clone, Copy, Default)]
struct At {
    /// Schemas around it, references included.
    depth: usize,
    /// The level of the value that it looks at.
    level: usize,
}

impl At {
    /// A schema within, that looks at the same value.
    fn within(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }
}

/// What a keyword holds.
enum Holds {
    Schema,
    /// A schema, or a list of them by position.
    SchemaOrList,
    List,
    /// Schemas by property name.
    ByName,
    /// Schemas by something else.
    Map,
    /// `dependencies`, `dependentRequired`: schemas or lists of names, by property name.
    Dependencies,
    Value,
    Nothing,
}

fn holds(keyword: &str) -> Holds {
    match keyword {
        "not"
        | "if"
        | "then"
        | "else"
        | "propertyNames"
        | "additionalProperties"
        | "unevaluatedProperties"
        | "contains"
        | "additionalItems"
        | "unevaluatedItems" => Holds::Schema,
        "items" => Holds::SchemaOrList,
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Holds::List,
        "properties" | "dependentSchemas" => Holds::ByName,
        "patternProperties" => Holds::Map,
        "dependencies" | "dependentRequired" => Holds::Dependencies,
        word if ASSERTIONS.contains(&word) => Holds::Value,
        _ => Holds::Nothing,
    }
}

/// Keywords whose value is no schema, and that accept or refuse.
const ASSERTIONS: [&str; 20] = [
    "type",
    "enum",
    "const",
    "format",
    "multipleOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minContains",
    "maxContains",
    "minProperties",
    "maxProperties",
    "required",
];

/// Whether it is a positive number that is too large for a float.
fn is_beyond_numbers(tree: &Tree, value: NodeId) -> bool {
    matches!(tree.value(value), Value::Number(text) if !text.starts_with('-') && tree.to_json(value).is_null())
}

/// `propertyNames` among them: it says nothing of an object without members.
fn is_about_properties(keyword: &str) -> bool {
    matches!(keyword, "additionalProperties" | "unevaluatedProperties" | "patternProperties" | "propertyNames")
}

/// `contains` is not among them: it fails where there is no item.
fn is_about_items(keyword: &str) -> bool {
    matches!(keyword, "items" | "additionalItems" | "unevaluatedItems")
}

/// Where the document lies for references to its definitions that stand below an `$id`.
pub(super) const BASE: &str = "document:///names";

impl Closure<'_> {
    /// `root` with the definitions that it needs.
    fn document(&mut self, root: NodeId) -> Result<Json, Obstacle> {
        let top = self.refer(root, At::default());
        if self.by_name {
            let tree = self.tree;
            let components = tree.root().and_then(|it| tree.get(tree.get(it, "components")?, "schemas"));
            for (_, schema) in components.into_iter().flat_map(|it| tree.entries(it)) {
                if ["$id", "$anchor", "$dynamicAnchor"].iter().any(|it| tree.get(schema, it).is_some()) {
                    self.refer(schema, At::default());
                }
            }
        }
        let mut definitions = Map::new();
        while let Some((node, at)) = self.pending.pop_front() {
            let name = self.names.get(&(node, at.level)).copied().unwrap_or_default().to_string();
            let schema = self.schema(node, at)?;
            definitions.insert(name, schema);
        }
        let mut document = json!({ "$ref": top, "$defs": definitions });
        if self.by_name {
            document["$id"] = BASE.into();
        }
        Ok(document)
    }

    /// The reference to the definition of `node`.
    fn refer(&mut self, node: NodeId, at: At) -> String {
        let next = self.names.len();
        let number = *self.names.entry((node, at.level)).or_insert_with(|| {
            self.pending.push_back((node, at));
            next
        });
        let base = if self.by_name { BASE } else { "" };
        format!("{base}#/$defs/{number}")
    }

    fn schema(&mut self, node: NodeId, at: At) -> Result<Json, Obstacle> {
        self.schemas += 1;
        if at.depth > DEPTH || self.schemas > SCHEMAS {
            return Err(Obstacle::Reason("the schema is too large for the validator".to_owned()));
        }
        match self.tree.value(node) {
            Value::Bool(it) => return Ok(Json::Bool(it)),
            Value::Object => {}
            _ => return Err(Obstacle::Reason("a schema is neither an object nor a boolean".to_owned())),
        }
        let mut out = Map::new();
        if let Some(reference) = self.tree.get(node, "$ref").and_then(|it| self.tree.str(it)) {
            let reference = match self.tree.resolve(node, reference) {
                Some(target) => self.refer(target, at.within()),
                None if self.by_name => reference.to_owned(),
                None => return Err(Obstacle::Names),
            };
            out.insert("$ref".to_owned(), reference.into());
            if translate::ref_stands_alone(self.dialect) {
                return Ok(Json::Object(out));
            }
        }
        for (keyword, value) in self.tree.entries(node) {
            if !translate::has(self.dialect, keyword) {
                continue;
            }
            if !self.by_name && self.needs_names(node, keyword, value) {
                return Err(Obstacle::Names);
            }
            if let Some(value) = self.keyword(keyword, value, at)? {
                out.insert(keyword.to_owned(), value);
            }
        }
        translate::adapt(&mut out, self.tree, node, self.dialect, self.role);
        Ok(Json::Object(out))
    }

    /// A schema within, that looks at what lies in the value; where names are kept, all levels are one.
    fn inside(&self, at: At) -> At {
        let level = if self.by_name { 0 } else { (at.level + 1).min(self.contents.levels.len()) };
        At { depth: at.depth + 1, level }
    }

    fn has_items(&self, at: At) -> bool {
        self.by_name || self.contents.levels.get(at.level).is_some_and(|it| it.has_items)
    }

    fn has_name(&self, at: At, name: &str) -> bool {
        self.by_name || self.contents.levels.get(at.level).is_some_and(|it| it.names.contains(name))
    }

    fn has_names(&self, at: At) -> bool {
        self.by_name || self.contents.levels.get(at.level).is_some_and(|it| !it.names.is_empty())
    }

    /// Names that hold in the whole document only; `$id` of the document itself only says where it lies.
    fn needs_names(&self, node: NodeId, keyword: &str, value: NodeId) -> bool {
        match keyword {
            "$dynamicRef" | "$recursiveRef" => true,
            "$id" | "id" => self.tree.parent(node).is_some() && self.tree.str(value).is_some(),
            _ => false,
        }
    }

    fn keyword(&mut self, keyword: &str, value: NodeId, at: At) -> Result<Option<Json>, Obstacle> {
        let tree = self.tree;
        Ok(Some(match holds(keyword) {
            Holds::Nothing if self.by_name => match keyword {
                "$id" | "$anchor" | "$dynamicAnchor" | "$dynamicRef" => tree.to_json(value),
                "$defs" => self.map(value, at)?,
                _ => return Ok(None),
            },
            Holds::Nothing => return Ok(None),
            // More than any number that the validator reads: no upper bound for it.
            Holds::Value if is_beyond_numbers(tree, value) => match keyword {
                "maximum" | "exclusiveMaximum" => return Ok(None),
                _ => return Err(Obstacle::Reason(format!("`{keyword}` is a number that the validator cannot read"))),
            },
            Holds::Value => tree.to_json(value),
            // Items are looked at one by one or not at all; but what stands in `items` of nothing is nothing.
            Holds::Schema | Holds::SchemaOrList if is_about_items(keyword) && !self.has_items(at) => {
                return Ok(None);
            }
            // And so are properties.
            Holds::Schema | Holds::Map if is_about_properties(keyword) && !self.has_names(at) => return Ok(None),
            Holds::SchemaOrList if tree.is_array(value) => self.list(value, self.inside(at))?,
            Holds::List if keyword == "prefixItems" && !self.has_items(at) => return Ok(None),
            Holds::List if keyword == "prefixItems" => self.list(value, self.inside(at))?,
            Holds::List if self.closed && matches!(keyword, "oneOf" | "anyOf") => {
                self.alternatives(value, at.within())?
            }
            Holds::List => self.list(value, at.within())?,
            Holds::Schema if matches!(keyword, "not" | "if" | "then" | "else") => self.schema(value, at.within())?,
            Holds::Schema | Holds::SchemaOrList => self.schema(value, self.inside(at))?,
            Holds::ByName if keyword == "properties" => self.by_name(value, at, self.inside(at))?,
            Holds::ByName => self.by_name(value, at, at.within())?,
            Holds::Map => self.map(value, self.inside(at))?,
            Holds::Dependencies => self.dependencies(value, at)?,
        }))
    }

    fn list(&mut self, value: NodeId, at: At) -> Result<Json, Obstacle> {
        self.tree.items(value).map(|item| self.schema(item, at)).collect()
    }

    /// Alternatives of which each takes only what it declares, where it declares anything and nothing beside the list
    /// does.
    fn alternatives(&mut self, value: NodeId, at: At) -> Result<Json, Obstacle> {
        let tree = self.tree;
        let stands_alone = tree.parent(value).is_none_or(|holder| {
            ["properties", "allOf", "$ref", "patternProperties"].iter().all(|it| tree.get(holder, it).is_none())
        });
        let members = tree.items(value).map(|member| {
            let schema = self.schema(member, at)?;
            let declares = stands_alone && translate::declares_properties(tree, member);
            Ok(if declares { json!({ "allOf": [schema], "unevaluatedProperties": false }) } else { schema })
        });
        members.collect()
    }

    fn map(&mut self, value: NodeId, at: At) -> Result<Json, Obstacle> {
        let mut out = Map::new();
        for (name, schema) in self.tree.entries(value) {
            out.insert(name.to_owned(), self.schema(schema, at)?);
        }
        Ok(Json::Object(out))
    }

    /// Those of names that the value has. The others are nowhere to be looked at, and neither is that they are named.
    fn by_name(&mut self, value: NodeId, holder: At, at: At) -> Result<Json, Obstacle> {
        let tree = self.tree;
        let contents = self.contents;
        let names = contents.levels.get(holder.level).map(|it| &it.names).filter(|_| !self.by_name);
        // The fewer ones are gone through.
        let members: Vec<(&str, NodeId)> = match names {
            Some(names) if names.len() < tree.entries(value).len() => {
                names.iter().filter_map(|name| Some((name.as_str(), tree.get(value, name)?))).collect()
            }
            _ => tree.entries(value).filter(|(name, _)| self.has_name(holder, name)).collect(),
        };
        let mut out = Map::new();
        for (name, schema) in members {
            // Nobody looks at what is not sent.
            let is_unsent = translate::is_unsent(tree, schema, self.dialect, self.role);
            out.insert(name.to_owned(), if is_unsent { true.into() } else { self.schema(schema, at)? });
        }
        Ok(Json::Object(out))
    }

    fn dependencies(&mut self, value: NodeId, at: At) -> Result<Json, Obstacle> {
        let mut out = Map::new();
        let tree = self.tree;
        for (name, member) in tree.entries(value) {
            if self.has_name(at, name) {
                let is_list = tree.is_array(member);
                let needed = if is_list { tree.to_json(member) } else { self.schema(member, at.within())? };
                out.insert(name.to_owned(), needed);
            }
        }
        Ok(Json::Object(out))
    }
}
