//! The growth of rounding errors with the length of lines, against frequencies that mpmath made to twice the precision.

use std::collections::BTreeMap;

use numoxide_core::*;
use numoxide_fft::*;
use numoxide_testkit::golden::{Golden, golden};

/// The items of a line, as `make_spectra.py` has them: exact in either precision.
fn line(n: usize) -> Vec<c128> {
    let mut state = n as u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 43) as f64 * (-20f64).exp2() - 1.0
    };
    (0..n).map(|_| c128::new(next(), next())).collect()
}

/// An exact number: a sum of two.
#[derive(Clone, Copy)]
struct Exact(f64, f64);

impl Exact {
    /// A quotient to nearly twice the precision.
    fn over(self, n: f64) -> Self {
        let first = self.0 / n;
        Exact(first, ((-first).mul_add(n, self.0) + self.1) / n)
    }

    fn error(self, found: f64) -> f64 {
        found - self.0 - self.1
    }
}

/// The answers for one length.
struct Answers<'a> {
    golden: &'a Golden,
    n: usize,
}

impl Answers<'_> {
    fn frequencies(&self) -> Vec<usize> {
        let k: Vec<i64> = self.golden.entry(&format!("{}.k", self.n)).values();
        k.into_iter().map(|k| k as usize).collect()
    }

    fn get(&self, name: &str) -> Vec<Exact> {
        let part = |part: &str| self.golden.entry(&format!("{}.{name}.{part}", self.n));
        let (hi, lo): (Vec<f64>, Vec<f32>) = (part("hi").values(), part("lo").values());
        hi.into_iter().zip(lo).map(|(hi, lo)| Exact(hi, lo.into())).collect()
    }

    fn has_series(&self) -> bool {
        self.golden.get(&format!("{}.dct1.hi", self.n)).is_some()
    }
}

/// The root mean square of errors, as a part of what items of white noise of this energy come out as.
fn relative(errors: impl Iterator<Item = f64>, size: f64, epsilon: f64) -> f64 {
    let squares: Vec<f64> = errors.map(|error| error * error).collect();
    (squares.iter().sum::<f64>() / squares.len() as f64).sqrt() / size / epsilon
}

/// Errors of every transform at a length, in epsilon, by the name of the transform.
fn errors<T, C>(answers: &Answers<'_>, epsilon: f64) -> Result<Vec<(String, f64)>>
where
    T: RealTransformable<Complex = C, Real = T, Floating = T>,
    C: Transformable<Complex = C, Real = T>,
{
    let n = answers.n;
    let items = Array::from_vec(line(n))?;
    let energy = |items: &mut dyn Iterator<Item = f64>| items.map(|x| x * x).sum::<f64>().sqrt();
    let size = energy(&mut items.iter().map(|z| z.norm()));
    let real_size = energy(&mut items.iter().map(|z| z.re));
    let complex: Array<C> = items.astype()?;
    let real: Array<T> = items.real().astype()?;
    let frequencies = answers.frequencies();
    let of_complex = |found: Array<C>, name: &str, at: &dyn Fn(usize) -> usize, factor: f64, size: f64| {
        let found: Array<c128> = found.astype()?;
        let (re, im) = (answers.get(&format!("{name}.re")), answers.get(&format!("{name}.im")));
        let error = |((&k, re), im): ((&usize, &Exact), &Exact)| {
            let z = found[[at(k)]];
            re.over(factor).error(z.re).hypot(im.over(factor).error(z.im))
        };
        Ok::<_, Error>(relative(frequencies.iter().zip(&re).zip(&im).map(error), size / factor, epsilon))
    };
    let of_real = |found: Array<T>, name: &str, factor: f64, size: f64| {
        let found: Array<f64> = found.astype()?;
        let exact = answers.get(name);
        let error = |(&k, exact): (&usize, &Exact)| exact.over(factor).error(found[[k]]);
        Ok::<_, Error>(relative(frequencies.iter().zip(&exact).map(error), size / factor, epsilon))
    };
    let count = n as f64;
    let mut errors = vec![
        ("fft".into(), of_complex(fft(&complex)?, "fft", &|k| k, 1.0, size)?),
        ("ifft".into(), of_complex(ifft(&complex)?, "fft", &|k| (n - k) % n, count, size)?),
        ("rfft".into(), of_complex(rfft(&real)?, "rfft", &|k| k, 1.0, real_size)?),
    ];
    let half = complex.slice(s![..n as isize / 2 + 1])?;
    let whole = irfft::with(&half).n(n as isize).run()?;
    errors.push(("irfft".into(), of_real(whole, "irfft", count, size)?));
    for kind in (1..=4).filter(|_| answers.has_series()) {
        let found = dct::with(&real).kind(kind).run()?;
        errors.push((
            format!("dct{kind}"),
            of_real(found, &format!("dct{kind}"), 1.0, 2f64.sqrt() * real_size)?,
        ));
    }
    Ok(errors)
}

/// What a length is, for the table of the docs.
fn class(n: usize) -> &'static str {
    let least = (2..=n).find(|p| n.is_multiple_of(*p));
    match least {
        _ if n.is_power_of_two() => "powers of two",
        Some(p) if p == n => "primes",
        _ => "other",
    }
}

/// The most that errors may be, in epsilon times the binary logarithm of twice the length.
const SLOPE: f64 = 0.5;

#[test]
fn errors_grow_as_logarithms() -> Result<()> {
    let golden = golden("spectra");
    let lengths = golden.iter().filter_map(|(name, _)| name.strip_suffix(".k")?.parse().ok());
    let mut failures = Vec::new();
    let mut worst: BTreeMap<(String, &str), (f64, f64, usize)> = BTreeMap::new();
    for n in lengths {
        let answers = Answers { golden: &golden, n };
        for (precision, errors) in [
            ("f64", errors::<f64, c128>(&answers, f64::EPSILON)?),
            ("f32", errors::<f32, c64>(&answers, f32::EPSILON.into())?),
        ] {
            for (name, error) in errors {
                let slope = error / (2.0 * n as f64).log2();
                if slope >= SLOPE {
                    failures.push(format!("{name} of {n} items of {precision}: {error:.2} epsilon"));
                }
                let entry = worst.entry((format!("{name} {precision}"), class(n))).or_default();
                *entry = if slope > entry.1 { (error, slope, n) } else { *entry };
            }
        }
    }
    for ((name, class), (error, slope, n)) in worst {
        println!("{name} {class}: {error:.2} of {n} items, {slope:.3} log2 2n");
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    Ok(())
}
