//! Options, those that nobody wrote at what they are then.

use std::collections::{BTreeMap, BTreeSet};

use super::Differ;
use crate::protobuf::change::{Change, Edit, Element, Node};
use crate::protobuf::model::{Opt, Options};

/// What options are where nobody set them (`descriptor.proto`), where that is neither false nor empty.
const DEFAULTS: &[(&str, &str)] = &[
    ("cc_enable_arenas", "true"),
    ("ctype", "STRING"),
    ("debug_redact", "false"),
    ("idempotency_level", "IDEMPOTENCY_UNKNOWN"),
    ("jstype", "JS_NORMAL"),
    ("optimize_for", "SPEED"),
    ("retention", "RETENTION_UNKNOWN"),
];

/// Options of which another field of the descriptor tells what they change.
const ELSEWHERE: &[&str] = &["ctype", "packed"];

impl<'a> Differ<'a> {
    pub(super) fn options(
        &mut self,
        element: Element,
        nodes: (Node<'a>, Node<'a>),
        old: &'a Options,
        new: &'a Options,
    ) {
        let (old, new) = (by_name(old), by_name(new));
        if old.is_empty() && new.is_empty() {
            return;
        }
        let names: BTreeSet<&str> = old.keys().chain(new.keys()).copied().collect();
        for name in names.into_iter().filter(|name| !ELSEWHERE.contains(name)) {
            let (before, after) = (old.get(name), new.get(name));
            let (was, is) = (value(name, before), value(name, after));
            if was == is {
                continue;
            }
            let edit = match (before, after) {
                (None, _) => Edit::Added,
                (_, None) => Edit::Removed,
                _ => Edit::Changed,
            };
            let span = |set: Option<&Vec<&Opt>>| set.and_then(|it| it.first()).map(|it| it.span);
            let change = Change::new(element, "options", edit).of(name).between(nodes.0, nodes.1);
            self.say(change.values(was, is).at(span(before), span(after)));
        }
    }
}

/// An option of an extension that is repeated may be set many times.
fn by_name(options: &Options) -> BTreeMap<&str, Vec<&Opt>> {
    let mut all: BTreeMap<&str, Vec<&Opt>> = BTreeMap::new();
    for option in options.iter() {
        all.entry(&option.name).or_default().push(option);
    }
    all
}

fn value(name: &str, set: Option<&Vec<&Opt>>) -> String {
    let values: Option<Vec<&str>> = set.map(|it| it.iter().map(|option| option.value.as_str()).collect());
    values.map_or_else(|| default(name).to_owned(), |values| values.join(", "))
}

/// What the option is where nobody set it; of a custom one nothing.
fn default(name: &str) -> &'static str {
    let known = DEFAULTS.iter().find(|(option, _)| *option == name).map(|(_, value)| *value);
    known.unwrap_or(if is_flag(name) { "false" } else { "" })
}

fn is_flag(name: &str) -> bool {
    const FLAGS: &[&str] = &[
        "allow_alias",
        "cc_generic_services",
        "deprecated",
        "deprecated_legacy_json_field_conflicts",
        "java_generate_equals_and_hash",
        "java_generic_services",
        "java_multiple_files",
        "java_string_check_utf8",
        "lazy",
        "map_entry",
        "message_set_wire_format",
        "no_standard_descriptor_accessor",
        "php_generic_services",
        "py_generic_services",
        "unverified_lazy",
        "weak",
    ];
    FLAGS.contains(&name)
}
