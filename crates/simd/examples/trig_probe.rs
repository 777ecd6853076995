//! probe
use numoxide_simd::math::f64 as m;
use std::mem::MaybeUninit;
use std::time::Instant;
type F1 = fn(&[f64], &mut [MaybeUninit<f64>]);
fn fns() -> Vec<(&'static str, F1)> {
    vec![
        ("sin", m::slice::sin),
        ("cos", m::slice::cos),
        ("tan", m::slice::tan),
        ("arcsin", m::slice::arcsin),
        ("arccos", m::slice::arccos),
        ("arctan", m::slice::arctan),
    ]
}
fn rd(p: &str) -> Vec<f64> {
    std::fs::read(p).unwrap().chunks(8).map(|c| f64::from_le_bytes(c.try_into().unwrap())).collect()
}
fn main() {
    let a: Vec<String> = std::env::args().collect();
    if a[1] == "bench" {
        let ns: Vec<usize> =
            if a.len() > 2 { vec![a[2].parse().unwrap()] } else { vec![1000, 8, 10_000_000] };
        for n in ns {
            let mut s = 12345u64;
            let mut rnd = || {
                s = s.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                (s >> 11) as f64 / 9007199254740992.0
            };
            let x: Vec<f64> = (0..n).map(|_| rnd() * 0.98 + 0.01).collect();
            let y: Vec<f64> = (0..n).map(|_| rnd()).collect();
            let big: Vec<f64> = x.iter().map(|v| v * 1e5).collect();
            let huge: Vec<f64> = x.iter().map(|v| v * 1e20).collect();
            let mut o = vec![MaybeUninit::new(0.0); n];
            let reps = (400_000 / n).max(1);
            let mut t = |name: &str, f: &mut dyn FnMut(&mut [MaybeUninit<f64>])| {
                let mut best = f64::MAX;
                for _ in 0..(if n > 100000 { 3 } else { 15 }) {
                    let t = Instant::now();
                    for _ in 0..reps {
                        f(&mut o);
                    }
                    best = best.min(t.elapsed().as_secs_f64() / reps as f64);
                }
                println!("{n} {name} {:.3} ns", best / n as f64 * 1e9);
            };
            for (name, f) in fns() {
                t(name, &mut |o| f(&x, o));
            }
            t("sin_big", &mut |o| m::slice::sin(&big, o));
            t("tan_big", &mut |o| m::slice::tan(&big, o));
            t("sin_huge", &mut |o| m::slice::sin(&huge, o));
            t("arctan2", &mut |o| m::slice::arctan2(&y, &x, o));
        }
    } else {
        let x = rd(&a[2]);
        let mut o = vec![MaybeUninit::new(0.0); x.len()];
        if a[1] == "arctan2" {
            let y = rd(&a[4]);
            m::slice::arctan2(&x, &y, &mut o);
        } else {
            fns().iter().find(|f| f.0 == a[1]).unwrap().1(&x, &mut o);
        }
        // SAFETY: made of values, whatever the function did.
        let b: Vec<u8> = o.iter().flat_map(|v| unsafe { v.assume_init() }.to_le_bytes()).collect();
        std::fs::write(&a[3], b).unwrap();
    }
}
