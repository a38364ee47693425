//! What happens to the values of a column when its type changes (PostgreSQL): how a value of one type becomes one of the
//! other and back, who can hold what, and what stands in for a value that the other type cannot hold.
//!
//! Everything here is SQL text over a value; nothing is executed. The claims are tested on engines (`tests`).

mod bits;
mod compatibility;
mod domain;
mod equality;
mod family;
mod helpers;
mod in_place;
mod labels;
mod moment;
mod number;
mod stated;
#[cfg(test)]
mod tests;
mod text;
mod way;

use schema_diff::catalogue::{Catalogue, Column, DataType};
use schema_diff::write::Writer;

pub(crate) use compatibility::Compatibility;
pub(crate) use equality::Equality;
pub(crate) use in_place::widens;
pub use stated::Convert;
pub(crate) use stated::misfit;

use family::Family;
use way::{End, Way};

/// Whether the other type can hold every value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Every value comes back as it was.
    All,
    /// Some values do not come back as they were.
    Some,
}

/// An SQL expression that makes a value of one type from one of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Template {
    /// `{value}` stands for the value. It never raises.
    OverValue(String),
    /// As the user stated it: it names columns of the row, in the shape that it converts from.
    OverRow(String),
}

impl Template {
    /// The expression for `value`; one over the row is the same for every value.
    pub(crate) fn of(&self, value: &str) -> String {
        match self {
            Self::OverValue(text) => text.replace("{value}", value),
            Self::OverRow(text) => format!("({text})"),
        }
    }
}

/// How values of one type become values of another and back.
#[derive(Debug, Clone)]
pub(crate) struct Conversion {
    /// From the old type to the new.
    pub(crate) up: Template,
    /// From the new type to the old.
    pub(crate) down: Template,
    /// Whether the new type can hold every value of the old.
    pub(crate) up_holds: Holds,
    /// Whether the old type can hold every value of the new.
    pub(crate) down_holds: Holds,
    /// Which version of the application can work on the other one's type.
    pub(crate) compatible: Compatibility,
    /// Statements that make the functions which the templates call, in the workshop.
    pub(crate) helpers: Vec<String>,
    /// How equal two values of the old type have to be.
    pub(crate) old_equality: Equality,
    /// How equal two values of the new type have to be.
    pub(crate) new_equality: Equality,
    /// What the conversion does, for people.
    pub(crate) why: String,
}

impl Conversion {
    /// A condition that holds for a value of the old type which the new type cannot hold: it does not come back as it
    /// was. `None` where a single value cannot be tried (a stated conversion over the row), and where none can be lost.
    #[cfg(test)]
    pub(crate) fn lost_up(&self, value: &str) -> Option<String> {
        lost((&self.up, &self.down), self.up_holds, self.old_equality, value)
    }

    /// A condition that holds for a value of the new type which the old type cannot hold.
    pub(crate) fn lost_down(&self, value: &str) -> Option<String> {
        lost((&self.down, &self.up), self.down_holds, self.new_equality, value)
    }
}

fn lost(ways: (&Template, &Template), holds: Holds, equality: Equality, value: &str) -> Option<String> {
    match (ways, holds) {
        ((Template::OverValue(_), Template::OverValue(_)), Holds::Some) => {
            let there_and_back = ways.1.of(&format!("({})", ways.0.of(value)));
            Some(format!("NOT ({})", equality.of_values(&format!("({there_and_back})"), value)))
        }
        _ => None,
    }
}

/// Why no conversion is inferred, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reason {
    /// Why.
    pub(crate) reason: String,
    /// What to do.
    pub(crate) help: String,
}

/// The conversion between the two types of a column where one is safe to infer; `old` and `new` know the enumerations.
/// A user's conversion, where there is one, goes before it ([`state`]).
pub(crate) fn infer(from: (&Column, &Catalogue), to: (&Column, &Catalogue)) -> Result<Conversion, Reason> {
    let (old, new) = (&from.0.data_type, &to.0.data_type);
    let writer = Writer::new(from.1.dialect);
    let end = |(column, catalogue): (&Column, &Catalogue)| {
        let family = Family::of(&column.data_type, catalogue)?;
        Some(End { family, sql: writer.data_type(&column.data_type), nullable: !column.not_null })
    };
    let ends = end(from).zip(end(to));
    let ways = ends.as_ref().and_then(|(a, b)| Way::between(a, b).zip(Way::between(b, a)));
    let (Some((a, b)), Some((up, down))) = (ends, ways) else { return Err(unknown(from.0, new)) };
    let mut helpers = up.helpers;
    helpers.extend(down.helpers.into_iter().filter(|it| !helpers.contains(it)).collect::<Vec<_>>());
    let hold = |faithful: bool| if faithful { Holds::All } else { Holds::Some };
    let (up_holds, down_holds) = (hold(up.faithful), hold(down.faithful));
    Ok(Conversion {
        compatible: Compatibility::of(&a.family, &b.family),
        old_equality: Equality::of(&a.family),
        new_equality: Equality::of(&b.family),
        why: why(old, new, (&up.stand_in, up_holds), (&down.stand_in, down_holds)),
        up: Template::OverValue(up.template),
        down: Template::OverValue(down.template),
        up_holds,
        down_holds,
        helpers: helpers.into_iter().map(helpers::Helper::statement).collect(),
    })
}

/// The conversion that the user stated.
pub(crate) fn state(convert: &Convert, from: (&Column, &Catalogue), to: (&Column, &Catalogue)) -> Conversion {
    let family = |(column, catalogue): (&Column, &Catalogue)| Family::of(&column.data_type, catalogue);
    let (a, b) = (family(from), family(to));
    Conversion {
        up: Template::OverRow(convert.up.clone()),
        down: Template::OverRow(convert.down.clone()),
        up_holds: Holds::Some,
        down_holds: Holds::Some,
        compatible: match (&a, &b) {
            (Some(a), Some(b)) => Compatibility::of(a, b),
            _ => Compatibility::Neither,
        },
        helpers: Vec::new(),
        old_equality: a.as_ref().map_or(Equality::Image, Equality::of),
        new_equality: b.as_ref().map_or(Equality::Image, Equality::of),
        why: format!("as stated: up {}, down {}", convert.up, convert.down),
    }
}

/// How equal two values of `column` have to be.
pub(crate) fn equality_of(column: &Column, catalogue: &Catalogue) -> Equality {
    Family::of(&column.data_type, catalogue).as_ref().map_or(Equality::Image, Equality::of)
}

fn unknown(from: &Column, new: &DataType) -> Reason {
    let (name, old) = (&from.name, &from.data_type);
    Reason {
        reason: format!("no conversion between {old} and {new} is safe to infer"),
        help: format!(
            "state both ways: --convert 'table.{name}=up:EXPRESSION,down:EXPRESSION', such as \
             --convert 'readings.at=up:to_timestamp(at),down:extract(epoch FROM at)::bigint'; \
             up reads the row with the old type, down the row with the new one"
        ),
    }
}

fn why(old: &DataType, new: &DataType, up: (&str, Holds), down: (&str, Holds)) -> String {
    let side = |from: &DataType, to: &DataType, (stand_in, holds): (&str, Holds)| match holds {
        Holds::All => format!("every {from} comes back from {to} as it was"),
        Holds::Some => format!("a {from} that {to} cannot hold becomes {stand_in}"),
    };
    format!("{}; {}", side(old, new, up), side(new, old, down))
}
