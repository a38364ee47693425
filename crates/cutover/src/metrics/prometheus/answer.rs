//! What Prometheus answers.

use serde::Deserialize;

use super::http::Answer;
use crate::{Error, ErrorKind};

#[derive(Deserialize)]
struct Body {
    status: Option<String>,
    data: Option<Data>,
    error: Option<String>,
}

#[derive(Deserialize)]
struct Data {
    #[serde(rename = "resultType")]
    kind: String,
    result: Vec<Series>,
}

#[derive(Deserialize)]
struct Series {
    /// Seconds and the value as text.
    #[serde(default)]
    values: Vec<(f64, String)>,
}

/// The values of the one series in it; none where there is no series.
pub(super) fn values(answer: &Answer, query: &str) -> Result<Vec<f64>, Error> {
    let malformed = |why: String| Error::new(ErrorKind::Malformed, format!("query `{query}`: {why}"));
    let unreadable = || {
        let message = format!("query `{query}`: the server answers with status {} and no data", answer.status);
        Error::new(ErrorKind::Unreadable, message)
    };
    let body: Body = serde_json::from_slice(&answer.body).map_err(|error| {
        if answer.status == 200 {
            malformed(format!("the answer is not that of Prometheus' API: {error}"))
        } else {
            unreadable()
        }
    })?;
    if let Some(error) = body.error {
        return Err(malformed(error));
    }
    // A proxy may put its own status before an answer that it kept.
    if answer.status != 200 || body.status.is_some_and(|status| status != "success") {
        return Err(unreadable());
    }
    let data = body.data.ok_or_else(|| malformed("the answer has no data".to_owned()))?;
    if data.kind != "matrix" {
        return Err(malformed(format!("the answer is a {}, not a matrix", data.kind)));
    }
    let mut series = data.result.into_iter();
    let Some(only) = series.next() else { return Ok(Vec::new()) };
    let others = series.count();
    if others > 0 {
        return Err(malformed(format!("{} series, not one: aggregate them, for example by sum()", others + 1)));
    }
    // Go writes `+Inf`, `-Inf` and `NaN`, which are read here as well.
    let number = |(_, value): (f64, String)| {
        let number = value.parse();
        number.map_err(|_| malformed(format!("`{}` is no number", value.escape_debug())))
    };
    only.values.into_iter().map(number).collect()
}
