//! What an infrastructure consists of, as tables for people: the mapping, what needs a human, the graph, the plan of names.

use std::fmt::Write as _;

use plan_engine::migration::model::{Inventory, InventoryItem};
use plan_engine::specification::model::{Criticality, Fate, Migration, Place};

use super::generator::Generator;
use super::scene::{Scene, safe};
use super::sink::Sink;
use super::{Artefact, ArtefactDirection, ArtefactFormat};

/// Tables of an inventory.
pub(super) struct Tables;

impl Generator for Tables {
    fn write(&self, scene: &Scene<'_>, sink: &mut Sink) {
        for migration in scene.migrations() {
            if let Some(inventory) = scene.plan.inventory(&migration.id) {
                let put = |name: &str, format, purpose: &str, text: String| Artefact {
                    path: format!("{}/inventory/{name}", safe(&migration.id)),
                    migration: Some(migration.id.clone()),
                    phase: None,
                    direction: ArtefactDirection::Both,
                    format,
                    purpose: purpose.to_owned(),
                    executable: false,
                    text,
                };
                let (markdown, csv) = (ArtefactFormat::Markdown, ArtefactFormat::Csv);
                sink.put(put(
                    "mapping.csv",
                    csv,
                    "every resource and what becomes of it, for a spreadsheet",
                    mapping_csv(inventory),
                ));
                sink.put(put("mapping.md", markdown, "every resource and what becomes of it", mapping(inventory)));
                sink.put(put(
                    "needs-human.md",
                    markdown,
                    "what a person has to look at or decide, with the reason",
                    questions(inventory),
                ));
                sink.put(put(
                    "dependencies.mmd",
                    ArtefactFormat::Mermaid,
                    "what depends on what, wave by wave",
                    graph(inventory),
                ));
                sink.put(put(
                    "names.md",
                    markdown,
                    "addresses and names of DNS that move, with their TTL",
                    names(migration, inventory),
                ));
            }
        }
    }
}

fn place(place: Option<Place>) -> &'static str {
    match place {
        Some(Place::OnPremises) => "on premises",
        Some(Place::Aws) => "AWS",
        Some(Place::Google) => "Google Cloud",
        Some(Place::Azure) => "Azure",
        None => "not told",
    }
}

fn fate(it: &InventoryItem) -> &'static str {
    match it.fate {
        Fate::Move if it.part_of => "becomes a part of",
        Fate::Move => "becomes",
        Fate::Refactor => "is made anew",
        Fate::Retire => "goes",
        Fate::Keep => "stays",
    }
}

fn criticality(it: &InventoryItem) -> &'static str {
    match it.criticality {
        Some(Criticality::Low) => "low",
        Some(Criticality::Medium) => "medium",
        Some(Criticality::High) => "high",
        Some(Criticality::Critical) => "critical",
        None => "not told",
    }
}

const COLUMNS: [&str; 11] =
    ["name", "type", "what", "group", "criticality", "bytes", "wave", "fate", "target type", "target id", "look at"];

fn row(it: &InventoryItem) -> [String; 11] {
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    [
        it.name.clone(),
        it.kind.clone(),
        text(&it.what),
        text(&it.group),
        criticality(it).to_owned(),
        it.bytes.map(|it| format!("{it:.0}")).unwrap_or_default(),
        text(&it.wave),
        fate(it).to_owned(),
        text(&it.target_kind),
        text(&it.target_id),
        it.differs.clone(),
    ]
}

