//! Plans as files, of either kind: version, kind and digest are looked at before anything in them is believed.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;
use crate::digest::digest_of;
use crate::format_version::is_readable;

/// A plan whose file carries its digest: SHA-256 over the canonical bytes (compact JSON, fields in their fixed order) with
/// the digest field empty.
pub(crate) trait Sealed: Serialize + DeserializeOwned {
    /// The version of the format that this program writes.
    const VERSION: &'static str;
    /// What the file says that it is; none where it says nothing.
    const KIND: Option<&'static str>;
    /// The command that makes one.
    const MADE_BY: &'static str;

    /// The version and the kind that the plan states.
    fn says(&self) -> (&str, Option<&str>);

    /// The digest field.
    fn digest(&mut self) -> &mut String;

    /// Whether parts that carry a digest of their own were left as they were.
    fn has_sound_parts(&mut self) -> Result<bool, Error> {
        Ok(true)
    }
}

/// What stands in every plan, whatever else a newer one holds.
#[derive(serde::Deserialize)]
struct Head {
    schema_version: String,
    #[serde(default)]
    kind: Option<String>,
}

/// Reads the file of a plan.
///
/// # Errors
/// [`Format`](crate::ErrorKind::Format) where it is malformed, of another kind or a newer major version, or altered since it
/// was written (a digest does not match).
pub(crate) fn read<T: Sealed>(text: &str) -> Result<T, Error> {
    // The head alone costs as much as a third of the whole: it is read where the whole tells nothing.
    let whole = serde_json::from_str::<T>(text);
    if let Ok(plan) = &whole {
        let (version, kind) = plan.says();
        check::<T>(version, kind)?;
    } else {
        let head: Head = serde_json::from_str(text)
            .map_err(|error| Error::format(format!("this is no plan ({error}): make one with `{}`", T::MADE_BY)))?;
        check::<T>(&head.schema_version, head.kind.as_deref())?;
    }
    let mut plan = whole.map_err(|error| Error::format(format!("the plan is malformed ({error}): make it again")))?;
    if plan.has_sound_parts()? && is_sound(&mut plan)? {
        return Ok(plan);
    }
    Err(Error::format("the plan was altered after it was made (its digest does not match): make it again".to_owned()))
}

/// Whether a file that says this of itself can be read.
fn check<T: Sealed>(version: &str, kind: Option<&str>) -> Result<(), Error> {
    if kind != T::KIND {
        let (kind, expected) = (kind.unwrap_or("none"), T::KIND.unwrap_or("none"));
        return Err(Error::format(format!("its kind is {kind}, not {expected}: make one with `{}`", T::MADE_BY)));
    }
    if !is_readable(version, T::VERSION) {
        return Err(Error::format(format!(
            "the plan has format version {version}, this program reads {}: make the plan again",
            T::VERSION
        )));
    }
    Ok(())
}

/// Whether `plan` carries the digest of what it holds; it does afterwards.
pub(crate) fn is_sound(plan: &mut impl Sealed) -> Result<bool, Error> {
    let stated = plan.digest().clone();
    seal(plan)?;
    Ok(*plan.digest() == stated)
}

/// Writes the file, the same bytes for the same plan.
///
/// # Errors
/// [`Format`](crate::ErrorKind::Format) where the plan cannot be serialised; no plan that was made cannot.
pub(crate) fn write(plan: &impl Sealed) -> Result<String, Error> {
    serde_json::to_string_pretty(plan).map(|text| text + "\n").map_err(|error| Error::format(error.to_string()))
}

/// Sets the digest.
pub(crate) fn seal(plan: &mut impl Sealed) -> Result<(), Error> {
    plan.digest().clear();
    let digest = digest_of(plan)?;
    *plan.digest() = digest;
    Ok(())
}
