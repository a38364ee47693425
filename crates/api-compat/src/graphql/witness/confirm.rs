//! Tries candidates by `apollo-compiler`: all operations as one document, on the old schema and on the new one.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use apollo_compiler::resolvers::{Execution, FieldError, ObjectValue, ResolveInfo, ResolvedValue};
use apollo_compiler::response::JsonValue;
use apollo_compiler::schema::Implementers;
use apollo_compiler::validation::{DiagnosticList, Valid};
use apollo_compiler::{ExecutableDocument, Schema as Compiled};
use serde_json::{Map, Value as Json};

use super::super::model::{Root, Schema};
use super::candidate::{Candidate, Proof};
use super::slice::slice;

/// Who confirms.
pub(in crate::graphql) const NAME: &str = "apollo-compiler 1.33.1";

/// What came of a candidate: the error that shows it, or why it shows nothing.
pub(super) type Outcome = Result<String, String>;

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// Tries all candidates on both schemas, each side on a thread of its own.
pub(super) fn try_all(all: &[&Candidate], before: &Schema<'_>, after: &Schema<'_>) -> Vec<Outcome> {
    if all.is_empty() {
        return Vec::new();
    }
    let (old, new) = std::thread::scope(|scope| {
        let other = std::thread::Builder::new().spawn_scoped(scope, || errors(all, after));
        let old = errors(all, before);
        let new = other.ok().and_then(|other| other.join().ok());
        (old, new.unwrap_or_else(|| errors(all, after)))
    });
    all.iter()
        .zip(old.into_iter().zip(new))
        .map(|(candidate, (old, new))| match candidate.proof {
            Proof::Operation | Proof::Definitions => shown(old, new, Side::Before),
            Proof::Answer => shown(new, old, Side::After),
        })
        .collect()
}

/// What works on one side and fails on the other shows the change.
fn shown(works: Option<String>, fails: Option<String>, side: Side) -> Outcome {
    match (works, fails, side) {
        (None, Some(error), _) => Ok(error),
        (Some(error), _, Side::Before) => Err(format!("the old schema refuses it as well: {error}")),
        (Some(error), _, Side::After) => Err(format!("the new schema does not allow it either: {error}")),
        (None, None, Side::Before) => Err("the validator takes it on the new schema, too".to_owned()),
        (None, None, Side::After) => Err("the old schema allows it, too".to_owned()),
    }
}

/// The first error of each candidate on one schema.
fn errors(all: &[&Candidate], schema: &Schema<'_>) -> Vec<Option<String>> {
    let texts = all.iter().flat_map(|it| it.setup.iter().chain([&it.statement])).map(String::as_str);
    let mut text = slice(schema, texts);
    add_setups(&mut text, all, schema);
    let compiled = compiled(&text);
    let mut errors: Vec<Option<String>> = vec![None; all.len()];
    let operations: Vec<usize> = indices(all, |proof| proof != Proof::Definitions);
    let document = operations_of(all, &operations);
    let executable = ExecutableDocument::parse_and_validate(&compiled, document, "operations.graphql");
    let found = match &executable {
        Ok(_) => HashMap::new(),
        Err(refused) => by_line(&refused.errors),
    };
    for (line, index) in operations.iter().enumerate() {
        if let (Some(error), Some(slot)) = (found.get(&(line + 1)), errors.get_mut(*index)) {
            *slot = Some(error.clone());
        }
    }
    answers(all, &compiled, &mut errors);
    let definitions: Vec<usize> = indices(all, |proof| proof == Proof::Definitions);
    if !definitions.is_empty() {
        beside(all, &definitions, &text, &mut errors);
    }
    errors
}

/// What is wrong with the operations of a document on one schema: the first error of each line.
pub(in crate::graphql) fn operations_on(schema: &Schema<'_>, document: &str) -> HashMap<usize, String> {
    let compiled = compiled(&slice(schema, [document]));
    match ExecutableDocument::parse_and_validate(&compiled, document, "operations.graphql") {
        Ok(_) => HashMap::new(),
        Err(refused) => by_line(&refused.errors),
    }
}

fn indices(all: &[&Candidate], wanted: impl Fn(Proof) -> bool) -> Vec<usize> {
    all.iter().enumerate().filter(|(_, it)| wanted(it.proof)).map(|(index, _)| index).collect()
}

/// The schema, as far as it can be built: its own faults were told by the reader.
fn compiled(text: &str) -> Valid<Compiled> {
    let schema = match Compiled::builder().adopt_orphan_extensions().parse(text, "schema.graphql").build() {
        Ok(schema) => schema,
        Err(faulty) => faulty.partial,
    };
    Valid::assume_valid(schema)
}

/// What candidates need besides, each once; and a root where the schema has none.
fn add_setups(text: &mut String, all: &[&Candidate], schema: &Schema<'_>) {
    let setups: BTreeSet<&str> = all.iter().flat_map(|it| &it.setup).map(String::as_str).collect();
    let has_root = schema.root(Root::Query).is_some_and(|root| schema.get(root.text).is_some());
    if !has_root {
        text.push_str("type Query { nothing: Boolean }\n");
        // Without a definition the usual name makes it the root.
        if let Some(end) = text.strip_prefix("schema {").and_then(|rest| rest.find('}')) {
            text.replace_range(..end + "schema {}".len(), "");
        }
    }
    for setup in setups {
        let setup = if has_root { setup.to_owned() } else { setup.replace("type Query {", "extend type Query {") };
        let setup = setup.replace("extend extend", "extend");
        let _ = writeln!(text, "{setup}");
    }
}

