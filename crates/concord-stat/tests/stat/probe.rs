use concord_stat::shrink::*;
#[test]
fn probe() {
    for (counts, mu, rho, rows) in crate::shrink::BRUTE {
        let p = Posterior::new(counts, &Grid::default()).unwrap().unwrap();
        eprintln!("{:?} mu {:.1e} rho {:.1e}", p.stated(), p.mu_mean() - mu, p.rho_mean() - rho);
        for &([x, n], mean, low, high, w, above) in rows {
            let s = p.unit(x, n);
            eprintln!(
                "   {x}/{n} parts {} mean {:.1e} low {:.1e} high {:.1e} w {:.1e} ex {:.1e}",
                s.size(),
                p.mean(x, n) - mean,
                s.below(0.025) - low,
                s.above(0.025) - high,
                p.prior_weight(n) - w,
                s.exceeds(0.3) - above
            );
        }
    }
    for rho in [0.0, 0.05, 0.3] {
        let mut seed = 12345u64;
        let mut rnd = || {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (seed >> 11) as f64 / (1u64 << 53) as f64
        };
        let units: Vec<Unit> = (0..134)
            .map(|i| {
                let n = 2 + (rnd() * rnd() * 100.0) as u64;
                let p = if rho == 0.0 {
                    0.3
                } else {
                    concord_stat::special::beta::beta_quantile(0.3 * (1.0 - rho) / rho, 0.7 * (1.0 - rho) / rho, rnd())
                };
                let x = (0..n).filter(|_| rnd() < p).count() as u64;
                Unit { unit: i.to_string(), x, n }
            })
            .collect();
        let best = |f: &dyn Fn()| {
            (0..15)
                .map(|_| {
                    let t = std::time::Instant::now();
                    f();
                    t.elapsed()
                })
                .min()
                .unwrap()
        };
        let s = shrink(&units, &Grid::default()).unwrap();
        let all = best(&|| {
            shrink(&units, &Grid::default()).unwrap();
        });
        let counts: Vec<[u64; 2]> = units.iter().map(|u| [u.x, u.n]).collect();
        let p = Posterior::new(&counts, &Grid::default()).unwrap().unwrap();
        let post = best(&|| {
            Posterior::new(&counts, &Grid::default()).unwrap().unwrap();
        });
        let rows = best(&|| {
            for c in &counts {
                std::hint::black_box(p.unit(c[0], c[1]));
            }
        });
        let means = best(&|| {
            for c in &counts {
                std::hint::black_box(p.mean(c[0], c[1]));
            }
        });
        let low = best(&|| {
            for c in &counts {
                std::hint::black_box(p.unit(c[0], c[1]).below(0.025));
            }
        });
        eprintln!("unit {rows:?} mean {means:?} low {low:?} parts {}", counts.iter().map(|c| p.unit(c[0], c[1]).size()).sum::<usize>());
        let t = std::time::Instant::now();
        let _ = concord_stat::beta_binomial::fit(&counts).unwrap();
        eprintln!(
            "rho {rho}: {all:?}, posterior {post:?}, mle {:?}, parts {} total n {} {:?} {:?} boundary {}",
            t.elapsed(),
            p.unit(1, 2).size(),
            counts.iter().map(|c| c[1]).sum::<u64>(),
            s.rho_mean,
            s.grid,
            s.boundary
        );
        let fu: Vec<concord_stat::funnel::Unit> =
            units.iter().map(|u| concord_stat::funnel::Unit { unit: u.unit.clone(), x: u.x, n: u.n, m: Some(0) }).collect();
        for sp in [concord_stat::funnel::Spread::None, concord_stat::funnel::Spread::BetaBinomial] {
            let t = std::time::Instant::now();
            let _ = concord_stat::funnel::funnel(&fu, None, sp).unwrap();
            eprintln!("funnel {sp:?} {:?}", t.elapsed());
        }
    }
}
