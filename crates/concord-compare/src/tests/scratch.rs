use crate::testing::*;
use crate::{Setup, Summary};
use concord_model::answer::*;
use concord_model::dataset::*;
use concord_model::dictionary::Dictionary;
use concord_model::framework::*;

fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e6
}

#[test]
fn scratch() {
    let fw: usize = std::env::var("FW").map(|t| t.parse().unwrap()).unwrap_or(14);
    let n: usize = std::env::var("N").map(|t| t.parse().unwrap()).unwrap_or(4000);
    let (a, rest) = DICTIONARY.split_at(DICTIONARY.find("[[themes]]").unwrap());
    let _ = rest;
    let themes: String = (1..=12).map(|t| format!("[[themes]]\nid = \"T{t:02}\"\ntitle = \"x\"\n")).collect();
    let dictionary = Dictionary::parse("s", &(a.to_owned() + &themes)).unwrap();
    let infos: Vec<_> = (0..fw)
        .map(|f| {
            let inds = (1..=12)
                .map(|t| {
                    let mut i = concern(&format!("I{t}"), &format!("T{t:02}"), Match::Exact);
                    for l in &mut i.scale {
                        l.strength = l.concern;
                    }
                    i.predicate = Some(format!("{f} {t}"));
                    i
                })
                .collect();
            framework(&format!("f{f}"), inds)
        })
        .collect();
    let setup = Setup::new(&dictionary, &infos).unwrap();
    let mut seed = 1u64;
    let mut next = move || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed
    };
    let seconds = n / 10;
    let mut data = Dataset::empty(&dictionary);
    data.reviews = n + seconds;
    let all = n + seconds;
    data.group = (0..all).map(|r| ((r % n) % 134) as u32).collect();
    data.chain = (0..all).map(|r| if r < 200 { (r / 2) as u32 } else { NO_CHAIN }).collect();
    data.pair = (0..all).map(|r| if r % n < seconds { (r % n) as u32 } else { NO_PAIR }).collect();
    let names: Vec<String> = (0..134).map(|p| format!("P{p}")).collect();
    data.tables[0].rows = 134;
    data.tables[0].keys = names.iter().map(String::as_str).collect();
    let keys: Vec<String> = (0..all).map(|r| format!("R{}", (r % n) * 7919 % n)).collect();
    let root = dictionary.root;
    data.tables[root].rows = all;
    data.tables[root].keys = keys.iter().map(String::as_str).collect();
    let small = dataset(&(0..all).map(|r| Review { second: r >= n, ..review("x") }).collect::<Vec<_>>());
    data.tables[root].columns = small.tables[root].columns.clone();
    data.tables[2].offsets = (0..=all as u32).map(|r| r * 3).collect();
    data.tables[2].rows = all * 3;
    let okeys: Vec<String> = (0..all * 3).map(|r| format!("O{r}")).collect();
    data.tables[2].keys = okeys.iter().map(String::as_str).collect();
    let mut t = [0.0; 6];
    let mut joined = Summary::new(&setup);
    for start in (0..all).step_by(1024) {
        let end = all.min(start + 1024);
        let truth: Vec<Vec<u64>> = (start..end).map(|_| (0..12).map(|_| next() % 3).collect()).collect();
        let answers: Vec<Answers> = (0..fw)
            .map(|_| Answers {
                columns: (0..12)
                    .map(|th| {
                        let said: Vec<_> = (0..end - start)
                            .map(|r| {
                                let x = next();
                                let v = if x % 10 < 3 {
                                    254
                                } else if x % 10 < 8 {
                                    truth[r][th] as u8
                                } else {
                                    (x >> 20) as u8 % 3
                                };
                                (v, if x >> 40 & 7 == 0 { Looked::No } else { Looked::Yes }, vec![(r * 3) as u32, (r * 3 + 1) as u32])
                            })
                            .collect();
                        column(&said)
                    })
                    .collect(),
                failures: vec![],
            })
            .collect();
        let c = cpu();
        let mut part = Summary::new(&setup);
        part.add(&setup, &data, start..end, &answers).unwrap();
        t[0] += cpu() - c;
        let c = cpu();
        joined.merge(&part).unwrap();
        t[1] += cpu() - c;
        let counted: Vec<u32> = (start..end).filter(|&r| r < n).map(|r| (r - start) as u32).collect();
        let findings = setup.findings(end - start, &answers);
        let c = cpu();
        let mut partings = crate::partings::Partings::default();
        partings.add(&setup, &data, &(start..end), &counted, &findings, &answers);
        t[2] += cpu() - c;
        let c = cpu();
        let mut patterns = crate::patterns::Patterns::new(setup.panels.len());
        let mut s = Vec::new();
        for &r in &counted {
            patterns.add(&setup.panels, Some(r % 134), 0, |view| findings.columns[view].findings[r as usize], &mut s);
        }
        t[3] += cpu() - c;
    }
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global().unwrap();
    for _ in 0..0 {
        let c = cpu();
        let comparison = joined.finish(&setup);
        let all = cpu() - c;
        eprintln!("finish {all:.1} ms");
        drop(comparison);
    }
    eprintln!("add {:.1} of which partings {:.1} patterns {:.1}; merge {:.1}", t[0], t[2], t[3], t[1]);
    crate::finish::time(&setup, &joined, cpu);
}
