//! One way of a conversion: from the values of one type to those of another.

use super::family::Family;
use super::helpers::Helper;
use super::{bits, domain, labels, moment, number, text};

/// One end of a conversion.
#[derive(Debug, Clone)]
pub(super) struct End {
    /// What kind of values.
    pub(super) family: Family,
    /// The type as SQL.
    pub(super) sql: String,
    /// Whether NULL may stand for a value that cannot be expressed.
    pub(super) nullable: bool,
}

/// One way.
#[derive(Debug, Clone)]
pub(super) struct Way {
    /// An expression over `{value}` that never raises.
    pub(super) template: String,
    /// Whether every value comes back as it was by the way in the other direction.
    pub(super) faithful: bool,
    /// What stands for a value that cannot be held, in words.
    pub(super) stand_in: String,
    /// Functions that the expression calls.
    pub(super) helpers: Vec<Helper>,
}

impl Way {
    /// A way that calls no function.
    pub(super) fn new(template: impl Into<String>, faithful: bool, stand_in: impl Into<String>) -> Self {
        Self { template: template.into(), faithful, stand_in: stand_in.into(), helpers: Vec::new() }
    }

    /// A cast that cannot fail and loses nothing.
    pub(super) fn cast(to: &End) -> Self {
        Self::new(format!("{{value}}::{}", to.sql), true, "itself")
    }

    /// With a function that it calls.
    pub(super) fn calling(mut self, helper: Helper) -> Self {
        self.helpers.push(helper);
        self
    }

    /// This way, then an expression over its result.
    pub(super) fn then(mut self, template: &str) -> Self {
        self.template = template.replace("{value}", &format!("({})", self.template));
        self
    }

    /// The way from the values of `from` to those of `to`, where one is known.
    pub(super) fn between(from: &End, to: &End) -> Option<Self> {
        match (&from.family, &to.family) {
            (Family::Domain(..), _) | (_, Family::Domain(..)) if from.sql != to.sql => domain::between(from, to),
            (Family::Array(a), Family::Array(b)) => elementwise((from, a), (to, b)),
            (a, b) if a == b && from.sql == to.sql => Some(Self::new("{value}", true, "itself")),
            (_, Family::Text(kind)) => text::print(from, to, kind),
            (Family::Text(_), _) => text::parse(from, to),
            (Family::Enum(_), Family::Enum(labels)) => Some(labels::by_label("{value}::text", labels, to)),
            (a, b) if a.is_number() && b.is_number() => number::between(from, to),
            (Family::Boolean, Family::Integer(_)) | (Family::Integer(_), Family::Boolean) => number::truth(from, to),
            (a, b) if a.is_moment() && b.is_moment() => moment::between(from, to),
            (Family::Bits(a), Family::Bits(b)) => Some(bits::between(*a, *b, to)),
            (Family::Cidr, Family::Inet) => Some(Self::cast(to)),
            (Family::Inet, Family::Cidr) => {
                Some(Self::new("{value}::cidr", false, "its network, without the bits of the host"))
            }
            (Family::Jsonb, Family::Json) => Some(Self::new("{value}::text::json", true, "itself")),
            (Family::Json, Family::Jsonb) => {
                let way = text::parsed("{value}::text", to, &Helper::parse(to))?;
                Some(Self { stand_in: format!("the jsonb of the same meaning; without one, {}", way.stand_in), ..way })
            }
            _ => None,
        }
    }
}

/// Arrays, element by element; where elements need more than a cast, an array of several dimensions is flattened.
fn elementwise((from, a): (&End, &Family), (to, b): (&End, &Family)) -> Option<Way> {
    let element = |end: &End, family: &Family| End {
        family: family.clone(),
        sql: end.sql.trim_end_matches("[]").to_owned(),
        nullable: true,
    };
    let (a, b) = (element(from, a), element(to, b));
    let way = Way::between(&a, &b)?;
    let is_cast = |way: &Way, to: &End| way.template == format!("{{value}}::{}", to.sql);
    if way.faithful && is_cast(&way, &b) {
        // A cast of the whole array keeps its dimensions; what comes back element by element does not.
        let back = Way::between(&b, &a).is_some_and(|back| is_cast(&back, &a));
        return Some(Way { faithful: back, stand_in: "an array of one dimension".to_owned(), ..Way::cast(to) });
    }
    let each = way.template.replace("{value}", "migration_architect_e.v");
    let template = format!(
        "CASE WHEN {{value}} IS NULL THEN NULL ELSE ARRAY(SELECT {each} FROM unnest({{value}}) WITH ORDINALITY AS migration_architect_e (v, n) ORDER BY migration_architect_e.n)::{} END",
        to.sql
    );
    let stand_in = format!("an array of one dimension in which an element that cannot be held is {}", way.stand_in);
    Some(Way { template, faithful: false, stand_in, helpers: way.helpers })
}
