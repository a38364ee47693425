//! Texts of CSV as what the other side's column holds, where a text alone would be read otherwise: `\x00ff` is two bytes to a
//! column of bytes and six characters to one of texts.

use std::ops::ControlFlow;

use database::Value;

use super::super::scan::{EachRow, Scan};
use crate::canonical::{EncodedRow, read};
use crate::{Form, Result};

/// A scan whose texts are read as the forms in which they are compared.
pub(super) struct TypedScan {
    scan: Box<dyn Scan>,
    /// The fields that are read in another way, and their forms.
    forms: Vec<(usize, Form)>,
}

impl TypedScan {
    pub(super) fn new(scan: Box<dyn Scan>) -> Self {
        Self { scan, forms: Vec::new() }
    }
}

impl Scan for TypedScan {
    fn parts(&self) -> usize {
        self.scan.parts()
    }

    fn stated_rows(&self) -> Option<u64> {
        self.scan.stated_rows()
    }

    fn scan(&self, part: usize, each: &mut EachRow<'_>) -> Result<()> {
        if self.forms.is_empty() {
            return self.scan.scan(part, each);
        }
        let mut typed = Vec::new();
        self.scan.scan(part, &mut |row| -> Result<ControlFlow<()>> {
            typed.clear();
            typed.extend_from_slice(row);
            for (place, form) in &self.forms {
                if let Some(value) = typed.get_mut(*place)
                    && let Some(read) = read_as(value, form)
                {
                    *value = read;
                }
            }
            each(&typed)
        })
    }

    fn encode(&self, part: usize, forms: &[Form], each: &mut dyn FnMut(&EncodedRow)) -> Result<()> {
        if self.forms.is_empty() {
            return self.scan.encode(part, forms, each);
        }
        let mut encoded = EncodedRow::default();
        self.scan(part, &mut |row| {
            encoded.fill(row, forms);
            each(&encoded);
            Ok(ControlFlow::Continue(()))
        })
    }

    fn is_unchanged(&self) -> Result<()> {
        self.scan.is_unchanged()
    }

    fn compared_as(&mut self, forms: &[Form]) {
        let special = |(_, form): &(usize, &Form)| matches!(form, Form::Bytes | Form::Array(_));
        self.forms = forms.iter().enumerate().filter(special).map(|(place, form)| (place, form.clone())).collect();
    }
}

/// The value that a text writes; none where it stands for itself.
fn read_as(value: &Value, form: &Form) -> Option<Value> {
    match (form, value) {
        (Form::Bytes, Value::Text(text)) => hexadecimal(text).map(Value::Bytes),
        (Form::Array(of), Value::Text(_)) => {
            let elements = read::elements(value)?.into_owned();
            Some(Value::Array(elements.into_iter().map(|it| element(it, of)).collect()))
        }
        _ => None,
    }
}

fn element(value: Value, of: &Form) -> Value {
    match value {
        Value::Array(inner) => Value::Array(inner.into_iter().map(|it| element(it, of)).collect()),
        other => read_as(&other, of).unwrap_or(other),
    }
}

/// The bytes of `\x00ff`.
fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("\\x")?.as_bytes();
    let digit = |it: &u8| char::from(*it).to_digit(16).and_then(|it| u8::try_from(it).ok());
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then_some(())?;
    pairs.iter().map(|[high, low]| Some(digit(high)? << 4 | digit(low)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_what_the_other_side_holds() {
        let text = |it: &str| Value::Text(it.to_owned());
        assert_eq!(read_as(&text("\\x00fF"), &Form::Bytes), Some(Value::Bytes(vec![0, 255])));
        assert_eq!(read_as(&text("\\x"), &Form::Bytes), Some(Value::Bytes(Vec::new())));
        for other in ["\\x0", "\\xzz", "00ff", "", "\\x+1"] {
            assert_eq!(read_as(&text(other), &Form::Bytes), None, "{other}");
        }
        let nested = Form::Array(Box::new(Form::Bytes));
        let bytes = |it: u8| Value::Array(vec![Value::Bytes(vec![it])]);
        assert_eq!(read_as(&text(r#"{{"\\x01"},{"\\x02"}}"#), &nested), Some(Value::Array(vec![bytes(1), bytes(2)])));
        assert_eq!(read_as(&text("\\x00"), &Form::Text), None);
    }
}
