//! How much figures can be: what lies beyond is a slip of the pen, and would make nonsense of every estimate.

use super::super::fault::Fault;
use super::super::node::Node;
use super::super::reader::Reader;

/// How much a figure of one kind can be.
pub(in crate::specification) struct Limit {
    most: f64,
    /// A sentence that says so.
    says: &'static str,
}

pub(super) const ROWS: Limit = Limit { most: 1e15, says: "no table has more than 10¹⁵ rows" };
pub(super) const SIZE: Limit = Limit { most: 1e18, says: "no system holds more than 1 EB (10¹⁸ bytes)" };
pub(super) const TIME: Limit = Limit { most: 100.0 * 366.0 * 86_400.0, says: "nothing here takes more than 100 years" };
pub(super) const FREQUENCY: Limit = Limit { most: 1e12, says: "nothing happens more than 10¹² times a second" };
pub(super) const SPEED: Limit = Limit { most: 1e15, says: "nothing is faster than 10¹⁵ rows or bytes a second" };
pub(super) const AMOUNT: Limit = Limit { most: 1e9, says: "nothing is counted here beyond 10⁹" };
pub(super) const BOUND: Limit = Limit { most: 1e15, says: "no metric gets beyond 10¹⁵" };
/// P95 is 3,700 times the median then.
pub(super) const SPREAD: Limit = Limit { most: 5.0, says: "a spread above 5 says nothing any more" };

/// The years that work is planned in.
const YEARS: std::ops::RangeInclusive<u16> = 1970..=2200;

impl Limit {
    /// `value`, which `node` says, where it can be; what cannot is reported.
    pub(super) fn check(&self, value: f64, node: Node<'_>, reader: &mut Reader<'_>) -> Option<f64> {
        if value.abs() <= self.most {
            return Some(value);
        }
        let message = format!("`{}` is too much: {}", node.written(), self.says);
        reader.report(Fault::error("implausible", message, node.span).help("correct the figure, or its unit"));
        None
    }
}

/// Whether the year that `text` begins with is one to plan in; what is none is reported.
pub(super) fn check_year(text: &str, node: Node<'_>, reader: &mut Reader<'_>) -> bool {
    let year = text.get(..4).and_then(|year| year.parse().ok());
    if year.is_none_or(|year| YEARS.contains(&year)) {
        return true;
    }
    let message = format!("`{text}` lies in no year that anything is planned in");
    let help = format!("write a year from {} to {}", YEARS.start(), YEARS.end());
    reader.report(Fault::error("implausible", message, node.span).help(help));
    false
}
