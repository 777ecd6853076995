//! Round trips, Parseval's equation, the same bits in every layout and by any number of threads, and growth of errors.

use numoxide_core::*;
use numoxide_fft::*;
use numoxide_testkit::strange::layouts_of;
use proptest::prelude::*;

/// Numbers without pattern, from a linear congruential generator.
fn numbers(n: usize, seed: u64) -> Vec<f64> {
    let mut state = seed.wrapping_mul(2) + 1;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 * (-52f64).exp2() - 1.0
    };
    (0..n).map(|_| next()).collect()
}

fn complex(shape: &[usize], seed: u64) -> Array<c128> {
    let n: usize = shape.iter().product();
    let parts = numbers(2 * n, seed);
    let items = (0..n).map(|k| c128::new(parts[k], parts[n + k])).collect();
    Array::from_shape_vec(shape, items).unwrap()
}

fn energy<'a>(items: impl Iterator<Item = &'a c128>) -> f64 {
    items.map(|z| z.norm_sqr()).sum()
}

fn bytes<T: Element>(a: &Array<T>) -> Vec<u8> {
    a.tobytes(Order::C).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn there_and_back(shape in prop::collection::vec(1usize..40, 1..4), seed: u64, norm in 0..3usize) {
        let norm = [Norm::Backward, Norm::Ortho, Norm::Forward][norm];
        let a = complex(&shape, seed);
        let there = fftn::with(&a).norm(norm).run().unwrap();
        let back = ifftn::with(&there).norm(norm).run().unwrap();
        prop_assert!(a.iter().zip(back.iter()).all(|(x, y)| (x - y).norm() < 1e-14));
        let ortho = fftn::with(&a).norm(Norm::Ortho).run().unwrap();
        let (before, after) = (energy(a.iter()), energy(ortho.iter()));
        prop_assert!((before - after).abs() <= 1e-13 * before);
        let x = a.real();
        let last = shape[shape.len() - 1] as isize;
        let spectrum = rfft::with(&x).norm(norm).run().unwrap();
        let back = irfft::with(&spectrum).n(last).norm(norm).run().unwrap();
        prop_assert!(x.iter().zip(back.iter()).all(|(x, y)| (x - y).abs() < 1e-14));
        for kind in 1..=4 {
            for (there, back) in [
                (dct::with(&x).kind(kind).norm(norm).run(), true),
                (dst::with(&x).kind(kind).norm(norm).run(), false),
            ] {
                let Ok(there) = there else { prop_assert!(kind == 1 && last == 1); continue };
                let back = if back { idct::with(&there).kind(kind).norm(norm).run() } else { idst::with(&there).kind(kind).norm(norm).run() };
                prop_assert!(x.iter().zip(back.unwrap().iter()).all(|(x, y)| (x - y).abs() < 1e-13));
            }
        }
    }

    #[test]
    fn the_same_bits_in_every_layout(shape in prop::collection::vec(1usize..24, 2..4), seed: u64, axis in 0..2isize) {
        let a = complex(&shape, seed);
        let wanted = bytes(&fft::with(&a).axis(axis).run().unwrap());
        let line = a.moveaxis(axis, -1isize).unwrap().copy(Order::C).unwrap();
        let by_lines = fft(&line).unwrap().moveaxis(-1isize, axis).unwrap().copy(Order::C).unwrap();
        prop_assert_eq!(&bytes(&by_lines), &wanted);
        for strange in layouts_of(&shape, &a.to_vec(), c128::new(f64::NAN, 0.0)) {
            let found = fft::with(&strange.view()).axis(axis).run().unwrap();
            prop_assert_eq!(&bytes(&found), &wanted, "{}", strange.name);
        }
    }
}

#[test]
fn the_same_bits_by_any_number_of_threads() -> Result<()> {
    let a = complex(&[96, 70, 50], 3);
    for workers in [2, 3, 16] {
        driver::set_num_threads(1);
        let alone = [bytes(&fftn(&a)?), bytes(&rfftn(a.real())?), bytes(&dctn(a.real())?)];
        driver::set_num_threads(workers);
        assert_eq!([bytes(&fftn(&a)?), bytes(&rfftn(a.real())?), bytes(&dctn(a.real())?)], alone);
        assert_eq!(bytes(&fftn::with(&a).workers(2).run()?), alone[0]);
        driver::set_num_threads(0);
    }
    Ok(())
}

#[test]
fn plans_do_what_functions_do() -> Result<()> {
    for n in [1, 2, 5, 16, 30, 101] {
        let a = complex(&[3, n], n as u64);
        let (plan, real) =
            (Plan::<f64>::new(n)?.norm(Norm::Ortho), RealPlan::<f64>::new(n)?.norm(Norm::Forward));
        let mut lines = a.to_vec();
        plan.forward(&mut lines)?;
        assert_eq!(lines, fft::with(&a).norm(Norm::Ortho).run()?.to_vec());
        plan.inverse(&mut lines)?;
        assert!(lines.iter().zip(a.iter()).all(|(x, y)| (x - y).norm() < 1e-14));
        let x = a.real().copy(Order::C)?;
        let mut spectra = vec![c128::default(); 3 * real.frequencies()];
        real.forward(x.as_slice().unwrap(), &mut spectra)?;
        assert_eq!(spectra, rfft::with(&x).norm(Norm::Forward).run()?.to_vec());
        let mut back = vec![0.0; 3 * n];
        real.inverse(&spectra, &mut back)?;
        assert!(back.iter().zip(x.iter()).all(|(x, y)| (x - y).abs() < 1e-14));
        assert!(real.forward(&back[1..], &mut spectra).is_err() == (n > 1) || n == 1);
        assert!(plan.forward(&mut lines[..3 * n - 1]).is_err() == (n > 1));
    }
    assert!(Plan::<f32>::new(0).is_err() && RealPlan::<f32>::new(0).is_err());
    Ok(())
}

