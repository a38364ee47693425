//! The types of expressions, as far as they show: enough to know which casts the engine put in by itself.

use super::Columns;
use super::tree::{Call, Expr};

/// Functions whose result is `text`.
const TEXT: &[&str] = &[
    "lower",
    "upper",
    "btrim",
    "ltrim",
    "rtrim",
    "replace",
    "substring",
    "substr",
    "concat",
    "concat_ws",
    "md5",
    "to_char",
    "left",
    "right",
    "lpad",
    "rpad",
    "repeat",
    "reverse",
    "initcap",
    "regexp_replace",
    "split_part",
    "translate",
    "encode",
    "quote_ident",
    "quote_literal",
    "format",
    "overlay",
    "string_agg",
    "current_setting",
    "jsonb_extract_path_text",
    "json_extract_path_text",
    "jsonb_typeof",
    "json_typeof",
    "array_to_string",
    "chr",
    "to_hex",
];

/// The type of an expression, where it shows.
pub(in super::super) fn of(expr: &Expr, columns: &Columns) -> Option<String> {
    Some(match expr {
        Expr::Name(path) => columns.types.get(&path.join("."))?.clone(),
        Expr::Cast(_, data_type) => data_type.clone(),
        Expr::Call(call) => return of_call(call, columns),
        Expr::Infix(_, operator, _) if matches!(operator.as_str(), "->>" | "#>>") => "text".to_owned(),
        Expr::Infix(left, operator, right) if operator == "||" => {
            let text = [left, right].iter().any(|side| of(side, columns).is_some_and(|found| is_text(&found)));
            return text.then(|| "text".to_owned());
        }
        Expr::Infix(_, operator, _)
            if matches!(
                operator.as_str(),
                "=" | "<" | ">" | "<=" | ">=" | "<>" | "~~" | "!~~" | "~" | "!~" | "~*" | "~~*"
            ) =>
        {
            "boolean".to_owned()
        }
        Expr::And(_) | Expr::Or(_) | Expr::Not(_) | Expr::Is(..) | Expr::Distinct { .. } | Expr::Quantified { .. } => {
            "boolean".to_owned()
        }
        Expr::Exists(_) => "boolean".to_owned(),
        Expr::Collate(value, _) => return of(value, columns),
        Expr::Number(text) if text.contains(['.', 'e']) => "numeric".to_owned(),
        Expr::Number(_) => "integer".to_owned(),
        Expr::Word(word) if word == "CURRENT_DATE" => "date".to_owned(),
        _ => return None,
    })
}

fn of_call(call: &Call, columns: &Columns) -> Option<String> {
    let name = call.name.last()?.as_str();
    if TEXT.contains(&name) {
        return Some("text".to_owned());
    }
    match name {
        "coalesce" | "greatest" | "least" | "nullif" | "min" | "max" => {
            call.arguments.iter().find_map(|(_, argument)| of(argument, columns))
        }
        "count" => Some("bigint".to_owned()),
        "length" | "char_length" | "octet_length" | "array_length" | "cardinality" => Some("integer".to_owned()),
        "now" => Some("timestamp with time zone".to_owned()),
        _ => None,
    }
}

/// Whether values of the type are text to operators and functions.
pub(super) fn is_text(data_type: &str) -> bool {
    let base = data_type.split('(').next().unwrap_or(data_type);
    matches!(base, "text" | "character varying" | "character" | "name" | "\"char\"")
}
