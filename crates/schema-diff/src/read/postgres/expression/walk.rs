//! Walks expression trees.

use super::tree::{Call, Expr, FramePart, Sort, Window};

/// Replaces every expression below `expr`, and then `expr`, by what `change` makes of it. Queries inside are left alone.
pub(in super::super) fn map(expr: Expr, change: &mut dyn FnMut(Expr) -> Expr) -> Expr {
    let expr = match expr {
        Expr::Cast(value, data_type) => Expr::Cast(boxed(value, change), data_type),
        Expr::Prefix(operator, value) => Expr::Prefix(operator, boxed(value, change)),
        Expr::Infix(left, operator, right) => Expr::Infix(boxed(left, change), operator, boxed(right, change)),
        Expr::Not(value) => Expr::Not(boxed(value, change)),
        Expr::And(parts) => Expr::And(all(parts, change)),
        Expr::Or(parts) => Expr::Or(all(parts, change)),
        Expr::Is(value, words) => Expr::Is(boxed(value, change), words),
        Expr::Distinct { left, right, negated } => {
            Expr::Distinct { left: boxed(left, change), right: boxed(right, change), negated }
        }
        Expr::Quantified { left, operator, all, right } => {
            Expr::Quantified { left: boxed(left, change), operator, all, right: boxed(right, change) }
        }
        Expr::Call(called) => Expr::Call(Box::new(call(*called, change))),
        Expr::Array(items) => Expr::Array(all(items, change)),
        Expr::Row(items) => Expr::Row(all(items, change)),
        Expr::Case { operand, branches, otherwise } => Expr::Case {
            operand: operand.map(|operand| boxed(operand, change)),
            branches: branches.into_iter().map(|(when, then)| (map(when, change), map(then, change))).collect(),
            otherwise: otherwise.map(|otherwise| boxed(otherwise, change)),
        },
        Expr::Collate(value, collation) => Expr::Collate(boxed(value, change), collation),
        Expr::Subscript(base, bounds) => Expr::Subscript(
            boxed(base, change),
            bounds.into_iter().map(|bound| bound.map(|bound| map(bound, change))).collect(),
        ),
        Expr::Field(base, field) => Expr::Field(boxed(base, change), field),
        leaf => leaf,
    };
    change(expr)
}

#[expect(clippy::boxed_local, reason = "the trees hold boxes")]
fn boxed(expr: Box<Expr>, change: &mut dyn FnMut(Expr) -> Expr) -> Box<Expr> {
    Box::new(map(*expr, change))
}

fn all(items: Vec<Expr>, change: &mut dyn FnMut(Expr) -> Expr) -> Vec<Expr> {
    items.into_iter().map(|item| map(item, change)).collect()
}

fn call(call: Call, change: &mut dyn FnMut(Expr) -> Expr) -> Call {
    Call {
        arguments: call.arguments.into_iter().map(|(name, value)| (name, map(value, change))).collect(),
        order: sorts(call.order, change),
        within: sorts(call.within, change),
        filter: call.filter.map(|filter| map(filter, change)),
        over: call.over.map(|over| window(over, change)),
        ..call
    }
}

/// The same for the elements of `ORDER BY`.
pub(in super::super) fn sorts(sorts: Vec<Sort>, change: &mut dyn FnMut(Expr) -> Expr) -> Vec<Sort> {
    sorts.into_iter().map(|sort| Sort { key: map(sort.key, change), ..sort }).collect()
}

/// The same for a window.
pub(in super::super) fn window(window: Window, change: &mut dyn FnMut(Expr) -> Expr) -> Window {
    Window {
        partition: all(window.partition, change),
        order: sorts(window.order, change),
        frame: window
            .frame
            .into_iter()
            .map(|part| match part {
                FramePart::Offset(offset) => FramePart::Offset(map(offset, change)),
                word @ FramePart::Word(_) => word,
            })
            .collect(),
        ..window
    }
}

/// The columns that an expression names, each once, in order of their first mention.
pub(in super::super) fn columns(expr: &Expr) -> Vec<String> {
    let mut found = Vec::new();
    map(expr.clone(), &mut |expr| {
        if let Expr::Name(path) = &expr
            && let Some(name) = path.last()
            && !found.contains(name)
        {
            found.push(name.clone());
        }
        expr
    });
    found
}
