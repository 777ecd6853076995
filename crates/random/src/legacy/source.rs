//! The words of a bit generator as the legacy stream takes them.

use crate::BitGenerator;
use crate::bits::Words;

/// Normal variates by the polar method, of which every other waits for the next call, and exponential ones by inversion.
pub(crate) struct Legacy<'a, B> {
    pub(super) bits: &'a mut B,
    pub(super) gauss: &'a mut Option<f64>,
}

impl<B: BitGenerator> Words for Legacy<'_, B> {
    #[inline(always)]
    fn word(&mut self) -> u64 {
        self.bits.next_u64()
    }

    #[inline(always)]
    fn uniform(&mut self) -> f64 {
        self.bits.next_f64()
    }

    #[inline]
    fn normal(&mut self) -> f64 {
        if let Some(waiting) = self.gauss.take() {
            return waiting;
        }
        loop {
            let x = 2.0 * self.uniform() - 1.0;
            let y = 2.0 * self.uniform() - 1.0;
            let square = x * x + y * y;
            if square < 1.0 && square != 0.0 {
                let factor = (-2.0 * square.ln() / square).sqrt();
                *self.gauss = Some(factor * x);
                return factor * y;
            }
        }
    }

    #[inline(always)]
    fn exponential(&mut self) -> f64 {
        -(1.0 - self.uniform()).ln()
    }
}
