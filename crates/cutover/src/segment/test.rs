//! What a constraint asks of an attribute's text, made ready when the constraint is read.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::net::IpAddr;

use super::Operator;
use super::address::Network;
use crate::Timestamp;

/// Longest regular expression, in bytes.
const LONGEST_PATTERN: usize = 4_096;

#[derive(Debug, Clone)]
pub(super) enum Test {
    In(HashSet<Box<str>>),
    NotIn(HashSet<Box<str>>),
    Text(Part, Vec<Box<str>>),
    Number(Order, f64),
    Date(Order, Timestamp),
    Version(Order, semver::Version),
    Networks(Vec<Network>),
    Regex(regex_lite::Regex),
    /// Of a constraint that cannot be read: it never holds.
    Never,
}

/// Which part of a text is compared.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part {
    Start,
    End,
    Any,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Order {
    Equal,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

impl Order {
    fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
        }
    }
}

impl Test {
    /// None where the values do not suit the operator.
    pub(super) fn new(operator: Operator, values: &[&str], is_case_ignored: bool) -> Option<Self> {
        let folded = |value: &str| if is_case_ignored { value.to_lowercase().into() } else { value.into() };
        let set = || values.iter().map(|value| Box::from(*value)).collect();
        let text = |part| Some(Self::Text(part, values.iter().map(|value| folded(value)).collect()));
        let one = || if let [value] = values { Some(*value) } else { None };
        let number = |order| {
            one()?.trim().parse().ok().filter(|number: &f64| number.is_finite()).map(|value| Self::Number(order, value))
        };
        let date = |order| one()?.parse().ok().map(|value| Self::Date(order, value));
        let version = |order| semver::Version::parse(one()?).ok().map(|value| Self::Version(order, value));
        match operator {
            Operator::In => Some(Self::In(set())),
            Operator::NotIn => Some(Self::NotIn(set())),
            Operator::StrStartsWith => text(Part::Start),
            Operator::StrEndsWith => text(Part::End),
            Operator::StrContains => text(Part::Any),
            Operator::NumEq => number(Order::Equal),
            Operator::NumGt => number(Order::Greater),
            Operator::NumGte => number(Order::GreaterOrEqual),
            Operator::NumLt => number(Order::Less),
            Operator::NumLte => number(Order::LessOrEqual),
            Operator::DateAfter => date(Order::Greater),
            Operator::DateBefore => date(Order::Less),
            Operator::SemverEq => version(Order::Equal),
            Operator::SemverGt => version(Order::Greater),
            Operator::SemverGte => version(Order::GreaterOrEqual),
            Operator::SemverLt => version(Order::Less),
            Operator::SemverLte => version(Order::LessOrEqual),
            // What is no network is left out, as Unleash does.
            Operator::InCidr => Some(Self::Networks(values.iter().filter_map(|value| Network::read(value)).collect())),
            Operator::Regex => {
                let pattern = one().filter(|pattern| pattern.len() <= LONGEST_PATTERN)?;
                let built = regex_lite::RegexBuilder::new(pattern).case_insensitive(is_case_ignored).build();
                built.ok().map(Self::Regex)
            }
        }
    }

    pub(super) fn holds(&self, value: Option<&str>, is_case_ignored: bool) -> bool {
        let Some(value) = value else { return matches!(self, Self::NotIn(_)) };
        match self {
            Self::In(values) => values.contains(value),
            Self::NotIn(values) => !values.contains(value),
            Self::Text(part, wanted) if is_case_ignored => has_part(*part, &value.to_lowercase(), wanted),
            Self::Text(part, wanted) => has_part(*part, value, wanted),
            Self::Number(order, bound) => {
                value.trim().parse().is_ok_and(|value: f64| number_holds(*order, value, *bound))
            }
            Self::Date(order, bound) => value.parse().is_ok_and(|value: Timestamp| order.holds(value.cmp(bound))),
            Self::Version(order, bound) => {
                semver::Version::parse(value).is_ok_and(|value| order.holds(value.cmp_precedence(bound)))
            }
            Self::Networks(networks) => {
                value.parse::<IpAddr>().is_ok_and(|address| networks.iter().any(|network| network.contains(address)))
            }
            Self::Regex(regex) => regex.is_match(value),
            Self::Never => false,
        }
    }
}

fn has_part(part: Part, value: &str, wanted: &[Box<str>]) -> bool {
    wanted.iter().any(|wanted| match part {
        Part::Start => value.starts_with(&**wanted),
        Part::End => value.ends_with(&**wanted),
        Part::Any => value.contains(&**wanted),
    })
}

/// Numbers closer than the smallest step from one are the same.
fn number_holds(order: Order, value: f64, bound: f64) -> bool {
    match order {
        Order::Equal => (value - bound).abs() < f64::EPSILON,
        order => value.partial_cmp(&bound).is_some_and(|ordering| order.holds(ordering)),
    }
}
