//! Finding floating-point events by looking at operands and results.

use crate::errstate::{Event, geterr, report};
use crate::{AnyView, Array, Complex, DType, Result};

/// Where a function of finite arguments is exactly infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pole {
    /// Nowhere.
    Nowhere,
    /// Where the first argument is one of these.
    First(&'static [f64]),
    /// Where the second argument is zero: the divisions.
    Divisor,
    /// Where the first argument is zero and the second negative: the powers.
    Power,
}

impl Pole {
    fn is_at(self, args: &[Complex<f64>]) -> bool {
        match self {
            Pole::Nowhere => false,
            Pole::First(places) => places.contains(&args[0].re) && args[0].im == 0.0,
            Pole::Divisor => args[1] == Complex::ZERO,
            Pole::Power => args[0] == Complex::ZERO && args[1].re < 0.0,
        }
    }
}

/// Reports the events of a finished call, as the errstate of this thread wants.
///
/// # Errors
/// [`Error::FloatingPoint`](crate::Error::FloatingPoint) if it wants one.
pub(super) fn check(
    op: &'static str,
    pole: Pole,
    inputs: &[AnyView<'_>],
    outputs: &[AnyView<'_>],
) -> Result<()> {
    if geterr().is_ignore() {
        return Ok(());
    }
    let mut counts = [0usize; 4];
    let Some(shape) = outputs.first().map(AnyView::shape) else { return Ok(()) };
    let spread = |input: &AnyView<'_>| values(&input.broadcast_to(shape)?);
    let inputs: Vec<Vec<Complex<f64>>> = inputs.iter().map(spread).collect::<Result<_>>()?;
    for output in outputs {
        let smallest = smallest_normal(output.dtype());
        let integer = output.dtype().is_integer();
        let results = values(output)?;
        let mut args = vec![Complex::ZERO; inputs.len()];
        for (i, &result) in results.iter().enumerate() {
            args.iter_mut().zip(&inputs).for_each(|(arg, input)| *arg = input[i]);
            if let Some(event) = classify(pole, &args, result, smallest, integer) {
                counts[event as usize] += 1;
            }
        }
    }
    for event in [Event::Divide, Event::Over, Event::Under, Event::Invalid] {
        if counts[event as usize] > 0 {
            report(op, event, counts[event as usize])?;
        }
    }
    Ok(())
}

fn classify(
    pole: Pole,
    args: &[Complex<f64>],
    result: Complex<f64>,
    smallest: f64,
    integer: bool,
) -> Option<Event> {
    if integer {
        let by_zero = pole == Pole::Divisor && pole.is_at(args);
        return by_zero.then_some(Event::Divide);
    }
    let finite = args.iter().all(|arg| arg.is_finite());
    if result.is_nan() {
        return (!args.iter().any(|arg| arg.is_nan())).then_some(Event::Invalid);
    }
    if result.is_infinite() {
        return finite.then_some(if pole.is_at(args) { Event::Divide } else { Event::Over });
    }
    let tiny = |part: f64| part != 0.0 && part.abs() < smallest;
    (finite && (tiny(result.re) || tiny(result.im)) && !args.contains(&result)).then_some(Event::Under)
}

fn smallest_normal(dtype: &DType) -> f64 {
    match dtype {
        DType::F16 => 2f64.powi(-14),
        DType::F32 | DType::BF16 | DType::C64 => f64::from(f32::MIN_POSITIVE),
        _ => f64::MIN_POSITIVE,
    }
}

fn values(view: &AnyView<'_>) -> Result<Vec<Complex<f64>>> {
    let converted: Array<Complex<f64>> = view.astype(DType::C128)?.try_into()?;
    Ok(converted.to_vec())
}
