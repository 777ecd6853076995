//! Rolling statistics held to the plain ones of each window, moments gathered in pieces to those of the whole, and shapes, ranks
//! and modes to their definitions.

use numoxide_core::*;
use numoxide_stats::*;
use numoxide_ufunc as ufunc;

/// Numbers that repeat, from a generator with a fixed seed.
fn numbers(n: usize) -> Vec<f64> {
    let mut state = 7u64;
    let mut next = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((state >> 33) % 2000) as f64 / 8.0 - 100.0
    };
    (0..n).map(|_| next()).collect()
}

fn near(a: f64, b: f64) -> bool {
    (a.is_nan() && b.is_nan()) || a == b || (a - b).abs() <= 1e-10 * (1.0 + b.abs())
}

#[track_caller]
fn same(found: Array<f64>, wanted: impl Iterator<Item = f64>) {
    let (found, wanted) = (found.to_vec(), wanted.collect::<Vec<_>>());
    assert_eq!(found.len(), wanted.len());
    let place = found.iter().zip(&wanted).position(|(&a, &b)| !near(a, b));
    assert_eq!(place.map(|place| (place, found[place], wanted[place])), None);
}

#[test]
fn windows_give_what_each_gives_alone() {
    let mut a = numbers(97);
    for poisoned in [false, true] {
        if poisoned {
            a[40] = f64::NAN;
            a[70] = f64::INFINITY;
        }
        for window in [1, 2, 3, 7, 16, 96, 97, 98] {
            let roll = || rolling(&a, window);
            let windows = || a.windows(window);
            same(roll().sum().unwrap(), windows().map(ufunc::sum));
            same(roll().mean().unwrap(), windows().map(ufunc::mean));
            same(roll().min().unwrap(), windows().map(|w| ufunc::min(w).unwrap()));
            same(roll().max().unwrap(), windows().map(|w| ufunc::max(w).unwrap()));
            same(roll().median().unwrap(), windows().map(|w| median(w).unwrap().to_vec()[0]));
            if !poisoned {
                same(roll().var(0.0).unwrap(), windows().map(ufunc::var));
                same(roll().std(0.0).unwrap(), windows().map(ufunc::std));
                same(roll().moments(Moments::skew).unwrap(), windows().map(|w| skew(w).unwrap().to_vec()[0]));
            }
        }
    }
    assert!(rolling(&a, 0).sum().is_err());
    assert!(rolling(&a, 2).axis(1).sum().is_err());
}

#[test]
fn windows_move_along_any_axis() {
    let a = array![[1, 5, 2], [4, 0, 6], [3, 3, 9], [8, 1, 7]];
    assert_eq!(
        rolling(&a, 2).axis(0).sum().unwrap().to_vec(),
        [5.0, 5.0, 8.0, 7.0, 3.0, 15.0, 11.0, 4.0, 16.0]
    );
    assert_eq!(rolling(&a, 2).max().unwrap().to_vec(), [5, 5, 4, 6, 3, 9, 8, 7]);
    assert_eq!(rolling(&a, 3).axis(0).median().unwrap().to_vec(), [3.0, 3.0, 6.0, 4.0, 1.0, 7.0]);
    assert_eq!(rolling(&a, 9).max().unwrap().shape(), [4, 0]);
}

#[test]
fn windows_do_not_forget_small_numbers_beside_large_ones() {
    let a = [1e16, 1.0, 1.0, 1.0, -1e16, 0.5, 0.25];
    assert_eq!(rolling(&a, 2).sum().unwrap().to_vec()[5], 0.75);
    let far: Vec<f64> = numbers(50).iter().map(|x| x / 1e3 + 1e9).collect();
    same(
        rolling(&far, 9).var(1.0).unwrap(),
        far.windows(9).map(|w| {
            let shifted: Vec<f64> = w.iter().map(|x| x - 1e9).collect();
            ufunc::var::with(&shifted).ddof(1).run().unwrap().to_vec()[0]
        }),
    );
}

/// The moments by their definitions.
fn defined(a: &[f64]) -> [f64; 4] {
    let mean = a.iter().sum::<f64>() / a.len() as f64;
    let moment = |k: i32| a.iter().map(|x| (x - mean).powi(k)).sum::<f64>() / a.len() as f64;
    [mean, moment(2), moment(3) / moment(2).powf(1.5), moment(4) / moment(2).powi(2) - 3.0]
}