/// RFC 4180; what a spreadsheet would take for a formula begins with an apostrophe.
fn mapping_csv(inventory: &Inventory) -> String {
    let cell = |text: &str| {
        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
        let text = if formula { format!("'{text}") } else { text.to_owned() };
        if text.contains([',', '"', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
    };
    let line = |cells: &[String]| cells.iter().map(|it| cell(it)).collect::<Vec<_>>().join(",") + "\r\n";
    let mut text = line(&COLUMNS.map(str::to_owned));
    for it in &inventory.resources {
        text.push_str(&line(&row(it)));
    }
    text
}

fn mapping(inventory: &Inventory) -> String {
    let mut text = format!(
        "# From {} to {}\n\n| {} |\n|{}\n",
        place(inventory.source),
        place(inventory.target),
        COLUMNS.join(" | "),
        "---|".repeat(COLUMNS.len())
    );
    for it in &inventory.resources {
        let cells = row(it).map(|it| cell(&it));
        // Writing to a string does not fail.
        let _ = writeln!(text, "| {} |", cells.join(" | "));
    }
    text.push_str("\n## Waves\n\n| wave | resources | why |\n|---|---|---|\n");
    for it in &inventory.waves {
        let _ = writeln!(text, "| {} | {} | {} |", it.name, cell(&it.resources.join(", ")), cell(&it.because));
    }
    let circles = inventory.circles.iter().map(|it| it.join(" → "));
    list(&mut text, "Circles: these depend on each other and move in one wave", circles);
    let shared = inventory.shared.iter().map(|it| format!("{}: {}", it.name, it.groups.join(", ")));
    list(&mut text, "Shared: several groups use these", shared);
    let near = inventory.dependencies.iter().filter(|it| it.latency_sensitive);
    list(&mut text, "Sensitive to latency", near.map(|it| format!("{} waits for {} in every request", it.from, it.to)));
    text
}

fn list(text: &mut String, title: &str, items: impl Iterator<Item = String>) {
    let items: Vec<String> = items.map(|it| format!("- {}\n", cell(&it))).collect();
    if !items.is_empty() {
        text.push_str(&format!("\n## {title}\n\n{}", items.concat()));
    }
}

fn questions(inventory: &Inventory) -> String {
    let mut text = "# What needs a human\n\n".to_owned();
    if inventory.questions.is_empty() {
        return text + "Nothing: every resource is mapped, weighed and sized.\n";
    }
    text.push_str("| about | to be decided | why no program can |\n|---|---|---|\n");
    for it in &inventory.questions {
        let about = it.resource.as_deref().unwrap_or("the whole");
        let _ = writeln!(text, "| {} | {} | {} |", cell(about), cell(&it.asks), cell(&it.because));
    }
    text
}

fn graph(inventory: &Inventory) -> String {
    let mut text = "flowchart BT\n".to_owned();
    let numbers: std::collections::BTreeMap<&str, usize> =
        inventory.resources.iter().enumerate().map(|(at, it)| (it.name.as_str(), at)).collect();
    let node = |at: usize, it: &InventoryItem| format!("r{at}[\"{}<br/>{}\"]", label(&it.name), label(&it.kind));
    for (at, wave) in inventory.waves.iter().enumerate() {
        let _ = writeln!(text, "  subgraph w{at}[\"{}\"]", label(&wave.name));
        for name in &wave.resources {
            if let Some(at) = numbers.get(name.as_str()).copied()
                && let Some(it) = inventory.resources.get(at)
            {
                let _ = writeln!(text, "    {}", node(at, it));
            }
        }
        text.push_str("  end\n");
    }
    for (at, it) in inventory.resources.iter().enumerate().filter(|(_, it)| it.wave.is_none()) {
        let _ = writeln!(text, "  {}", node(at, it));
    }
    for it in &inventory.dependencies {
        if let (Some(from), Some(to)) = (numbers.get(it.from.as_str()), numbers.get(it.to.as_str())) {
            let arrow = if it.latency_sensitive { "==>" } else { "-->" };
            let _ = writeln!(text, "  r{from} {arrow} r{to}");
        }
    }
    text
}

/// A label of Mermaid: quotes and brackets as entities.
fn label(text: &str) -> String {
    let mut label = String::new();
    for character in text.chars().filter(|it| !it.is_control()) {
        match character {
            '"' => label.push_str("#quot;"),
            '<' => label.push_str("#lt;"),
            '>' => label.push_str("#gt;"),
            '#' => label.push_str("#35;"),
            '`' => label.push_str("#96;"),
            other => label.push(other),
        }
    }
    label
}

fn names(migration: &Migration, inventory: &Inventory) -> String {
    const LOW: f64 = 60.0;
    let ttl = migration.clouds.as_ref().and_then(|it| it.dns_ttl);
    let told = match ttl {
        Some(seconds) => format!("Answers are kept for {seconds:.0} s now"),
        None => "Nobody says how long answers are kept: two days are waited for".to_owned(),
    };
    let mut text = format!(
        "# Names and addresses\n\n{told}. Before a wave is switched, the TTL of its names is set to {LOW:.0} s and the old one is \
         waited for; behind the watch it is set back. An address does not move: who has it written down has to be told.\n\n\
         | wave | resource | address | names | TTL before | TTL while it moves |\n|---|---|---|---|---|---|\n"
    );
    let in_wave = |wave: &String| {
        let has = |it: &&InventoryItem| it.wave.as_ref() == Some(wave) && (it.address.is_some() || !it.dns.is_empty());
        inventory.resources.iter().filter(has).collect::<Vec<_>>()
    };
    let moved = inventory.waves.iter().flat_map(|it| in_wave(&it.name));
    let mut any = false;
    for it in moved {
        any = true;
        let wave = it.wave.as_deref().unwrap_or_default();
        let address = it.address.as_deref().unwrap_or("not told");
        let names = if it.dns.is_empty() { "none: tell its callers".to_owned() } else { it.dns.join(", ") };
        let (before, low) = match (it.dns.is_empty(), ttl) {
            (true, _) => ("–".to_owned(), "–".to_owned()),
            (false, Some(seconds)) => (format!("{seconds:.0} s"), format!("{:.0} s", LOW.min(seconds))),
            (false, None) => ("172800 s, supposed".to_owned(), format!("{LOW:.0} s")),
        };
        let _ =
            writeln!(text, "| {wave} | {} | {} | {} | {before} | {low} |", cell(&it.name), cell(address), cell(&names));
    }
    if !any {
        text.push_str("\nNo resource that moves has an address or a name in DNS in the inventory.\n");
    }
    text
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}
