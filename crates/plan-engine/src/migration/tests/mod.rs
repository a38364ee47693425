//! Plans made of whole specifications.

use findings::SourceText;

use super::model::MigrationPlan;
use super::{Inputs, make};
use crate::specification::{self, Specification};

pub(super) const PARCELS: &str = include_str!("parcels.yaml");
pub(super) const LEDGER: &str = include_str!("ledger.yaml");
pub(super) const TOGETHER: &str = include_str!("together.yaml");

pub(super) fn read(text: &str) -> Specification {
    let (specification, diagnostics) = specification::read(&SourceText::new("plan.yaml", text));
    specification.unwrap_or_else(|| panic!("{diagnostics:#?}"))
}

pub(super) fn plan(text: &str) -> MigrationPlan {
    make(&read(text), Inputs::new()).unwrap()
}

#[test]
fn tmp_print() {
    for file in ["/work/shared/seed/sample_database_migration.json", "/work/shared/seed/sample_service_migration.json"]
    {
        let text = std::fs::read_to_string(file).unwrap();
        let (s, d) = specification::read(&SourceText::new(file, text));
        eprintln!("{d:?}");
        let p = make(&s.unwrap(), Inputs::new()).unwrap();
        show(&p);
    }
    for t in [PARCELS, LEDGER, TOGETHER] {
        show(&plan(t));
    }
}
fn show(p: &MigrationPlan) {
    use super::schedule::*;
    println!("=== {} {}", p.name, p.digest);
    for f in &p.phases {
        println!("## {} [{:?}] {}", f.id, f.versions, f.purpose);
        for s in &f.steps {
            println!(
                "  - {} | {} | by {:?} | mean {:.0}s {} | after {:?}",
                s.id,
                s.title,
                s.by,
                s.estimate.distribution.mean(),
                s.estimate.explanation,
                s.after
            );
            println!("      timing {:?}", s.timing.because);
            for b in &s.basis {
                println!(
                    "      basis {} {:?} {:?}",
                    b.says,
                    b.pointer,
                    match &b.source {
                        crate::specification::model::FactSource::Specification { at, .. } =>
                            at.map(|a| format!("{}:{}", a.line, a.column)),
                        o => Some(format!("{o:?}")),
                    }
                );
            }
            for n in &s.notes {
                println!("      note {}", n.says);
            }
            println!("      back {} {:?}", s.inverse.title, s.inverse.loss);
            if let super::Work::Gate(g) = &s.work {
                for c in &g.criteria {
                    println!(
                        "      crit {:?} {:?} {} for {} samples {:?}",
                        c.measure, c.holds, c.bound, c.for_seconds, c.samples
                    );
                }
                println!("      else {}", g.otherwise);
            }
        }
        println!(
            "  WAY BACK {:?} after {:?}; {:?}; stated {:?}; ponr {:?}",
            f.way_back.steps,
            f.way_back.first_take_back,
            f.way_back.estimate.as_ref().map(|e| e.distribution.mean()),
            f.stated.as_ref().map(|e| e.distribution),
            f.point_of_no_return.as_ref().map(|e| (&e.step, &e.because))
        );
        for n in &f.notes {
            println!("  NOTE {}", n.says);
        }
    }
    for t in &p.triggers {
        println!("TRIGGER {} {} armed {:?} back {:?}", t.id, t.does, t.armed_in, t.takes_back);
    }
    for s in &p.summaries {
        println!(
            "SUMMARY {} score {} {} reaches {:?} controls {:?}",
            s.migration,
            s.complexity.score,
            s.complexity.level,
            s.reaches,
            s.controls.iter().map(|c| (&c.regime, &c.steps)).collect::<Vec<_>>()
        );
    }
    for n in &p.notes {
        println!("NOTE {} {:?}", n.says, n.basis.first().map(|b| &b.pointer));
    }
    let start = p.specification.start.unwrap_or("2027-01-11T09:00Z".parse().unwrap());
    match schedule(p, &ScheduleOptions::new(start).draws(2000, 1)) {
        Ok(s) => {
            println!("END {:?} expected {} deadline {:?}", s.end, s.expected, s.deadline);
            for f in &s.phases {
                println!(
                    "  {} {:?} .. {:?} p80 {:?}",
                    f.id,
                    f.start.map(|x| x.to_string()),
                    f.finish.map(|x| x.to_string()),
                    f.end.p80.map(|x| x.to_string())
                );
            }
            println!("  path {:?}", s.critical_path);
            for w in &s.swings {
                println!("  swing {} {:?} {:?}", w.name, w.fast.map(|x| x.to_string()), w.slow.map(|x| x.to_string()));
            }
            println!("  problems {:?}", s.problems);
        }
        Err(e) => println!("SCHEDULE ERROR {e}"),
    }
}
