//! What the `jsonschema` crate says of a value.

use std::collections::HashMap;

use jsonschema::{Draft, Registry, Validator};
use serde_json::Value as Json;

use super::closure::{Contents, Level, Obstacle, extract};
use super::faults::{Faults, words};
use super::opinions::dialect_of;
use super::{formats, work};
use crate::change::Role;
use crate::comparison::Side;
use crate::document::{NodeId, Tree};
use crate::schema::Dialect;

/// The validator, as reports name it.
pub(super) const NAME: &str = "jsonschema 0.60.2";

/// Where the document lies for the validator; nothing is ever fetched.
const BASE: &str = "document:///";

/// What the validator says of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Opinion {
    Accepts,
    /// With these errors.
    Refuses(Faults),
}

/// A schema made ready for values of which it is known what stands in them.
pub(crate) struct Prepared {
    validator: Validator,
}

impl Prepared {
    /// The schema `root`, for values that hold no more than `contents`; `closed` where who sends an alternative sends
    /// only what that one declares.
    pub(crate) fn new(
        tree: &Tree,
        root: NodeId,
        dialect: Dialect,
        role: Role,
        contents: &Contents,
        closed: bool,
    ) -> Result<Self, String> {
        let validator = match extract(tree, root, dialect, role, contents, closed) {
            Ok(schema) => {
                work::is_bounded(&schema, contents)?;
                options(dialect).build(&schema).map_err(|error| not_taken(&error))?
            }
            Err(Obstacle::Names) => {
                sees_names(dialect)?;
                work::is_bounded(&tree.root().map(|it| tree.to_json(it)).unwrap_or_default(), contents)?;
                of_whole(tree, root, dialect)?
            }
            Err(Obstacle::Reason(why)) => return Err(why),
        };
        Ok(Self { validator })
    }

    /// Why the validator refuses `value`; none where it accepts it, an error where it cannot tell.
    pub(crate) fn error(&self, value: &Json) -> Result<Option<String>, String> {
        Ok(match opinion(&self.validator, value)? {
            Opinion::Accepts => None,
            Opinion::Refuses(faults) => Some(faults.about("", None)),
        })
    }
}

/// Asks the validator about values of one document.
pub(super) struct Looker<'t> {
    side: Side<'t>,
    /// The document as a whole, once a schema cannot be taken out of it.
    document: Option<Json>,
    /// Whether the validator ends soon on values of this depth and size.
    bounded: HashMap<(usize, usize), Result<(), String>>,
    /// Validators that see the whole document.
    known: HashMap<(NodeId, Dialect), Result<Validator, String>>,
    /// The last one that does not: the next value often asks for the same.
    last: Option<Last>,
}

/// A validator for all values that hold the same.
struct Last {
    root: NodeId,
    role: Role,
    levels: Vec<Level>,
    /// See [`work::steps`].
    steps: u64,
    validator: Result<Validator, String>,
}

impl<'t> Looker<'t> {
    pub(super) fn new(side: Side<'t>) -> Self {
        Self { side, document: None, bounded: HashMap::new(), known: HashMap::new(), last: None }
    }

    /// What the validator says of `instance`; an error where it cannot tell, with the reason.
    pub(super) fn look(&mut self, root: NodeId, role: Role, instance: &Json) -> Result<Opinion, String> {
        let dialect = dialect_of(self.side.tree, root, self.side.dialect);
        let contents = Contents::of(instance);
        let is_ready = |last: &Last| last.root == root && last.role == role && last.levels == contents.levels();
        let last = if let Some(last) = self.last.take().filter(is_ready) {
            last
        } else {
            let schema = match extract(self.side.tree, root, dialect, role, &contents, false) {
                Ok(schema) => schema,
                Err(Obstacle::Names) => return self.whole(root, dialect, instance, &contents),
                Err(Obstacle::Reason(why)) => return Err(why),
            };
            let steps = work::steps(&schema, &contents)?;
            work::fits(steps, &contents)?;
            let validator = options(dialect).build(&schema).map_err(|error| not_taken(&error));
            Last { root, role, levels: contents.levels().to_vec(), steps, validator }
        };
        work::fits(last.steps, &contents)?;
        let Last { validator, .. } = self.last.insert(last);
        opinion(validator.as_ref().map_err(Clone::clone)?, instance)
    }

    /// With the whole document, so that names mean what they mean in it.
    fn whole(
        &mut self,
        root: NodeId,
        dialect: Dialect,
        instance: &Json,
        contents: &Contents,
    ) -> Result<Opinion, String> {
        sees_names(dialect)?;
        let tree = self.side.tree;
        let document = self.document.get_or_insert_with(|| tree.root().map(|it| tree.to_json(it)).unwrap_or_default());
        let bounded = self.bounded.entry((contents.depth, contents.size));
        bounded.or_insert_with(|| work::is_bounded(document, contents)).clone()?;
        let validator = self.known.entry((root, dialect)).or_insert_with(|| of_whole(tree, root, dialect));
        opinion(validator.as_ref().map_err(Clone::clone)?, instance)
    }
}

