//! A document that has been read.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::snapshot::Snapshot;
use super::unknown::first_unknown;
use super::wire::{BucketingSpec, FlagSpec, RolloutSpec, ScheduleSpec};
use crate::bucketing::{FlagdVersion, LaunchDarklySeed};
use crate::flag::{Bucketing, Gates, Position, Schedule, ScheduleStep, Variants};
use crate::segment::Segment;
use crate::{Error, ErrorKind, Percentage, Rollout, Stage, Timestamp};

/// A `rollout.json` that has been read and holds together.
#[derive(Debug, Clone)]
pub struct Document {
    spec: RolloutSpec,
    flags: BTreeMap<String, (Rollout, Option<Schedule>)>,
}

/// Major and minor of the version that is read.
const VERSION: (u32, u32) = (1, 0);

impl Document {
    /// Reads a document.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`] for a newer major version; [`ErrorKind::Malformed`] for what is not in the format, with line
    /// and column or with the path of keys.
    pub fn read(json: &str) -> Result<Self, Error> {
        #[derive(Deserialize)]
        struct Version {
            schema_version: String,
        }
        let malformed = |error: serde_json::Error| malformed("rollout.json", &error.to_string());
        let Version { schema_version } = serde_json::from_str(json).map_err(malformed)?;
        let minor = read_version(&schema_version)?;
        let spec: RolloutSpec = serde_json::from_str(json).map_err(malformed)?;
        if minor <= VERSION.1 {
            refuse_unknown(json, &spec).map_err(malformed)??;
        }
        Self::new(spec)
    }

    /// A document from memory.
    ///
    /// # Errors
    /// [`ErrorKind::Malformed`] where it does not hold together, with the path of keys.
    pub fn new(spec: RolloutSpec) -> Result<Self, Error> {
        let mut segments = HashMap::new();
        for (name, constraints) in &spec.segments {
            let segment = Segment::read(constraints).map_err(|error| at(&format!("segments.{name}"), &error))?;
            segments.insert(name.as_str(), segment);
        }
        let mut flags = BTreeMap::new();
        for (name, flag) in &spec.flags {
            let is_group_off =
                flag.group.as_ref().and_then(|group| spec.groups.get(group)).is_some_and(|group| !group.enabled);
            let path = format!("flags.{name}");
            let rollout = rollout(name, flag, &segments, &path)?.switched_off(!flag.enabled || is_group_off);
            let schedule = flag.schedule.as_ref().map(|schedule| read_schedule(schedule, &path)).transpose()?;
            flags.insert(name.clone(), (rollout, schedule));
        }
        Ok(Self { spec, flags })
    }

    /// What it says.
    pub fn spec(&self) -> &RolloutSpec {
        &self.spec
    }

    /// It as text, with a line break at the end.
    pub fn to_json(&self) -> String {
        // Plain data with string keys is always written.
        serde_json::to_string_pretty(&self.spec).unwrap_or_default() + "\n"
    }

    /// Where a flag's schedule stands; none where it has none.
    pub fn position(&self, flag: &str, now: Timestamp, gates: &Gates) -> Option<Position> {
        self.flags.get(flag)?.1.as_ref().map(|schedule| schedule.position(now, gates))
    }

    /// The flags and stages as they are at an instant.
    pub fn snapshot(&self, now: Timestamp, gates: &Gates) -> Snapshot {
        let flag = |(name, (rollout, schedule)): (&String, &(Rollout, Option<Schedule>))| {
            let rollout = match schedule {
                Some(schedule) => rollout.clone().at(schedule.position(now, gates).percentage),
                None => rollout.clone(),
            };
            (name.clone(), rollout)
        };
        let stages: HashMap<String, Stage> =
            self.spec.stages.iter().map(|(name, stage)| (name.clone(), *stage)).collect();
        Snapshot::new(self.flags.iter().map(flag).collect(), stages)
    }
}

/// The minor version, where the major one can be read.
fn read_version(text: &str) -> Result<u32, Error> {
    let version = text.split_once('.').and_then(|(major, minor)| Some((major.parse().ok()?, minor.parse().ok()?)));
    let Some((major, minor)): Option<(u32, u32)> = version else {
        return Err(malformed("schema_version", &format!("`{text}` is no version: write it like 1.0")));
    };
    if major == VERSION.0 {
        return Ok(minor);
    }
    let message =
        format!("schema_version: this reads {}.x of rollout.json, not {text}: use a version that fits", VERSION.0);
    Err(Error::new(ErrorKind::Unsupported, message))
}

