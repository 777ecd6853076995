//! Four decades of carbon dioxide over Mauna Loa: yearly means, the seasonal cycle, growth per decade with its bootstrap band, and
//! the weeks without a measurement filled in.
//!
//! `cargo run --release --example co2` prints the tables and draws the series and the cycle to
//! `target/co2.svg`.

use numoxide::prelude::*;
use numoxide::{arange, equal, isnan, logical_and, logical_not, mean, random, take};
use numoxide_plot::{COLOURS, Figure, Panel};

const DATA: &str = include_str!("data/co2.csv");
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The weeks of the record: when, and how many parts per million; NaN where nothing was measured.
struct Record {
    year: Array<i64>,
    month: Array<i64>,
    ppm: Array<f64>,
}

fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let record = read(DATA)?;
    let missing = isnan(&record.ppm)?;
    println!("{} weeks, {} without a measurement\n", record.ppm.len(), missing.count_nonzero());

    let (years, yearly) = yearly_means(&record)?;
    println!("yearly means, ppm");
    for (year, ppm) in years.iter().zip(&yearly) {
        println!("  {year}  {ppm:7.2}");
    }

    let season = seasonal_cycle(&record)?;
    println!("\nseasonal cycle, ppm above or below the year around it");
    for (month, ppm) in MONTHS.iter().zip(&season) {
        println!("  {month}  {ppm:+.2}");
    }

    println!("\ngrowth, ppm per year, and where 95 in 100 resampled decades lie");
    let bands = growth_bands(&years, &yearly)?;
    for ((decade, growth), (low, high)) in growth_per_decade(&years, &yearly)?.into_iter().zip(bands) {
        println!("  {decade}s  {growth:.2}  ({low:.2} to {high:.2})");
    }

    let filled = fill_gaps(&record, &season)?;
    println!(
        "\nfilled weeks: {} (of {}), {:.2} to {:.2} ppm in all",
        missing.count_nonzero(),
        filled.len(),
        filled.min()?,
        filled.max()?
    );

    let path = "target/co2.svg";
    std::fs::create_dir_all("target")?;
    std::fs::write(path, draw(&record, &filled, &season)?)?;
    println!("\ndrawn to {path}");
    Ok(())
}

/// Reads `date,ppm` lines, dates as yyyymmdd.
fn read(text: &str) -> std::result::Result<Record, Box<dyn std::error::Error>> {
    let (mut dates, mut ppm) = (Vec::new(), Vec::new());
    for line in text.lines().skip(1).filter(|line| !line.is_empty()) {
        let (date, value) = line.split_once(',').ok_or("a line without a comma")?;
        dates.push(date.parse::<i64>()?);
        ppm.push(if value.trim().is_empty() { f64::NAN } else { value.trim().parse()? });
    }
    let dates = Array::from_vec(dates)?;
    let (year, month) =
        (numoxide::floor_divide(&dates, 10_000)?, numoxide::floor_divide(&dates % 10_000, 100)?);
    Ok(Record { year, month, ppm: Array::from_vec(ppm)? })
}

/// The mean of each group of weeks: `groups` against `labels`, one row a week, one column a group.
fn group_means(values: &Array<f64>, groups: &Array<i64>, labels: &Array<i64>) -> Result<Array<f64>> {
    let member = equal(groups.expand_dims(1)?, labels)?;
    let known = logical_not(isnan(values)?)?.expand_dims(1)?;
    let counted = logical_and(&member, &known)?;
    mean::with(&values.expand_dims(1)?.broadcast_to(counted.shape())?).axis(0).where_(&counted).run()
}

/// For each week the value of its group.
fn spread(of_group: &Array<f64>, groups: &Array<i64>, labels: &Array<i64>) -> Result<Array<f64>> {
    let member = equal(groups.expand_dims(1)?, labels)?.astype::<f64>()?;
    (member * of_group).sum_axis(1)
}

fn yearly_means(record: &Record) -> Result<(Array<i64>, Array<f64>)> {
    let years = arange(record.year.min()?, record.year.max()? + 1, 1)?;
    let means = group_means(&record.ppm, &record.year, &years)?;
    Ok((years, means))
}

/// The mean of each month, after the mean of the 52 weeks around each week is taken away.
fn seasonal_cycle(record: &Record) -> Result<Array<f64>> {
    let around = running_mean(&record.ppm, 26)?;
    let season = group_means(&(&record.ppm - around), &record.month, &arange(1, 13, 1)?)?;
    let middle = season.mean();
    Ok(season - middle)
}

/// The mean of the known values up to `reach` weeks away; NaN where the window leaves the record.
fn running_mean(values: &Array<f64>, reach: usize) -> Result<Array<f64>> {
    let mut result = Array::full(values.shape(), f64::NAN)?;
    for week in reach..values.len() - reach {
        let window = values.slice(s![week - reach..=week + reach])?;
        result[week] = numoxide::nanmean(&window);
    }
    Ok(result)
}

