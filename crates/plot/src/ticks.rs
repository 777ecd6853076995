//! Where a scale has its marks, and what stands beside them.

/// About `count` round numbers from `low` to `high`, with their texts.
pub fn ticks(low: f64, high: f64, count: usize) -> Vec<(f64, String)> {
    let rough = (high - low) / count.max(1) as f64;
    if rough <= 0.0 || !rough.is_finite() || low + rough == low {
        return vec![(low, text(low, low.abs()))];
    }
    let power = 10f64.powf(rough.log10().floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].map(|digit| digit * power).into_iter().find(|step| *step >= rough * 0.999);
    let step = step.unwrap_or(10.0 * power);
    let (first, last) = ((low / step - 1e-9).ceil(), (high / step + 1e-9).floor());
    // Round numbers may be coarser than the distance of neighbouring floats only above 2^53, where there is one mark.
    let marks = (last - first).clamp(0.0, 100.0) as usize;
    (0..=marks).map(|k| (first + k as f64) * step).map(|place| (place, text(place, step))).collect()
}

/// A number with as many decimals as steps of this size need.
fn text(x: f64, step: f64) -> String {
    let largest = x.abs().max(step);
    if largest != 0.0 && !(1e-4..1e7).contains(&largest) {
        let digits = (largest.log10().floor() - step.log10().floor()).clamp(0.0, 15.0) as usize;
        return if x == 0.0 { "0".to_owned() } else { format!("{x:.digits$e}") };
    }
    let decimals = if step > 0.0 { (-step.log10().floor()).clamp(0.0, 15.0) as usize } else { 0 };
    let text = format!("{x:.decimals$}");
    if text.trim_start_matches(['-', '0', '.']).is_empty() { text.replace('-', "") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(low: f64, high: f64) -> Vec<String> {
        ticks(low, high, 5).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn marks_are_round_and_inside() {
        assert_eq!(texts(0.0, 10.0), ["0", "2", "4", "6", "8", "10"]);
        assert_eq!(texts(-0.3, 0.21), ["-0.2", "0.0", "0.2"]);
        assert_eq!(texts(1958.2, 2001.9), ["1960", "1970", "1980", "1990", "2000"]);
        assert_eq!(texts(0.0, 3e9), ["0", "1e9", "2e9", "3e9"]);
        assert_eq!(texts(7.0, 7.0), ["7"]);
        assert_eq!(ticks(f64::MAX, f64::INFINITY, 5).len(), 1);
    }
}