#[test]
fn pieces_give_what_the_whole_gives() {
    let a = numbers(10_000);
    let wanted = defined(&a);
    for piece in [1, 7, 1000, 4096, 9999] {
        let mut all = Moments::default();
        // The other way round, and some of them merged first.
        for pair in a.chunks(2 * piece).rev() {
            let mut both = Moments::default();
            pair.chunks(piece).for_each(|piece| both.extend(piece).unwrap());
            all.merge(&both);
        }
        let found = [all.mean(), all.var(0.0), all.skew(), all.kurtosis()];
        assert!(found.iter().zip(wanted).all(|(&a, b)| near(a, b)), "{piece}: {found:?}, {wanted:?}");
        assert_eq!((all.count(), all.min()), (1e4, ufunc::min(&a).unwrap()));
        assert_eq!(all.max(), ufunc::max(&a).unwrap());
    }
    let empty = Moments::default();
    assert!(empty.mean().is_nan() && empty.var(0.0).is_nan() && empty.min().is_nan());
    let mut with_nan = Moments::of(&a).unwrap();
    with_nan.push(f64::NAN);
    assert!(with_nan.mean().is_nan() && with_nan.max().is_nan());
}

#[test]
fn weights_count_as_repetitions() {
    let (x, w) = ([1.0, 4.0, -2.0, 7.5], [3.0, 1.0, 0.0, 2.0]);
    let repeated = [1.0, 1.0, 1.0, 4.0, 7.5, 7.5];
    let found = Moments::weighted(x, w).unwrap();
    let found = [found.mean(), found.var(0.0), found.skew(), found.kurtosis()];
    assert!(found.iter().zip(defined(&repeated)).all(|(&a, b)| near(a, b)));
    assert!(Moments::weighted(x, [1.0]).is_err());
}

#[test]
fn covariances_of_pieces_are_those_of_the_whole() {
    let rows = Array::from_shape_vec([300, 3], numbers(900)).unwrap();
    let wanted = cov::with(&rows).rowvar(false).run().unwrap();
    let mut all = Covariances::new(3);
    for start in (0..300).step_by(70) {
        all.extend(rows.slice(s![start..start + 70]).unwrap()).unwrap();
    }
    same(all.cov(1.0).unwrap(), wanted.to_vec().into_iter());
    same(all.corrcoef().unwrap(), corrcoef(rows.t()).unwrap().to_vec().into_iter());
    let mut single = Covariances::new(3);
    rows.to_vec().chunks(3).for_each(|row| single.push(row).unwrap());
    same(single.cov(1.0).unwrap(), wanted.to_vec().into_iter());
    assert!(all.push(&[1.0]).is_err());
}

#[test]
fn shapes_are_those_of_their_definitions() {
    let a = numbers(60);
    let [_, _, g1, g2] = defined(&a);
    let n = 60.0f64;
    let unbiased = (n * (n - 1.0)).sqrt() / (n - 2.0) * g1;
    let excess = ((n + 1.0) * g2 + 6.0) * (n - 1.0) / ((n - 2.0) * (n - 3.0));
    same(skew(&a).unwrap(), [g1].into_iter());
    same(kurtosis(&a).unwrap(), [g2].into_iter());
    same(skew::with(&a).bias(false).run().unwrap(), [unbiased].into_iter());
    same(kurtosis::with(&a).bias(false).run().unwrap(), [excess].into_iter());
    let table = Array::from_shape_vec([20, 3], a.clone()).unwrap();
    let columns = skew::with(&table).axis(0).keepdims(true).run().unwrap();
    assert_eq!(columns.shape(), [1, 3]);
    let column: Vec<f64> = a.iter().skip(1).step_by(3).copied().collect();
    assert!(near(columns[[0, 1]], defined(&column)[2]));
    let scores = zscore(&table, 0, 1.0).unwrap();
    assert!(near(ufunc::std::with(&scores).axis(0).ddof(1).run().unwrap()[[2]], 1.0));
    assert!(skew([1.0f64, 1.0]).unwrap().to_vec()[0].is_nan());
}