/// The steps from one yearly mean to the next, and the decade of each.
fn yearly_steps(years: &Array<i64>, yearly: &Array<f64>) -> Result<(Array<i64>, Array<f64>)> {
    let steps = yearly.slice(s![1..])? - yearly.slice(s![..-1])?;
    Ok((numoxide::floor_divide(&years.slice(s![1..])?, 10)? * 10, steps))
}

/// The mean yearly step within each decade.
fn growth_per_decade(years: &Array<i64>, yearly: &Array<f64>) -> Result<Vec<(i64, f64)>> {
    let (decade, steps) = yearly_steps(years, yearly)?;
    let labels = arange(decade.min()?, decade.max()? + 1, 10)?;
    let means = group_means(&steps, &decade, &labels)?;
    Ok(labels.iter().copied().zip(means.iter().copied()).collect())
}

/// The band in which the middle 95 in 100 of each decade's means lie, when its years are drawn again with replacement (Efron 1979).
/// The stream is that of `numpy.random.default_rng(1958)`: the numbers are the same every time, and NumPy's.
fn growth_bands(
    years: &Array<i64>,
    yearly: &Array<f64>,
) -> std::result::Result<Vec<(f64, f64)>, Box<dyn std::error::Error>> {
    const DRAWS: usize = 2000;
    let (decade, steps) = yearly_steps(years, yearly)?;
    let mut rng = random::default_rng(1958)?;
    let mut band = |label: i64| {
        let steps = steps.mask(&equal(&decade, label)?)?;
        let places = rng.integers(0, steps.len() as i64, [DRAWS, steps.len()])?;
        let mut means = take(&steps, &places, 0)?.mean_axis(1)?.to_vec();
        means.sort_by(f64::total_cmp);
        Ok((means[DRAWS / 40 - 1], means[DRAWS - DRAWS / 40 - 1]))
    };
    (decade.min()?..=decade.max()?).step_by(10).map(&mut band).collect()
}

/// Without its season the series is smooth: there the gaps are bridged by straight lines.
fn fill_gaps(record: &Record, season: &Array<f64>) -> Result<Array<f64>> {
    let seasonal = spread(season, &record.month, &arange(1, 13, 1)?)?;
    let mut smooth = &record.ppm - &seasonal;
    let known: Vec<usize> = (0..smooth.len()).filter(|&week| !smooth[week].is_nan()).collect();
    for pair in known.windows(2) {
        let (from, to) = (smooth[pair[0]], smooth[pair[1]]);
        for week in pair[0] + 1..pair[1] {
            let part = (week - pair[0]) as f64 / (pair[1] - pair[0]) as f64;
            smooth[week] = from + part * (to - from);
        }
    }
    Ok(smooth + seasonal)
}

/// The series over the whole width, the seasonal cycle below it.
fn draw(record: &Record, filled: &Array<f64>, season: &Array<f64>) -> Result<String> {
    let mut figure = Figure::new(900.0, 620.0);
    let first = record.year.min()?;
    let years = (0..44).step_by(5).map(|k| (k as f64 * 52.18, (first + k).to_string()));
    Panel::new("Weekly CO2 at Mauna Loa, ppm")
        .line("CO2", &arange(0.0, filled.len() as f64, 1.0)?.to_vec(), &filled.to_vec())
        .labels(years)
        .draw(&mut figure, [60.0, 40.0, 810.0, 330.0]);
    let names = MONTHS.iter().enumerate().map(|(k, name)| (k as f64, (*name).to_string()));
    Panel::new("Seasonal cycle, ppm")
        .line("cycle", &arange(0.0, 12.0, 1.0)?.to_vec(), &season.to_vec())
        .colour(COLOURS[1])
        .labels(names)
        .draw(&mut figure, [60.0, 430.0, 810.0, 140.0]);
    Ok(figure.svg())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What NumPy gives:
    ///
    /// ```python
    /// rng = np.random.default_rng(1958)
    /// for k in np.unique(decade):
    ///     s = steps[decade == k]
    ///     means = np.sort(s[rng.integers(0, len(s), (2000, len(s)))].mean(axis=1))
    ///     print(means[49], means[1949])
    /// ```
    const NUMPYS: [(f64, f64); 6] = [
        (0.4862499999999841, 0.4862499999999841),
        (0.5250229763823541, 1.1637916542692608),
        (0.9136189134579353, 1.5317997097242482),
        (1.390066877258897, 1.8685111272375878),
        (1.1901923076922685, 1.9180515239477471),
        (1.125870827285894, 1.510667634252627),
    ];

    #[test]
    fn the_bands_are_numpys() {
        let (years, yearly) = yearly_means(&read(DATA).unwrap()).unwrap();
        let bands = growth_bands(&years, &yearly).unwrap();
        assert_eq!(bands.len(), NUMPYS.len());
        for ((low, high), (numpys_low, numpys_high)) in bands.into_iter().zip(NUMPYS) {
            assert!((low - numpys_low).abs() < 1e-11 && (high - numpys_high).abs() < 1e-11);
        }
    }
}