/// One operation a line, each under a name of its own.
fn operations_of(all: &[&Candidate], indices: &[usize]) -> String {
    let mut text = String::new();
    for (line, candidate) in indices.iter().filter_map(|index| all.get(*index)).enumerate() {
        let _ = writeln!(text, "{}", under_name(&candidate.statement, line));
    }
    text
}

/// The operation under a name that no other has.
fn under_name(statement: &str, number: usize) -> String {
    let named = |word: &str, rest: &str| format!("{word} Operation{number}{rest}");
    let own = statement.replace("Example", &format!("Example{number}"));
    for root in Root::ALL {
        if let Some(rest) = own.strip_prefix(root.as_str()) {
            return named(root.as_str(), rest);
        }
    }
    named("query", &format!(" {own}"))
}

/// What a field is told from which the one selection that is wrong was taken: no cause, but what follows from one.
const FOLLOWS: &str = "must have a subselection set";

/// The error of each line: the first one that is no consequence of another.
fn by_line(errors: &DiagnosticList) -> HashMap<usize, String> {
    let mut found: HashMap<usize, String> = HashMap::new();
    for error in errors.iter() {
        let Some(range) = error.line_column_range() else { continue };
        let message = error.error.to_string();
        let known = found.entry(range.start.line).or_insert_with(|| message.clone());
        if known.contains(FOLLOWS) && !message.contains(FOLLOWS) {
            *known = message;
        }
    }
    found
}

/// Holds definitions against the schema: only what is wrong with them themselves counts.
fn beside(all: &[&Candidate], indices: &[usize], schema: &str, errors: &mut [Option<String>]) {
    let mut text = String::new();
    for (line, candidate) in indices.iter().filter_map(|index| all.get(*index)).enumerate() {
        let _ = writeln!(text, "{}", candidate.statement.replace("Example", &format!("Example{line}")));
    }
    let lines = text.lines().count();
    text.push_str(schema);
    let refused = match Compiled::builder().adopt_orphan_extensions().parse(text, "definitions.graphql").build() {
        Ok(schema) => schema.validate().err().map(|it| it.errors),
        Err(faulty) => {
            let mut errors = faulty.errors;
            if let Err(more) = faulty.partial.validate() {
                errors.merge(more.errors);
            }
            Some(errors)
        }
    };
    let found = refused.map(|it| by_line(&it)).unwrap_or_default();
    for (line, index) in indices.iter().enumerate().take(lines) {
        if let (Some(error), Some(slot)) = (found.get(&(line + 1)), errors.get_mut(*index)) {
            *slot = Some(error.clone());
        }
    }
}

/// Completes the answers as the schema has them: an error where a value is not of its type. An operation that the schema
/// refuses is no matter of its answer.
fn answers(all: &[&Candidate], schema: &Valid<Compiled>, errors: &mut [Option<String>]) {
    let implementers = schema.implementers_map();
    for (candidate, slot) in all.iter().zip(errors).filter(|(it, _)| it.proof == Proof::Answer) {
        if let (None, Some(answer)) = (&slot, &candidate.answer) {
            *slot = error_of(schema, &implementers, &candidate.statement, answer);
        }
    }
}

/// What is wrong with an answer to an operation.
#[cfg(test)]
pub(in crate::graphql) fn errors_of_answer(schema: &Valid<Compiled>, operation: &str, answer: &Json) -> Option<String> {
    error_of(schema, &schema.implementers_map(), operation, answer)
}

fn error_of(
    schema: &Valid<Compiled>,
    implementers: &apollo_compiler::collections::HashMap<apollo_compiler::Name, Implementers>,
    operation: &str,
    answer: &Json,
) -> Option<String> {
    let Json::Object(answer) = answer else { return None };
    let document = ExecutableDocument::parse_and_validate(schema, operation, "operation.graphql").ok()?;
    let execution = Execution::new(schema, &document).implementers_map(implementers);
    match execution.execute_sync(&Answer(answer)) {
        Ok(response) => response.errors.first().map(|it| it.message.clone()),
        Err(error) => Some(error.message().to_string()),
    }
}

/// An object of an answer.
struct Answer<'j>(&'j Map<String, Json>);

impl ObjectValue for Answer<'_> {
    fn type_name(&self) -> &str {
        self.0.get("__typename").and_then(Json::as_str).unwrap_or_default()
    }

    fn resolve_field<'a>(&'a self, info: &'a ResolveInfo<'a>) -> Result<ResolvedValue<'a>, FieldError> {
        Ok(resolved(self.0.get(info.field_name()).unwrap_or(&Json::Null)))
    }
}

fn resolved(value: &Json) -> ResolvedValue<'_> {
    match value {
        Json::Array(items) => ResolvedValue::List(Box::new(items.iter().map(|item| Ok(resolved(item))))),
        Json::Object(object) if object.contains_key("__typename") => ResolvedValue::Object(Box::new(Answer(object))),
        other => ResolvedValue::Leaf(JsonValue::from(other.clone())),
    }
}
