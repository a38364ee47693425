//! A constraint on one attribute.

use serde::{Deserialize, Serialize};

use super::Operator;
use super::test::Test;
use crate::{Error, ErrorKind};

/// A constraint as documents write it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct ConstraintSpec {
    /// Name of the attribute.
    pub attribute: String,
    /// The comparison.
    pub operator: Operator,
    /// What it is compared with; exactly one for operators that take no list.
    pub values: Vec<String>,
    /// Whether it is to hold where the comparison does not.
    #[serde(default)]
    pub inverted: bool,
    /// Whether `STR_…` and `REGEX` ignore case.
    #[serde(default)]
    pub case_insensitive: bool,
}

impl ConstraintSpec {
    /// A constraint that minds case.
    pub fn new<V: Into<String>>(
        attribute: impl Into<String>,
        operator: Operator,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        let values = values.into_iter().map(Into::into).collect();
        Self { attribute: attribute.into(), operator, values, inverted: false, case_insensitive: false }
    }

    /// The same, to hold where the comparison does not.
    #[must_use]
    pub fn inverted(mut self) -> Self {
        self.inverted = true;
        self
    }

    /// The same, whatever the case of letters.
    #[must_use]
    pub fn ignoring_case(mut self) -> Self {
        self.case_insensitive = true;
        self
    }
}

/// A constraint, ready to be asked.
#[derive(Debug, Clone)]
pub struct Constraint {
    attribute: String,
    test: Test,
    is_inverted: bool,
    is_case_ignored: bool,
}

impl Constraint {
    /// Makes a constraint ready.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`] where the values do not suit the operator: no number, instant, version or regular expression, or
    /// several where one is wanted.
    pub fn new(spec: &ConstraintSpec) -> Result<Self, Error> {
        let values: Vec<&str> = spec.values.iter().map(String::as_str).collect();
        let test = Test::new(spec.operator, &values, spec.case_insensitive).ok_or_else(|| {
            let message = format!(
                "`{}` with {} cannot be compared with {:?}: {}",
                spec.attribute,
                spec.operator,
                spec.values,
                wanted(spec.operator)
            );
            Error::new(ErrorKind::Invalid, message)
        })?;
        Ok(Self {
            attribute: spec.attribute.clone(),
            test,
            is_inverted: spec.inverted,
            is_case_ignored: spec.case_insensitive,
        })
    }

    /// One that cannot be read and therefore never holds.
    pub(crate) fn never(attribute: &str) -> Self {
        Self { attribute: attribute.to_owned(), test: Test::Never, is_inverted: false, is_case_ignored: false }
    }

    /// Name of the attribute that it asks about.
    pub fn attribute(&self) -> &str {
        &self.attribute
    }

    /// Whether it holds for the attribute's value, none where it is absent.
    pub fn holds(&self, value: Option<&str>) -> bool {
        self.test.holds(value, self.is_case_ignored) != self.is_inverted
    }
}

