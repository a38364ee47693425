//! Text: what other types print, and what can be read from it.

use super::family::{Family, TextKind};
use super::helpers::Helper;
use super::way::{End, Way};
use super::{labels, number};

/// From any type to text.
pub(super) fn print(from: &End, to: &End, kind: &TextKind) -> Option<Way> {
    if let (Family::Text(TextKind::Plain(old)), TextKind::Plain(new)) = (&from.family, kind)
        && new.is_none_or(|new| old.is_some_and(|old| old <= new))
    {
        return Some(Way::cast(to));
    }
    let (printed, helper) = printed(from)?;
    let mut way = Way::new(printed, true, "itself");
    way.helpers.extend(helper);
    Some(match kind {
        TextKind::Plain(None) | TextKind::CaseInsensitive => way.then(&format!("{{value}}::{}", to.sql)),
        TextKind::Plain(Some(length)) | TextKind::Padded(length) => {
            let padded = matches!(kind, TextKind::Padded(_));
            let fits = longest(&from.family).is_some_and(|it| it <= *length);
            let keeps_blanks =
                !padded || !matches!(from.family, Family::Text(TextKind::Plain(_) | TextKind::CaseInsensitive));
            let way = way.then(&format!("left({{value}}, {length})::{}", to.sql));
            Way { faithful: fits && keeps_blanks, stand_in: format!("its first {length} characters"), ..way }
        }
    })
}

fn printed(from: &End) -> Option<(String, Option<Helper>)> {
    Some(match &from.family {
        Family::Float(_) | Family::Date | Family::Timestamp(..) | Family::Interval(_) => {
            let helper = Helper::print(from);
            (helper.call("{value}"), Some(helper))
        }
        Family::Inet => (
            // As the engine prints an inet: without the mask of a single host.
            "CASE WHEN masklen({value}) = CASE family({value}) WHEN 4 THEN 32 ELSE 128 END THEN host({value}) ELSE {value}::text END"
                .to_owned(),
            None,
        ),
        Family::Bytea => ("encode({value}, 'hex')".to_owned(), None),
        Family::Array(_) => return None,
        _ => ("{value}::text".to_owned(), None),
    })
}

/// How many characters the longest value prints, where there is a bound.
fn longest(family: &Family) -> Option<i64> {
    Some(match family {
        Family::Integer(2) => 6,
        Family::Integer(4) => 11,
        Family::Integer(_) => 20,
        Family::Numeric(Some((precision, scale))) if *scale >= 0 => (*precision).max(*scale) + 3,
        Family::Float(4) => 15,
        Family::Float(_) => 24,
        Family::Text(TextKind::Plain(length)) => (*length)?,
        Family::Text(TextKind::Padded(length)) => *length,
        Family::Boolean => 5,
        Family::Bits(kind) => kind.length?,
        Family::Enum(labels) => {
            labels.iter().map(|it| it.chars().count()).max().and_then(|it| i64::try_from(it).ok()).unwrap_or(0)
        }
        Family::Plain(name) => match name.as_str() {
            "uuid" => 36,
            "macaddr" | "pg_lsn" => 17,
            "macaddr8" => 23,
            _ => 10,
        },
        Family::Inet | Family::Cidr => 49,
        _ => return None,
    })
}

/// From text to any other type.
pub(super) fn parse(from: &End, to: &End) -> Option<Way> {
    let text = match &from.family {
        Family::Text(TextKind::Plain(_)) => "{value}",
        _ => "{value}::text",
    };
    match &to.family {
        Family::Array(_) => None,
        Family::Enum(labels) => Some(labels::by_label(text, labels, to)),
        Family::Bytea => {
            let template = format!(
                "CASE WHEN {text} ~ '^([0-9a-fA-F]{{2}})*$' THEN decode({text}, 'hex') WHEN {{value}} IS NOT NULL THEN {} END",
                to.nothing()
            );
            Some(Way::new(
                template,
                false,
                format!("the bytes that it spells in hexadecimal digits, else {}", to.nothing_in_words()),
            ))
        }
        _ => parsed(text, to, &Helper::parse(to)),
    }
}

/// The text `text` read by `helper`, brought to the length and precision of `to`.
pub(super) fn parsed(text: &str, to: &End, helper: &Helper) -> Option<Way> {
    let call = helper.call(text);
    let read = match &to.family {
        Family::Numeric(Some(_)) => {
            let whole = End { family: Family::Numeric(None), sql: "numeric".to_owned(), nullable: to.nullable };
            number::between(&whole, to)?.template.replace("{value}", &call)
        }
        Family::Bits(kind) => super::bits::cut(*kind, to).replace("{value}", &call),
        Family::Timestamp(..) | Family::Time(..) | Family::Interval(_) => format!("{call}::{}", to.sql),
        _ => call,
    };
    let template = if to.nullable {
        read
    } else {
        format!("CASE WHEN {{value}} IS NOT NULL THEN coalesce({read}, {}) END", to.nothing())
    };
    let stand_in = format!("what it spells as {}, or {} where it spells none", to.sql, to.nothing_in_words());
    Some(Way::new(template, false, stand_in).calling(helper.clone()))
}
