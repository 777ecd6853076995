//! Stacks of small matrices: what is found for a matrix depends neither on those beside it nor on the level of the processor.

use numoxide_backend::Real;
use numoxide_backend::stacks::{eigh, invert, solve, svd};
use numoxide_simd::{Level, available_levels, force_level};

/// More than two groups of 16 matrices, and a rest.
const COUNT: usize = 37;

/// Matrices of which some are diagonal, or nearly, and some need rows to change places.
fn matrices<R: Real>(n: usize) -> Vec<R> {
    let mut state = 7u64;
    let mut items = Vec::with_capacity(COUNT * n * n);
    for number in 0..COUNT {
        for at in 0..n * n {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let random = (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5;
            let (i, j) = (at / n, at % n);
            items.push(R::from_f64(match number % 4 {
                0 if i == j => 1.0 + i as f64,
                0 => 0.0,
                1 if i == j => 2.0,
                1 if i.abs_diff(j) == 1 => 1e-4,
                1 => 0.0,
                _ => random,
            }));
        }
    }
    items
}

/// Everything that is found, one matrix after the other.
fn found<R: Real>(n: usize, a: &[R]) -> Vec<Vec<R>> {
    let (count, size) = (a.len() / (n * n), n * n);
    let mut inverse = a.to_vec();
    invert(n, &mut inverse).unwrap();
    let mut x: Vec<R> = (0..count * n * 3).map(|i| R::from_f64((i % (n * 3)) as f64)).collect();
    solve(n, a, 3, &mut x).unwrap();
    let (mut s, mut u, mut vh) = (vec![R::ZERO; count * n], a.to_vec(), a.to_vec());
    svd(n, a, &mut s, Some((&mut u, &mut vh))).unwrap();
    let (mut w, mut z) = (s.clone(), a.to_vec());
    eigh(n, &mut z, &mut w, true).unwrap();
    (0..count)
        .map(|m| {
            let matrix = |items: &[R]| items[m * size..][..size].to_vec();
            let row = |items: &[R], len: usize| items[m * len..][..len].to_vec();
            [matrix(&inverse), row(&x, 3 * n), row(&s, n), matrix(&u), matrix(&vh), row(&w, n), matrix(&z)]
                .concat()
        })
        .collect()
}

fn same_bits<R: Real>() {
    for n in [5, 8, 13, 16, 24, 32] {
        let a = matrices::<R>(n);
        let of_levels: Vec<Vec<Vec<R>>> = available_levels()
            .iter()
            .filter(|&&level| level != Level::Baseline)
            .map(|&level| {
                force_level(level);
                let together = found(n, &a);
                for (m, together) in together.iter().enumerate() {
                    let alone = found(n, &a[m * n * n..][..n * n]);
                    assert!(alone[0] == *together, "matrix {m} of {n} rows at {level:?}");
                }
                together
            })
            .collect();
        assert!(of_levels.windows(2).all(|pair| pair[0] == pair[1]), "{n} rows");
    }
}

#[test]
fn neighbours_and_levels_change_nothing() {
    same_bits::<f64>();
    same_bits::<f32>();
}

#[test]
fn tells_the_first_singular_matrix() {
    for n in [5, 8, 24] {
        let mut a = matrices::<f64>(n);
        a[20 * n * n..][..n].fill(0.0);
        let mut x = vec![1.0; COUNT * n];
        assert_eq!(solve(n, &a, 1, &mut x).unwrap_err().0, 20);
        assert_eq!(invert(n, &mut a).unwrap_err().0, 20);
    }
}

/// Reciprocals of such pivots overflow.
#[test]
fn divides_by_pivots_below_the_normal_numbers() {
    for n in [2, 5, 8, 24] {
        let tiny = f64::TINY / 64.0;
        let mut a = vec![0.0; 4 * n * n];
        (0..4 * n).for_each(|i| a[i / n * n * n + i % n * (n + 1)] = tiny);
        let mut x = vec![3.0 * tiny; 4 * n];
        solve(n, &a, 1, &mut x).unwrap();
        assert!(x.iter().all(|&x| x == 3.0), "{x:?}");
    }
}

#[test]
fn solves_for_no_columns() {
    let a = matrices::<f64>(6);
    solve(6, &a, 0, &mut []).unwrap();
}