fn refuse_unknown(json: &str, spec: &RolloutSpec) -> Result<Result<(), Error>, serde_json::Error> {
    let unknown = first_unknown(&serde_json::from_str(json)?, &serde_json::to_value(spec)?);
    Ok(unknown.map_or(Ok(()), |path| Err(malformed(&path, "there is no such key"))))
}

fn rollout(name: &str, flag: &FlagSpec, segments: &HashMap<&str, Segment>, path: &str) -> Result<Rollout, Error> {
    if flag.percentage.is_some() && flag.schedule.is_some() {
        return Err(malformed(path, "it has both a percentage and a schedule: leave one out"));
    }
    let percentage = percentage(flag.percentage.unwrap_or(0.0), &format!("{path}.percentage"))?;
    let mut rollout = Rollout::new(name)
        .sticky_on(&flag.sticky_on)
        .bucketed_like(bucketing(name, &flag.bucketing))
        .at(percentage)
        .always_for(&flag.always)
        .never_for(&flag.never);
    if let Some(group) = &flag.group {
        rollout = rollout.in_group(group);
    }
    if let Some(both) = flag.always.iter().find(|key| flag.never.contains(key)) {
        return Err(malformed(path, &format!("`{both}` is both in `always` and in `never`")));
    }
    for (number, share) in flag.segments.iter().enumerate() {
        let path = format!("{path}.segments[{number}]");
        let segment = segments.get(share.segment.as_str());
        let segment = segment.ok_or_else(|| malformed(&path, &format!("there is no segment `{}`", share.segment)))?;
        rollout = rollout.at_in(segment.clone(), self::percentage(share.percentage, &path)?);
    }
    if !flag.variants.is_empty() {
        let variants = Variants::new(flag.variants.iter().map(|variant| (variant.name.as_str(), variant.weight)));
        rollout = rollout.with_variants(variants.map_err(|error| at(&format!("{path}.variants"), &error))?);
    }
    Ok(rollout)
}

fn bucketing(name: &str, spec: &BucketingSpec) -> Bucketing {
    match spec {
        BucketingSpec::Native => Bucketing::Native,
        BucketingSpec::Flagd => Bucketing::Flagd(FlagdVersion::V2),
        BucketingSpec::FlagdV1 => Bucketing::Flagd(FlagdVersion::V1),
        BucketingSpec::Unleash { group } => {
            Bucketing::Unleash { group: group.clone().unwrap_or_else(|| name.to_owned()) }
        }
        BucketingSpec::LaunchDarkly { flag_key, salt } => {
            Bucketing::LaunchDarkly(LaunchDarklySeed::of_flag(flag_key.as_deref().unwrap_or(name), salt))
        }
        BucketingSpec::LaunchDarklyExperiment { seed } => {
            Bucketing::LaunchDarkly(LaunchDarklySeed::of_experiment(*seed))
        }
    }
}

fn read_schedule(spec: &ScheduleSpec, path: &str) -> Result<Schedule, Error> {
    let path = format!("{path}.schedule");
    let mut steps = Vec::new();
    for (number, step) in spec.steps.iter().enumerate() {
        let percentage = percentage(step.percentage, &format!("{path}.steps[{number}].percentage"))?;
        let held = ScheduleStep::new(percentage, step.hold_seconds);
        steps.push(step.gate.iter().fold(held, ScheduleStep::then_gate));
    }
    let schedule = Schedule::new(spec.start, steps).map_err(|error| at(&path, &error))?;
    Ok(schedule.on_failure(spec.on_failure))
}

fn percentage(percent: f64, path: &str) -> Result<Percentage, Error> {
    Percentage::new(percent).map_err(|error| at(path, &error))
}

fn at(path: &str, error: &Error) -> Error {
    malformed(path, &error.to_string())
}

