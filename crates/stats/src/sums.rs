//! Sums of powers of deviations, in a fixed number of lanes.

use numoxide_simd::{Isa, Kernel, dispatch};

/// The sums of the first four powers of `x - center`.
pub(crate) fn powers(items: &[f64], center: f64) -> [f64; 4] {
    dispatch(Powers { items, center })
}

struct Powers<'a> {
    items: &'a [f64],
    center: f64,
}

impl Kernel for Powers<'_> {
    type Output = [f64; 4];

    #[inline(always)]
    fn run<I: Isa>(self) -> [f64; 4] {
        const LANES: usize = 16;
        let mut sums = [[0.0; LANES]; 4];
        let mut add = |items: &[f64]| {
            for (lane, x) in items.iter().enumerate() {
                let d = x - self.center;
                let square = d * d;
                sums[0][lane] += d;
                sums[1][lane] += square;
                sums[2][lane] = I::fma(square, d, sums[2][lane]);
                sums[3][lane] = I::fma(square, square, sums[3][lane]);
            }
        };
        let (blocks, rest) = self.items.as_chunks::<LANES>();
        blocks.iter().for_each(|block| add(block));
        add(rest);
        sums.map(|lanes| lanes.iter().sum())
    }
}