#[test]
fn ranks_and_modes() {
    let a = [[3.0, 1.0, 3.0, 2.0], [0.0, f64::NAN, 1.0, 1.0]];
    let ranks = |ties: Ties| rankdata::with(&a[0]).ties(ties).run().unwrap().to_vec();
    assert_eq!(ranks(Ties::Average), [3.5, 1.0, 3.5, 2.0]);
    assert_eq!(ranks(Ties::Min), [3.0, 1.0, 3.0, 2.0]);
    assert_eq!(ranks(Ties::Max), [4.0, 1.0, 4.0, 2.0]);
    assert_eq!(ranks(Ties::Dense), [3.0, 1.0, 3.0, 2.0]);
    assert_eq!(ranks(Ties::Ordinal), [3.0, 1.0, 4.0, 2.0]);
    let lines = rankdata::with(&a).axis(1).run().unwrap();
    assert!(lines.to_vec()[..4] == [3.5, 1.0, 3.5, 2.0] && lines.to_vec()[4..].iter().all(|x| x.is_nan()));
    let found = mode::with(&a).axis(1).run().unwrap();
    assert_eq!((found.values.to_vec(), found.counts.to_vec()), (vec![3.0, 1.0], vec![2, 2]));
    assert!(mode(Vec::<f64>::new()).is_err());
}

/// The convolution of `n` ones with `0..m`: differences of triangular numbers.
fn ones_with_steps(n: usize, m: usize) -> Vec<f64> {
    let triangle = |k: usize| (k * k.saturating_sub(1) / 2) as f64;
    (0..n + m - 1).map(|k| triangle((k + 1).min(m)) - triangle((k + 1).saturating_sub(n))).collect()
}

#[test]
fn transforms_convolve_as_the_direct_form_does() {
    let (n, m) = (3000, 1200);
    let (ones, steps) = (vec![1.0; n], (0..m).map(|k| k as f64).collect::<Vec<f64>>());
    let wanted = ones_with_steps(n, m);
    // eps times log2(n) times both norms.
    let bound = f64::EPSILON * 12.0 * (n as f64).sqrt() * (m as f64).powi(3).sqrt();
    let overlaps = [
        (Overlap::Full, 0..n + m - 1),
        (Overlap::Valid, m - 1..n),
        (Overlap::Same, m / 2 - 1..n + m / 2 - 1),
    ];
    for method in [ConvolutionMethod::Auto, ConvolutionMethod::Direct, ConvolutionMethod::Fft] {
        for (overlap, range) in overlaps.clone() {
            for (a, v) in [(&ones, &steps), (&steps, &ones)] {
                let found = convolve::with(a, v).overlap(overlap).method(method).run().unwrap().to_vec();
                assert_eq!(found.len(), range.len());
                let worst =
                    found.iter().zip(&wanted[range.clone()]).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
                assert!(
                    worst <= if method == ConvolutionMethod::Direct { 0.0 } else { bound },
                    "{method:?}: {worst}"
                );
            }
        }
        let turned: Vec<f64> = steps.iter().rev().copied().collect();
        let found = correlate::with(&ones, &turned).overlap(Overlap::Full).method(method).run().unwrap();
        assert!(found.iter().zip(&wanted).all(|(a, b)| (a - b).abs() <= bound));
    }
    // Integers are exact, and what is not finite stays where the direct form has it.
    let whole: Vec<i64> = (0..m as i64).collect();
    let found = convolve::with(&vec![1i64; n], &whole).method(ConvolutionMethod::Fft).run().unwrap();
    assert!(found.iter().zip(&wanted).all(|(&a, &b)| a as f64 == b));
    let mut poisoned = ones.clone();
    poisoned[0] = f64::NAN;
    let found = convolve(&poisoned, &steps).unwrap().to_vec();
    assert!(found[..m].iter().all(|x| x.is_nan()) && found[m..] == wanted[m..]);
}