/// The root mean square error of single precision against double, in units of `epsilon` times that of the result.
fn error_of_single(n: usize) -> f64 {
    let exact = complex(&[n], 17).astype::<c64>().unwrap();
    let wide = fft(exact.astype::<c128>().unwrap()).unwrap();
    let narrow = fft(&exact).unwrap().astype::<c128>().unwrap();
    let difference: f64 = narrow.iter().zip(wide.iter()).map(|(x, y)| (x - y).norm_sqr()).sum();
    (difference / energy(wide.iter())).sqrt() / f64::from(f32::EPSILON)
}

/// The same of double precision against direct sums, whose turns and sums are of twice the precision, at some frequencies.
fn error_of_double(n: usize) -> f64 {
    let a = complex(&[n], 19);
    let found = fft(&a).unwrap();
    let turns: Vec<[Twice; 2]> = (0..n).map(|k| turn(k, n)).collect();
    let (mut difference, mut size) = (0.0, 0.0);
    for k in (0..n).step_by((n / 16).max(1)) {
        let (mut re, mut im) = (Twice::default(), Twice::default());
        for (j, z) in a.iter().enumerate() {
            let [cos, sin] = turns[j * k % n];
            re = re.plus(cos.times(z.re)).plus(sin.times(z.im));
            im = im.plus(cos.times(z.im)).plus(sin.times(-z.re));
        }
        let z = found[[k]];
        difference += re.plus(Twice(-z.re, 0.0)).0.powi(2) + im.plus(Twice(-z.im, 0.0)).0.powi(2);
        size += z.norm_sqr();
    }
    (difference / size).sqrt() / f64::EPSILON
}

/// A number as the sum of two.
#[derive(Clone, Copy, Default)]
struct Twice(f64, f64);

impl Twice {
    fn plus(self, other: Twice) -> Twice {
        let sum = self.0 + other.0;
        let part = sum - self.0;
        let rest = (self.0 - (sum - part)) + (other.0 - part) + self.1 + other.1;
        Twice(sum + rest, rest - ((sum + rest) - sum))
    }

    fn times(self, x: f64) -> Twice {
        let product = self.0 * x;
        let rest = self.0.mul_add(x, -product) + self.1 * x;
        Twice(product + rest, rest - ((product + rest) - product))
    }

    fn times_twice(self, other: Twice) -> Twice {
        self.times(other.0).plus(self.times(other.1))
    }
}

/// The cosine and sine of `2π k / n`, by their series after taking the angle to the first eighth of the circle.
fn turn(k: usize, n: usize) -> [Twice; 2] {
    // π to 107 bits.
    let pi = Twice(std::f64::consts::PI, 1.224_646_799_147_353_2e-16);
    let (quarter, eighths) = (4 * k / n, 4 * k % n);
    // The angle within the quarter is `eighths / n` quarters.
    let ratio = quotient(eighths as f64, n as f64);
    let angle = pi.times_twice(ratio).times(0.5);
    let square = angle.times_twice(angle).times(-1.0);
    let (mut cos, mut sin) = (Twice(1.0, 0.0), angle);
    let (mut term, mut odd) = (Twice(1.0, 0.0), angle);
    for k in 1..20 {
        term = term.times_twice(square).times_twice(quotient(1.0, f64::from((2 * k - 1) * 2 * k)));
        odd = odd.times_twice(square).times_twice(quotient(1.0, f64::from(2 * k * (2 * k + 1))));
        (cos, sin) = (cos.plus(term), sin.plus(odd));
    }
    let minus = |x: Twice| x.times(-1.0);
    match quarter {
        0 => [cos, sin],
        1 => [minus(sin), cos],
        2 => [minus(cos), minus(sin)],
        _ => [sin, minus(cos)],
    }
}

fn quotient(a: f64, b: f64) -> Twice {
    let first = a / b;
    Twice(first, (-first).mul_add(b, a) / b)
}

#[test]
fn errors_grow_as_logarithms() {
    for n in [4, 15, 64, 100, 257, 1000, 1024, 1009, 4096] {
        let bound = 0.5 * (n as f64).log2().max(1.0);
        let (single, double) = (error_of_single(n), error_of_double(n));
        println!("{n}: {single:.2} {double:.2}");
        assert!(single < bound && double < bound, "{n}: {single:.2} and {double:.2} epsilon");
    }
    for n in [10_007, 65_536, 1 << 20] {
        let single = error_of_single(n);
        println!("{n}: {single:.2}");
        assert!(single < 0.5 * (n as f64).log2(), "{n}: {single:.2} epsilon");
    }
}