fn malformed(path: &str, message: &str) -> Error {
    Error::new(ErrorKind::Malformed, format!("{path}: {message}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flag(text: &str) -> Result<Document, Error> {
        Document::read(&format!(
            r#"{{ "schema_version": "1.0", "flags": {{ "pay": {text} }}, "segments": {{ "all": [] }} }}"#
        ))
    }

    #[test]
    fn errors_say_where() {
        for (text, part) in [
            (r#"{ "percentage": 101 }"#, "flags.pay.percentage: 101"),
            (r#"{ "percantage": 10 }"#, "flags.pay.percantage: there is no such key"),
            (r#"{ "percentage": "10" }"#, "line 1 column"),
            (
                r#"{ "segments": [{ "segment": "all", "percentage": 1 }, { "segment": "none", "percentage": 1 }] }"#,
                "flags.pay.segments[1]",
            ),
            (r#"{ "segments": [{ "segment": "all", "percentage": 1, "share": 2 }] }"#, "flags.pay.segments[0].share"),
            (r#"{ "variants": [{ "name": "a", "weight": 0 }] }"#, "flags.pay.variants"),
            (r#"{ "bucketing": { "like": "optimizely" } }"#, "optimizely"),
            (r#"{ "bucketing": { "like": "native", "salt": "x" } }"#, "flags.pay.bucketing.salt"),
            (
                r#"{ "percentage": 1, "schedule": { "start": "2027-01-01T00:00:00Z", "steps": [{ "percentage": 1, "hold_seconds": 1 }] } }"#,
                "both",
            ),
            (r#"{ "schedule": { "start": "2027-01-01T00:00:00Z", "steps": [] } }"#, "flags.pay.schedule"),
            (r#"{ "always": ["a"], "never": ["a"] }"#, "`a`"),
        ] {
            let message = flag(text).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(message.contains(part), "{text}: {message}");
        }
    }

    #[test]
    fn a_name_that_comes_twice_is_refused() {
        for (text, name) in [
            (r#""flags": { "pay": { "percentage": 0 }, "pay": { "percentage": 100 } }"#, "`pay`"),
            (r#""stages": { "store": "live", "store": "off" }"#, "`store`"),
            (r#""groups": { "g": { "enabled": false }, "g": { "enabled": true } }"#, "`g`"),
            (r#""segments": { "all": [], "all": [] }"#, "`all`"),
        ] {
            let error = Document::read(&format!(r#"{{ "schema_version": "1.0", {text} }}"#)).err();
            let message = error.map(|error| error.to_string()).unwrap_or_default();
            assert!(message.contains(name) && message.contains("line 1 column"), "{text}: {message}");
        }
    }

    #[test]
    fn newer_versions() {
        let read =
            |version: &str| Document::read(&format!(r#"{{ "schema_version": "{version}", "horoscope": {{}} }}"#));
        assert_eq!(read("2.0").map_err(|error| error.kind()).err(), Some(ErrorKind::Unsupported));
        assert!(read("1.7").is_ok(), "a newer minor version adds keys");
        assert!(read("1.0").is_err_and(|error| error.to_string().starts_with("horoscope: ")));
        assert_eq!(read("new").map_err(|error| error.kind()).err(), Some(ErrorKind::Malformed));
        assert!(Document::read("{}").is_err_and(|error| error.to_string().contains("schema_version")));
    }

    #[test]
    fn what_is_written_is_read_back() {
        let text =
            r#"{ "percentage": 12.5, "bucketing": { "like": "unleash" }, "variants": [{ "name": "a", "weight": 1 }] }"#;
        let document = flag(text).ok();
        let written = document.as_ref().map(Document::to_json).unwrap_or_default();
        let again = Document::read(&written);
        assert_eq!(again.as_ref().ok().map(Document::spec), document.as_ref().map(Document::spec));
        assert_eq!(again.ok().map(|again| again.to_json()), Some(written));
    }

    #[test]
    fn the_example_of_the_documentation_is_read() {
        let text = include_str!("mod.rs");
        let example: String = text
            .lines()
            .skip_while(|line| *line != "//! ```json")
            .skip(1)
            .take_while(|line| *line != "//! ```")
            .filter_map(|line| line.strip_prefix("//!"))
            .collect();
        let flags = Document::read(&example).map(|document| document.flags.len());
        assert_eq!(flags, Ok(2));
    }
}
