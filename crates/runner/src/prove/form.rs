//! Walks the expressions of a catalogue, and brings catalogues into the form in which they are compared.

use schema_diff::Dialect;
use schema_diff::catalogue::{
    Catalogue, Column, Constraint, ConstraintKind, Expression, Index, IndexKey, Table, Trigger,
};

/// Every expression of `catalogue` with the place where it stands; the place tells expressions apart, no more.
pub(crate) fn expressions(catalogue: &mut Catalogue) -> Vec<(String, &mut Expression)> {
    let mut all = Vec::new();
    for (name, table) in &mut catalogue.tables {
        of_table(&name.to_string(), table, &mut all);
    }
    for (name, view) in &mut catalogue.views {
        all.push((format!("view {name}"), &mut view.query));
        view.indexes.values_mut().for_each(|index| of_index(&name.to_string(), index, &mut all));
        view.triggers.values_mut().for_each(|trigger| of_trigger(&name.to_string(), trigger, &mut all));
    }
    for (signature, function) in &mut catalogue.functions {
        all.push((format!("function {signature}"), &mut function.definition));
    }
    for (name, domain) in &mut catalogue.domains {
        all.extend(domain.default.as_mut().map(|it| (format!("default of domain {name}"), it)));
        for (check_name, check) in &mut domain.checks {
            all.push((format!("check {check_name} of domain {name}"), &mut check.expression));
        }
    }
    for (id, definition) in &mut catalogue.definitions {
        let place = format!("{} {id}", id.kind.word());
        all.push((place.clone(), &mut definition.statement));
        all.extend(definition.also.iter_mut().enumerate().map(|(at, it)| (format!("{place}, {at}"), it)));
    }
    all
}

fn of_table<'a>(name: &str, table: &'a mut Table, all: &mut Vec<(String, &'a mut Expression)>) {
    table.columns.iter_mut().for_each(|column| of_column(name, column, all));
    table.constraints.values_mut().for_each(|constraint| of_constraint(name, constraint, all));
    for (at, element) in table.partition_by.iter_mut().flat_map(|it| &mut it.key).enumerate() {
        if let IndexKey::Expression(expression) = &mut element.key {
            all.push((format!("partition key {at} of {name}"), expression));
        }
    }
    table.indexes.values_mut().for_each(|index| of_index(name, index, all));
    table.triggers.values_mut().for_each(|trigger| of_trigger(name, trigger, all));
}

fn of_column<'a>(table: &str, column: &'a mut Column, all: &mut Vec<(String, &'a mut Expression)>) {
    let place = format!("column {table}.{}", column.name);
    all.extend(column.default.as_mut().map(|it| (format!("default of {place}"), it)));
    all.extend(column.generated.as_mut().map(|it| (format!("generation of {place}"), &mut it.expression)));
}

fn of_constraint<'a>(table: &str, constraint: &'a mut Constraint, all: &mut Vec<(String, &'a mut Expression)>) {
    let place = format!("constraint {} on {table}", constraint.name);
    match &mut constraint.kind {
        ConstraintKind::Check(check) => all.push((place, &mut check.expression)),
        ConstraintKind::Exclusion(exclusion) => {
            all.extend(exclusion.predicate.as_mut().map(|it| (format!("predicate of {place}"), it)));
            for (at, element) in exclusion.elements.iter_mut().enumerate() {
                all.push((format!("element {at} of {place}"), &mut element.expression));
            }
        }
        _ => {}
    }
}

fn of_index<'a>(relation: &str, index: &'a mut Index, all: &mut Vec<(String, &'a mut Expression)>) {
    let place = format!("index {} on {relation}", index.name);
    all.extend(index.predicate.as_mut().map(|it| (format!("predicate of {place}"), it)));
    for (at, element) in index.elements.iter_mut().enumerate() {
        if let IndexKey::Expression(expression) = &mut element.key {
            all.push((format!("element {at} of {place}"), expression));
        }
    }
}

fn of_trigger<'a>(relation: &str, trigger: &'a mut Trigger, all: &mut Vec<(String, &'a mut Expression)>) {
    all.push((format!("trigger {} on {relation}", trigger.name), &mut trigger.definition));
}

/// `catalogue` in the form in which it is compared: expressions by their canonical form, columns in the order of their
/// names, nothing that the model does not hold.
pub(crate) fn comparable(catalogue: &Catalogue) -> Catalogue {
    let mut catalogue = catalogue.clone();
    for (_, expression) in expressions(&mut catalogue) {
        expression.text.clone_from(&expression.canonical);
    }
    catalogue.unmodelled.clear();
    for table in catalogue.tables.values_mut() {
        table.columns.sort_by(|a, b| a.name.cmp(&b.name));
        if catalogue.dialect == Dialect::Postgres {
            // The engine names every constraint, whether the text did or not.
            table.constraints.values_mut().for_each(|constraint| constraint.named = true);
        }
    }
    catalogue
}
