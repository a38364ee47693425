//! The specification of a plan: where systems are, where they should be, and what is known about both.
//!
//! [`read`] takes a text of YAML, JSON or TOML. Its objects are one small file each, which lists the fields once: the list
//! drives the reader, the suggestions, the JSON Schema and the tables of the guide.

mod check;
mod fault;
mod form;
mod guide;
mod metric;
pub mod model;
mod names;
mod node;
mod object;
mod places;
mod reader;
mod schema;
mod suggest;

use findings::{Diagnostic, DiagnosticLevel, SourceText};

pub use model::Specification;

use self::fault::Fault;
use self::node::Node;
use self::reader::Reader;

/// What the specification in `source` says, with everything that is wrong about it, in the order of the text; none where
/// something is an error. The syntax is that of the name's extension (`.yaml`, `.yml`, `.json`, `.toml`); where it has none
/// of these, how the text begins decides.
pub fn read(source: &SourceText) -> (Option<Specification>, Vec<Diagnostic>) {
    let (tree, mut diagnostics) = node::read(source);
    let mut faults: Vec<Fault> = Vec::new();
    let mut specification = None;
    if let Some(node) = Node::root(&tree) {
        let mut reader = Reader::new(source);
        specification = object::decode(node, &mut reader);
        let undefined = reader.names.settle(|span| reader.place(span));
        faults.append(&mut reader.faults);
        faults.extend(undefined);
        if let Some(specification) = &mut specification {
            let spans = places::spans(node);
            specification.places = places::places(source, &spans, reader.same);
            let complete = diagnostics.is_empty() && faults.is_empty();
            faults.extend(check::check(specification, &spans, complete));
            if specification.name.is_empty() {
                specification.name = stem(source.name());
            }
        }
    }
    diagnostics.extend(faults.into_iter().map(|fault| fault.diagnostic(source)));
    diagnostics.sort_by_key(|it| it.location.as_ref().map(|place| (place.span.start, place.span.end)));
    diagnostics.dedup();
    let usable = diagnostics.iter().all(|it| it.level != DiagnosticLevel::Error);
    (specification.filter(|_| usable), diagnostics)
}

/// The JSON Schema (2020-12) of a specification, made of the same lists of fields that [`read`] goes by. What only the
/// whole can show (references, circles, bounds that never fire) is beyond it.
pub fn json_schema() -> String {
    schema::text()
}

/// The guide's page about specifications, as Markdown: how values are written, every field in a table, two examples.
pub fn guide() -> String {
    guide::page()
}

/// The name of a file without folders and extension.
fn stem(name: &str) -> String {
    let file = name.rsplit(['/', '\\', ':']).next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    if stem.is_empty() || stem == "-" { "migration".to_owned() } else { stem.to_owned() }
}

#[cfg(test)]
mod agreement_tests;
#[cfg(test)]
mod syntax_tests;
#[cfg(test)]
mod tests;
