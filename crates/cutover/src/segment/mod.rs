//! Who belongs to a part of the traffic: constraints on the attributes of a request.

mod address;
mod constraint;
mod operator;
mod test;

pub(crate) use address::Network;
pub use constraint::{Constraint, ConstraintSpec};
pub use operator::Operator;

use crate::Error;

/// A part of the traffic: requests for which every constraint holds. Without any, all.
#[derive(Debug, Clone, Default)]
pub struct Segment {
    constraints: Vec<Constraint>,
}

impl Segment {
    /// The part for which all of `constraints` hold.
    pub fn new(constraints: impl IntoIterator<Item = Constraint>) -> Self {
        Self { constraints: constraints.into_iter().collect() }
    }

    /// Reads its constraints.
    ///
    /// # Errors
    /// Those of [`Constraint::new`].
    pub fn read(specs: &[ConstraintSpec]) -> Result<Self, Error> {
        specs.iter().map(Constraint::new).collect::<Result<Vec<_>, _>>().map(Self::new)
    }

    /// Whether a request belongs to it whose attributes `attribute` finds by their names.
    pub fn contains<'a>(&self, attribute: impl Fn(&str) -> Option<&'a str>) -> bool {
        self.constraints.iter().all(|constraint| constraint.holds(attribute(constraint.attribute())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_constraint_has_to_hold() {
        let specs = [
            ConstraintSpec::new("country", Operator::In, ["nl", "be"]),
            ConstraintSpec::new("orders", Operator::NumGte, ["10"]),
        ];
        let segment = Segment::read(&specs).unwrap_or_default();
        let contains = |country: &'static str, orders: &'static str| {
            segment.contains(|name| match name {
                "country" => Some(country),
                "orders" => Some(orders),
                _ => None,
            })
        };
        assert!(contains("nl", "10") && contains("be", "11.5"));
        assert!(!contains("nl", "9") && !contains("fr", "10") && !contains("nl", "many"));
        assert!(Segment::default().contains(|_| None));
    }
}
