//! Everything in a catalogue that can refer to something by name.

use crate::catalogue::{Catalogue, ConstraintKind, Expression, Index, IndexElement, IndexKey, QualifiedName, Table};

impl Catalogue {
    /// Changes every expression and query, and the definitions of triggers.
    pub(super) fn each_expression(&mut self, change: &mut dyn FnMut(&mut Expression)) {
        self.tables.values_mut().for_each(|table| of_table(table, change));
        for view in self.views.values_mut() {
            change(&mut view.query);
            view.indexes.values_mut().for_each(|index| of_index(index, change));
            view.triggers.values_mut().for_each(|trigger| change(&mut trigger.definition));
        }
        for domain in self.domains.values_mut() {
            domain.default.iter_mut().for_each(&mut *change);
            domain.checks.values_mut().for_each(|check| change(&mut check.expression));
        }
        for definition in self.definitions.values_mut() {
            change(&mut definition.statement);
            definition.also.iter_mut().for_each(&mut *change);
        }
    }

    /// Changes the names by which foreign keys and owned sequences refer to tables.
    pub(super) fn each_reference(&mut self, change: &dyn Fn(&mut QualifiedName)) {
        self.tables.values_mut().for_each(|table| table.each_parent(&mut |it| change(it)));
        for constraint in self.tables.values_mut().flat_map(|table| table.constraints.values_mut()) {
            if let ConstraintKind::ForeignKey(key) = &mut constraint.kind {
                change(&mut key.references);
            }
        }
        self.sequences.values_mut().filter_map(|it| it.owned_by.as_mut()).for_each(|(owner, _)| change(owner));
    }
}

fn of_table(table: &mut Table, change: &mut dyn FnMut(&mut Expression)) {
    for column in &mut table.columns {
        column.default.iter_mut().for_each(&mut *change);
        column.generated.iter_mut().for_each(|it| change(&mut it.expression));
    }
    for constraint in table.constraints.values_mut() {
        match &mut constraint.kind {
            ConstraintKind::Check(check) => change(&mut check.expression),
            ConstraintKind::Exclusion(exclusion) => {
                exclusion.elements.iter_mut().for_each(|element| change(&mut element.expression));
                exclusion.predicate.iter_mut().for_each(&mut *change);
            }
            _ => {}
        }
    }
    for element in table.partition_by.iter_mut().flat_map(|it| &mut it.key) {
        of_element(element, change);
    }
    table.indexes.values_mut().for_each(|index| of_index(index, change));
    table.triggers.values_mut().for_each(|trigger| change(&mut trigger.definition));
}

fn of_index(index: &mut Index, change: &mut dyn FnMut(&mut Expression)) {
    index.elements.iter_mut().for_each(|element| of_element(element, change));
    index.predicate.iter_mut().for_each(change);
}

fn of_element(element: &mut IndexElement, change: &mut dyn FnMut(&mut Expression)) {
    if let IndexKey::Expression(expression) = &mut element.key {
        change(expression);
    }
}