/// Whether names of the document mean something to the validator.
fn sees_names(dialect: Dialect) -> Result<(), String> {
    if dialect.is_openapi() {
        return Err("a reference by name leads nowhere that the validator can see".to_owned());
    }
    Ok(())
}

/// A validator of the schema `root` that sees all files.
fn of_whole(tree: &Tree, root: NodeId, dialect: Dialect) -> Result<Validator, String> {
    let mut registry = Registry::new();
    for path in tree.paths() {
        let Some(file) = tree.file_root(path) else { continue };
        let added = registry.add(format!("{BASE}{path}"), draft(dialect).create_resource(tree.to_json(file)));
        registry = added.map_err(|error| format!("the validator does not take the document: {error}"))?;
    }
    let registry = registry.prepare().map_err(|error| format!("the validator does not take the document: {error}"))?;
    let reference = serde_json::json!({ "$ref": format!("{BASE}{}#{}", tree.file_of(root), tree.pointer(root)) });
    options(dialect).with_registry(&registry).build(&reference).map_err(|error| not_taken(&error))
}

fn options<'o>(dialect: Dialect) -> jsonschema::ValidationOptions<'o> {
    formats::known_to(jsonschema::options().with_draft(draft(dialect)), draft(dialect))
        .should_validate_formats(true)
        .offline()
}

fn draft(dialect: Dialect) -> Draft {
    match dialect {
        Dialect::Draft4 => Draft::Draft4,
        Dialect::Draft6 => Draft::Draft6,
        Dialect::Draft7 => Draft::Draft7,
        Dialect::Draft2019 => Draft::Draft201909,
        Dialect::Draft2020 | Dialect::OpenApi20 | Dialect::OpenApi30 | Dialect::OpenApi31 => Draft::Draft202012,
    }
}

fn not_taken(error: &jsonschema::ValidationError<'_>) -> String {
    format!("the validator does not take the schema: {}", words(error))
}

fn opinion(validator: &Validator, instance: &Json) -> Result<Opinion, String> {
    match validator.validate(instance) {
        Ok(()) => Ok(Opinion::Accepts),
        Err(error) if matches!(error.kind(), jsonschema::error::ValidationErrorKind::BacktrackLimitExceeded { .. }) => {
            Err("the validator gave a pattern up".to_owned())
        }
        Err(_) => Ok(Opinion::Refuses(Faults::new(validator.iter_errors(instance)))),
    }
}

#[cfg(test)]
mod tests {
    use findings::SourceText;
    use serde_json::json;

    use super::*;
    use crate::{Document, Limits};

    fn ask(dialect: Dialect, role: Role, schema: &Json, instance: &Json) -> Result<bool, String> {
        let document = Document::read(SourceText::new("s.json", schema.to_string()), &Limits::default());
        let root = document.tree.root().ok_or("unread")?;
        let root = document.tree.get(root, "schema").unwrap_or(root);
        let side = Side { tree: &document.tree, dialect };
        Looker::new(side).look(root, role, instance).map(|it| it == Opinion::Accepts)
    }

    fn takes(dialect: Dialect, schema: &Json, instance: &Json) -> bool {
        ask(dialect, Role::Neither, schema, instance).unwrap_or_else(|why| panic!("{why}"))
    }

    #[test]
    fn the_version_named_is_the_one_built_in() {
        let lock =
            std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock")).unwrap_or_default();
        let version = NAME.trim_start_matches("jsonschema ");
        assert!(lock.contains(&format!("name = \"jsonschema\"\nversion = \"{version}\"")));
    }

    #[test]
    fn what_the_value_does_not_hold_is_left_out_and_still_counts() {
        let schema = json!({
            "properties": { "a": { "type": "string" }, "b": { "$ref": "#/nowhere" } },
            "additionalProperties": false, "required": ["a"]
        });
        assert!(takes(Dialect::Draft2020, &schema, &json!({ "a": "x" })));
        assert!(!takes(Dialect::Draft2020, &schema, &json!({ "c": 1, "a": "x" })));
        assert!(!takes(Dialect::Draft2020, &schema, &json!({})));
        assert!(ask(Dialect::Draft2020, Role::Neither, &schema, &json!({ "b": 1 })).is_err());
    }

