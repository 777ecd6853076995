//! Round trips, Parseval's equation, the same bits in every layout and by any number of threads, and growth of errors.

mod growth;

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
