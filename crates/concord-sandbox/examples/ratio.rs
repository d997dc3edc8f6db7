#[path = "../tests/common/mod.rs"]
mod common;
use std::time::Instant;
use common::*;
use concord_guest::Framework as _;
use concord_model::batch::{BATCH, Reads, Window};
use concord_plugin_northmoor::Northmoor;
use concord_sandbox::{Engine, Limits, Sandbox, Framework};
fn main() {
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().unwrap();
    let engine = Engine::new(Limits::default()).unwrap();
    let dataset = reviews(8 * BATCH, &[]);
    let mut idle = Sandbox::new(vec![hostile(&engine, "").unwrap()]);
    for _ in 0..3 { drop(idle.evaluate(&dataset, |_| true)); }
    let component = engine.compile(&NORTHMOOR).unwrap();
    let n = 8.0 * BATCH as f64 / 1e9;
    let configs: Vec<String> = std::env::args().skip(1).collect();
    for config in configs.iter().map(String::as_str) {
    let config = if config == "all" { "" } else { config };
    let boxed = Framework::open(&component, "northmoor", config, &ENGLAND, &[]).unwrap();
    let reads: &Reads = boxed.reads();
    let native = Northmoor::open(config, &ENGLAND).unwrap();
    let mut sandbox = Sandbox::new(vec![boxed.clone()]);
    for _ in 0..3 { drop(sandbox.evaluate(&dataset, |_| true)); }
    let (mut a, mut b, mut c, mut w) = (f64::MAX, f64::MAX, f64::MAX, f64::MAX);
    for _ in 0..100 {
        let t = Instant::now();
        drop(sandbox.evaluate(&dataset, |_| true));
        a = a.min(t.elapsed().as_secs_f64());
        let t = Instant::now();
        for batch in 0..8 {
            let window = Window::new(&dataset, &ENGLAND, batch * BATCH..(batch + 1) * BATCH, &[reads]);
            drop(native.evaluate(&window.batch(reads)).unwrap());
        }
        b = b.min(t.elapsed().as_secs_f64());
        let t = Instant::now();
        drop(idle.evaluate(&dataset, |_| true));
        c = c.min(t.elapsed().as_secs_f64());
        let t = Instant::now();
        for batch in 0..8 { drop(Window::new(&dataset, &ENGLAND, batch * BATCH..(batch + 1) * BATCH, &[reads])); }
        w = w.min(t.elapsed().as_secs_f64());
    }
    println!("{config:4} box {:.0} native {:.0} ratio {:.2} idle {:.0} window {:.1} ns/review; fuel {:.0} a review", a / n, b / n, a / b, c / n, w / n, sandbox.health(0).unwrap().fuel as f64 / 1024.0);
    }
}
