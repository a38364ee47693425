//! Names in an inventory that nothing there has.

use std::collections::HashSet;

use super::{Fault, Spans, Specification, place};
use crate::specification::model::Migration;
use crate::specification::suggest;

/// Resources and contexts that depend on something of no such name. Where a file holds a part of the inventory, its names
/// are not known here: they are looked up when the plan is made.
pub(super) fn check(specification: &Specification, spans: &Spans) -> Vec<Fault> {
    let mut faults = Vec::new();
    for migration in &specification.migrations {
        if migration.inventory_file.is_none() {
            faults.extend(undefined(specification, spans, &resources(migration), "resource", "inventory"));
            faults.extend(untyped(specification, spans, migration));
        }
        faults.extend(undefined(specification, spans, &contexts(migration), "context", "contexts"));
    }
    faults
}

/// A name, the pointer to it, and what it refers to, by field.
struct Named<'a> {
    name: &'a str,
    pointer: String,
    refers: Vec<(&'static str, &'a [String])>,
}

fn resources(migration: &Migration) -> Vec<Named<'_>> {
    let named = |it: &'_ crate::specification::model::Resource| it.pointer.clone();
    let all = migration.inventory.iter().map(|it| Named {
        name: &it.name,
        pointer: named(it),
        refers: vec![("depends_on", it.depends_on.as_slice()), ("near", it.near.as_slice())],
    });
    all.collect()
}

fn contexts(migration: &Migration) -> Vec<Named<'_>> {
    let all = migration.contexts.iter().enumerate().map(|(at, it)| Named {
        name: &it.name,
        pointer: format!("{}/contexts/{at}", migration.pointer),
        refers: vec![("depends_on", it.depends_on.as_slice())],
    });
    all.collect()
}

fn undefined(specification: &Specification, spans: &Spans, all: &[Named<'_>], word: &str, field: &str) -> Vec<Fault> {
    let names: Vec<&str> = all.iter().map(|it| it.name).collect();
    let known: HashSet<&str> = names.iter().copied().collect();
    let mut faults = Vec::new();
    for it in all {
        for (which, list) in &it.refers {
            for (at, name) in list.iter().enumerate().filter(|(_, name)| !known.contains(name.as_str())) {
                let pointer = format!("{}/{which}/{at}", it.pointer);
                let span = place(specification, spans, &pointer);
                let message = format!("no {word} is called `{name}`");
                let fault = Fault::error("undefined-name", message, span).at(&pointer);
                faults.push(fault.help(suggest::known(name, &names, field)));
            }
        }
    }
    faults
}

/// Without a file the list alone says what a resource is.
fn untyped(specification: &Specification, spans: &Spans, migration: &Migration) -> Vec<Fault> {
    let untyped = migration.inventory.iter().filter(|it| it.kind.is_empty());
    let fault = |it: &crate::specification::model::Resource| {
        let message = format!("the inventory does not say what `{}` is", it.name);
        let fault = Fault::error("missing-type", message, place(specification, spans, &it.pointer)).at(&it.pointer);
        fault.help("state its `type`, such as `aws_instance` or `virtual_machine`, or an `inventory_file` that has it")
    };
    untyped.map(fault).collect()
}