#[test]
fn complex_sequences_are_conjugated_before_transforms() {
    let a: Vec<c128> = numbers(2600).chunks(2).map(|pair| c128::new(pair[0], pair[1])).collect();
    let call = |method| correlate::with(&a, &a).overlap(Overlap::Full).method(method).run().unwrap();
    let (direct, transformed) = (call(ConvolutionMethod::Direct), call(ConvolutionMethod::Auto));
    let norm: f64 = a.iter().map(|z| z.norm_sqr()).sum();
    assert!(direct.iter().zip(&transformed).all(|(a, b)| (a - b).norm() <= f64::EPSILON * 12.0 * norm));
    // At no shift the sum of squares.
    assert!((transformed[1299].re - norm).abs() <= 1e-10 * norm);
}

#[test]
fn threads_do_not_change_a_bit() {
    let a = numbers(200_000);
    let table = Array::from_shape_vec([500, 400], a.clone()).unwrap();
    let counts: Vec<i32> = numbers(300_000).iter().map(|x| *x as i32 + 100).collect();
    let all = || -> Vec<Array<f64>> {
        vec![
            median::with(&table).axis(0).run().unwrap(),
            median(&a).unwrap(),
            percentile(&a, [0.0, 5.0, 31.5, 50.0, 100.0]).unwrap(),
            bincount(&counts).unwrap().astype::<f64>().unwrap(),
            nanmedian::with(&table).axis(1).run().unwrap(),
            quantile::with(&table, &[0.1, 0.9]).axis(0).run().unwrap(),
            rolling(&a, 100).std(1.0).unwrap(),
            rolling(&a, 30).median().unwrap(),
            rolling(&table, 30).axis(0).mean().unwrap(),
            histogram(&a, 50).unwrap().counts.astype::<f64>().unwrap(),
            convolve(&a, &a[..9]).unwrap(),
            interp(&a, [-90.0, 3.0, 80.0], [1.0, 0.25, 7.0]).unwrap(),
            rankdata::with(&table).axis(0).run().unwrap(),
        ]
    };
    let bits = |arrays: Vec<Array<f64>>| -> Vec<Vec<u64>> {
        arrays.iter().map(|a| a.iter().map(|x| x.to_bits()).collect()).collect()
    };
    driver::set_num_threads(1);
    let one = bits(all());
    for threads in [2, 3, 8] {
        driver::set_num_threads(threads);
        assert!(bits(all()) == one, "{threads} threads");
    }
    driver::set_num_threads(0);
}

#[test]
fn large_integers_are_chosen_exactly() {
    let a = [i64::MAX, i64::MAX - 1, i64::MAX - 2, i64::MIN + 1];
    let items = quantile::with(&a, &[0.0, 0.5, 1.0]).method(Method::Higher).items().unwrap();
    assert_eq!(items.to_vec(), [i64::MIN + 1, i64::MAX - 1, i64::MAX]);
    let b = [u64::MAX, u64::MAX - 1, u64::MAX - 2];
    assert_eq!(percentile::with(&b, &50.0).method(Method::Nearest).items().unwrap().to_vec(), [u64::MAX - 1]);
    let row = AnyArray::from(&Array::from_shape_vec([1, 3], b.to_vec()).unwrap());
    let any = quantile::any_with(&row, &0.5).method(Method::Lower).axis(1).run().unwrap();
    assert_eq!(any.downcast::<u64>().unwrap().to_vec(), [u64::MAX - 1]);
    let row = AnyArray::from(&Array::from_shape_vec([1, 4], a.to_vec()).unwrap());
    let weighted = quantile::any_with(&row, &0.5).method(Method::InvertedCdf);
    let weights = AnyArray::from(&array![[1.0, 0.0, 0.0, 0.0]]);
    assert_eq!(weighted.weights(&weights).run().unwrap().downcast::<i64>().unwrap().to_vec(), [i64::MAX]);
    assert!(quantile::with(&a, &0.5).items().is_err());
    assert!(quantile::with(&[0i64; 0], &0.5).method(Method::Lower).items().is_err());
}

#[test]
fn results_go_where_they_are_asked_to() {
    let a = AnyArray::from(&array![[1.0, 5.0], [3.0, 9.0]]);
    let mut out = Array::<f32>::zeros([2]).unwrap();
    quantile::any_with(&a, &0.5).axis(0).out(&mut out).unwrap();
    assert_eq!(out.to_vec(), [2.0, 7.0]);
    median::any_with(&a).axis(1).out(&mut out).unwrap();
    assert_eq!(out.to_vec(), [3.0, 6.0]);
    nanpercentile::with(&array![[1.0, 5.0], [3.0, 9.0]], &100.0).axis(0).out(&mut out).unwrap();
    assert_eq!(out.to_vec(), [3.0, 9.0]);
    assert!(median::any_with(&a).out(&mut out).is_err());
}

