//! Messages as text.

use super::message::{Answer, Request, words};

/// The request as it goes over the wire, but for what it takes to be let in, which is said in words.
pub(super) fn request(request: &Request<'_>) -> String {
    let mut path = String::new();
    let mut rest = request.path;
    while let Some((before, after)) = rest.split_once('{') {
        path.push_str(before);
        let (_, behind) = after.split_once('}').unwrap_or((after, ""));
        path.push('1');
        rest = behind;
    }
    path.push_str(rest);
    let of = |wanted: &str| -> Vec<&str> {
        let here = request.parameters.iter().filter(|(location, _, _)| *location == wanted);
        here.map(|(_, _, text)| text.as_str()).collect()
    };
    let query = of("query");
    let mut text = format!("{} {path}", request.method);
    if !query.is_empty() {
        text.push_str(&format!("?{}", query.join("&")));
    }
    for (_, name, value) in request.parameters.iter().filter(|(location, _, _)| *location == "header") {
        text.push_str(&format!("\n{name}: {value}"));
    }
    if !of("cookie").is_empty() {
        text.push_str(&format!("\nCookie: {}", of("cookie").join("; ")));
    }
    if !request.credentials.is_empty() {
        text.push_str(&format!("\n(let in by {})", words(&request.credentials)));
    }
    if let Some(accept) = request.accept {
        text.push_str(&format!("\nAccept: {accept}"));
    }
    if let Some((media, body)) = &request.body {
        text.push_str(&format!("\nContent-Type: {media}\n\n{body}{}", of("formData").join("&")));
    }
    text
}

/// The answer: status, headers, media type.
pub(super) fn answer(answer: &Answer<'_>) -> String {
    let mut text = format!("HTTP/1.1 {}", answer.status);
    for header in &answer.headers {
        text.push_str(&format!("\n{header}: …"));
    }
    if let Some(media) = answer.media {
        text.push_str(&format!("\nContent-Type: {media}"));
    }
    text
}