fn wanted(operator: Operator) -> &'static str {
    match operator {
        Operator::NumEq | Operator::NumGt | Operator::NumGte | Operator::NumLt | Operator::NumLte => "give one number",
        Operator::DateAfter | Operator::DateBefore => "give one instant, like 2027-03-01T09:30:00Z",
        Operator::SemverEq | Operator::SemverGt | Operator::SemverGte | Operator::SemverLt | Operator::SemverLte => {
            "give one version, like 2.1.0"
        }
        Operator::Regex => "give one regular expression, of at most 4096 bytes",
        _ => "give texts",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(operator: Operator, values: &[&str], value: &str) -> bool {
        let spec = ConstraintSpec::new("it", operator, values.iter().copied());
        Constraint::new(&spec).is_ok_and(|constraint| constraint.holds(Some(value)))
    }

    #[test]
    fn operators_compare() {
        let table: [(Operator, &[&str], &str, &str); 19] = [
            (Operator::In, &["a", "b"], "b", "B"),
            (Operator::NotIn, &["a", "b"], "c", "a"),
            (Operator::StrStartsWith, &["ab", "x"], "abc", "cab"),
            (Operator::StrEndsWith, &["bc"], "abc", "bca"),
            (Operator::StrContains, &["b"], "abc", "ac"),
            (Operator::NumEq, &["7"], "7.0", "7.1"),
            (Operator::NumGt, &["7"], "7.5", "7"),
            (Operator::NumGte, &["-7"], "-7", "-8"),
            (Operator::NumLt, &["1e3"], "999", "1000"),
            (Operator::NumLte, &["7"], "7", "seven"),
            (Operator::DateAfter, &["2027-01-01T00:00:00Z"], "2027-01-01T01:00:01+01:00", "2027-01-01T00:00:00Z"),
            (Operator::DateBefore, &["2027-01-01T00:00:00Z"], "2026-12-31T23:59:59Z", "yesterday"),
            (Operator::SemverEq, &["2.1.0"], "2.1.0+build", "2.1.0-rc.1"),
            (Operator::SemverGt, &["2.1.0-rc.1"], "2.1.0", "2.1.0-beta"),
            (Operator::SemverGte, &["2.1.0"], "2.1.0", "v2.2.0"),
            (Operator::SemverLt, &["2.10.0"], "2.9.0", "2.10.0"),
            (Operator::SemverLte, &["2.10.0"], "2.10.0", "2.10"),
            (Operator::InCidr, &["10.0.0.0/8", "nonsense"], "10.9.8.7", "11.0.0.1"),
            (Operator::Regex, &["^a+b$"], "aab", "aabc"),
        ];
        for (operator, values, yes, no) in table {
            assert!(holds(operator, values, yes), "{operator} {values:?} {yes}");
            assert!(!holds(operator, values, no), "{operator} {values:?} {no}");
        }
    }

    #[test]
    fn an_absent_attribute_is_in_no_list() {
        let absent = |operator, values: &[&str]| {
            let spec = ConstraintSpec::new("it", operator, values.iter().copied());
            let holds = |spec| Constraint::new(&spec).map(|constraint| constraint.holds(None)).ok();
            (holds(spec.clone()), holds(spec.inverted()))
        };
        assert_eq!(absent(Operator::In, &["a"]), (Some(false), Some(true)));
        assert_eq!(absent(Operator::NotIn, &["a"]), (Some(true), Some(false)));
        assert_eq!(absent(Operator::NumLt, &["1"]), (Some(false), Some(true)));
    }

    #[test]
    fn case_is_ignored_where_asked() {
        let spec = ConstraintSpec::new("it", Operator::StrEndsWith, ["ÉTÉ"]);
        assert!(Constraint::new(&spec.clone().ignoring_case()).is_ok_and(|constraint| constraint.holds(Some("l'été"))));
        assert!(Constraint::new(&spec).is_ok_and(|constraint| !constraint.holds(Some("l'été"))));
    }

    #[test]
    fn values_that_do_not_suit_are_refused() {
        for (operator, values) in [
            (Operator::NumLt, vec!["x"]),
            (Operator::NumLt, vec![]),
            (Operator::NumLt, vec!["NaN"]),
            (Operator::DateAfter, vec!["2027"]),
            (Operator::SemverEq, vec!["v1.0.0"]),
            (Operator::Regex, vec!["("]),
            (Operator::Regex, vec!["a", "b"]),
        ] {
            let spec = ConstraintSpec::new("it", operator, values);
            assert_eq!(
                Constraint::new(&spec).map_err(|error| error.kind()).err(),
                Some(ErrorKind::Invalid),
                "{spec:?}"
            );
        }
        let spec = ConstraintSpec::new("age", Operator::NumGt, ["old"]);
        let message = Constraint::new(&spec).err().map(|error| error.to_string());
        assert_eq!(message.as_deref(), Some("`age` with NUM_GT cannot be compared with [\"old\"]: give one number"));
    }
}