#[test]
fn covariances_are_rounded_to_the_type_that_is_asked_for() {
    let x = AnyArray::from(&array![[1.0, 2.5, 4.0], [3.0, -1.0, 0.5]]);
    let wanted = cov::any(&x).unwrap();
    let found = cov::any_with(&x).dtype(DType::F32).run().unwrap();
    assert_eq!(found.dtype(), &DType::F32);
    let pairs = |a: &AnyArray| a.astype(DType::F64).unwrap().downcast::<f64>().unwrap().to_vec();
    assert!(pairs(&found).iter().zip(pairs(&wanted)).all(|(a, b)| (a - b).abs() <= 1e-6 * b.abs()));
    assert_eq!(corrcoef::any_with(&x).dtype(DType::F16).run().unwrap().dtype(), &DType::F16);
    assert!(cov::any_with(&x).dtype(DType::I64).run().is_err());
    assert!(cov::any_with(&x).fweights(&AnyArray::from(&array![1.0, 1.5, 2.0])).run().is_err());
}

#[test]
fn counts_of_many_numbers_are_those_of_each() {
    // Few numbers, with a large one at the end of some, and more numbers than a thread has a table for.
    for (most, last) in [(10, 3), (10, 60_000), (200_000, 250_000)] {
        let mut x: Vec<i64> = (0..300_000).map(|i| i * 7919 % most).collect();
        x[299_999] = last;
        let mut wanted = vec![0; last.max(most - 1) as usize + 1];
        x.iter().for_each(|&x| wanted[x as usize] += 1);
        for threads in [1, 2, 3] {
            driver::set_num_threads(threads);
            assert!(bincount(&x).unwrap().to_vec() == wanted, "{most} {last} {threads}");
            let longer = bincount::with_minlength(&x, wanted.len() + 2).unwrap().to_vec();
            assert!(longer[..wanted.len()] == wanted && longer[wanted.len()..] == [0, 0]);
            x[200_001] = -1;
            assert!(bincount(&x).is_err());
            x[200_001] = 200_001 * 7919 % most;
        }
    }
    driver::set_num_threads(0);
}

/// The only item.
fn one(a: Result<Array<f64>>) -> f64 {
    a.unwrap().to_vec()[0]
}

#[test]
fn quantiles_of_long_lines_are_items_of_the_sorted_line() {
    let methods =
        [Method::Lower, Method::Higher, Method::Nearest, Method::InvertedCdf, Method::ClosestObservation];
    let noise = |i: usize| ((i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as f64;
    for n in [65_535, 65_536, 100_003] {
        let line: Vec<f64> = (0..n).map(noise).collect();
        let mut sorted = line.clone();
        sorted.sort_by(f64::total_cmp);
        for q in [0.0, 0.25, 0.5, 0.999, 1.0] {
            let (low, high) = ((n - 1) as f64 * q, ((n - 1) as f64 * q).ceil());
            let found: Vec<f64> =
                methods.map(|method| one(quantile::with(&line, &q).method(method).run())).to_vec();
            assert_eq!(found[..2], [sorted[low as usize], sorted[high as usize]], "{n} {q}");
            assert!(found.iter().all(|found| sorted.binary_search_by(|x| x.total_cmp(found)).is_ok()));
        }
        let middle = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2.0;
        assert_eq!((one(median(&line)), one(nanmedian(&line))), (middle, middle));
        let mut poisoned = line.clone();
        poisoned[n / 2] = f64::NAN;
        assert!(one(median(&poisoned)).is_nan() && one(percentile(&poisoned, 5.0)).is_nan());
        sorted.remove(sorted.iter().position(|&x| x == line[n / 2]).unwrap());
        let middle = (sorted[(n - 2) / 2] + sorted[(n - 1) / 2]) / 2.0;
        assert_eq!(one(nanmedian(&poisoned)), middle);
    }
}