    #[test]
    fn items_matter_where_there_are_items() {
        let schema = json!({ "items": { "type": "string" }, "contains": true, "type": "array" });
        assert!(takes(Dialect::Draft2020, &schema, &json!(["x"])));
        assert!(!takes(Dialect::Draft2020, &schema, &json!([1])));
        assert!(!takes(Dialect::Draft2020, &schema, &json!([])));
        let tuple = json!({ "items": [{ "type": "string" }], "additionalItems": false });
        assert!(!takes(Dialect::Draft7, &tuple, &json!(["x", 1])));
    }

    #[test]
    fn recursion_ends_with_the_value() {
        let schema = json!({
            "schema": { "$ref": "#/d/node" },
            "d": { "node": { "properties": { "next": { "$ref": "#/d/node" }, "v": { "type": "integer" } } } }
        });
        assert!(takes(Dialect::Draft7, &schema, &json!({ "next": { "next": { "v": 1 } } })));
        assert!(!takes(Dialect::Draft7, &schema, &json!({ "next": { "next": { "v": "1" } } })));
    }

    #[test]
    fn flags_of_openapi_30_are_translated() {
        let schema = json!({ "type": "number", "minimum": 1, "exclusiveMinimum": true, "nullable": true });
        assert!(takes(Dialect::OpenApi30, &schema, &json!(null)));
        assert!(!takes(Dialect::OpenApi30, &schema, &json!(1)));
        assert!(takes(Dialect::OpenApi30, &schema, &json!(2)));
        assert!(!takes(Dialect::OpenApi31, &json!({ "type": "number", "nullable": true }), &json!(null)));
        assert!(takes(Dialect::OpenApi20, &json!({ "type": "string", "x-nullable": true }), &json!(null)));
        assert!(takes(Dialect::OpenApi30, &json!({ "const": 1 }), &json!(2)), "3.0 has no `const`");
    }

    #[test]
    fn alternatives_that_20_does_not_name_are_meant_all_the_same() {
        let schema = json!({ "type": "string", "oneOf": [{ "maxLength": 1 }, { "minLength": 3 }] });
        assert!(!takes(Dialect::OpenApi20, &schema, &json!("ab")) && takes(Dialect::OpenApi20, &schema, &json!("a")));
    }

    #[test]
    fn keywords_beside_a_reference_count_where_the_dialect_says_so() {
        let schema = json!({ "schema": { "$ref": "#/d", "maxLength": 1 }, "d": { "type": "string" } });
        assert!(takes(Dialect::OpenApi30, &schema, &json!("long")));
        assert!(takes(Dialect::Draft7, &schema, &json!("long")));
        assert!(!takes(Dialect::OpenApi31, &schema, &json!("long")));
    }

    #[test]
    fn what_is_read_only_is_required_in_responses_only() {
        let schema = json!({ "required": ["id"], "properties": { "id": { "type": "integer", "readOnly": true } } });
        assert_eq!(ask(Dialect::OpenApi31, Role::Request, &schema, &json!({})), Ok(true));
        assert_eq!(ask(Dialect::OpenApi31, Role::Response, &schema, &json!({})), Ok(false));
    }

    #[test]
    fn integers_of_32_bits_end_where_they_do() {
        let schema = json!({ "type": "integer", "format": "int32" });
        assert!(takes(Dialect::OpenApi30, &schema, &json!(2_147_483_647)));
        assert!(!takes(Dialect::OpenApi30, &schema, &json!(2_147_483_648_u64)));
    }

    #[test]
    fn names_hold_in_the_whole_document() {
        let schema = json!({
            "$id": "https://example.com/tree", "$dynamicAnchor": "node", "type": "object",
            "properties": { "data": { "$ref": "#word" }, "child": { "$dynamicRef": "#node" } },
            "$defs": { "w": { "$anchor": "word", "type": "string" } }
        });
        assert!(takes(Dialect::Draft2020, &schema, &json!({ "child": { "data": "x" } })));
        assert!(!takes(Dialect::Draft2020, &schema, &json!({ "child": { "data": 1 } })));
    }

    #[test]
    fn a_pattern_that_cannot_be_compiled_is_a_reason() {
        let why = ask(Dialect::Draft2020, Role::Neither, &json!({ "pattern": "(" }), &json!("x"));
        assert!(why.is_err_and(|why| why.contains("does not take the schema")));
    }

    #[test]
    fn two_hundred_levels_end_in_an_answer_or_a_reason() {
        let deep = (0..150).fold(json!(true), |inner, _| json!({ "allOf": [inner] }));
        assert!(takes(Dialect::Draft2020, &deep, &json!(1)));
        let chain: serde_json::Map<String, Json> =
            (0..5_000).map(|at| (at.to_string(), json!({ "$ref": format!("#/d/{}", at + 1) }))).collect();
        let schema = json!({ "schema": { "$ref": "#/d/0" }, "d": chain });
        assert!(ask(Dialect::Draft2020, Role::Neither, &schema, &json!(1)).is_err());
    }
}
