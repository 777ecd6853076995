//! The results as text: on the terminal, and as the page in `docs/`.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Run;
use super::measure::{Outcome, Row, Times, geometric_mean};

const SLOWEST: usize = 10;

pub fn print_head(run: &Run) {
    for line in &run.about {
        println!("{line}");
    }
    println!("{}", bandwidth_line(run));
    println!("{} thread(s) on each side; ratio = NumPy's time / ours\n", run.threads);
}

pub fn print_row(row: &Row, number: usize, of: usize) {
    let line = match &row.outcome {
        Outcome::Timed(times) => format!(
            "NumPy {:>10}  ours {:>10}  {:>8}{}{}",
            duration(times.numpy),
            duration(times.ours),
            ratio(times.ratio),
            times.limit_fraction.map_or(String::new(), |part| format!("  {:>4.0}% of memory", 100.0 * part)),
            if times.ratio < 1.0 { "  SLOWER" } else { "" },
        ),
        Outcome::Missing => "missing".to_owned(),
        Outcome::Failed(why) => format!("FAILED {why}"),
    };
    println!("[{number:>3}/{of}] {:<28} {line}", row.name);
}

pub fn print_summary(rows: &[Row]) {
    println!("\nfamily      rows  missing  slower  geometric mean");
    for (family, summary) in families(rows) {
        let Summary { timed, missing, slower, mean } = summary;
        println!("{family:<11} {timed:>4} {missing:>8} {slower:>7}  {}", ratio(mean));
    }
    println!("\nslowest rows");
    for (row, times) in slowest(rows) {
        println!("  {:<28} {}", row.name, ratio(times.ratio));
    }
}

/// The page in `docs/`.
pub fn page(run: &Run, rows: &[Row], stem: &str, others: &[String]) -> String {
    let mut page = String::from("# Against NumPy, row by row\n\n");
    let threads = if run.threads == 1 { String::new() } else { format!(" --threads {}", run.threads) };
    writeln!(
        page,
        "Written by `cargo xtask bench{threads}`, which makes the same figures on your machine.\n"
    )
    .unwrap();
    for line in &run.about {
        writeln!(page, "- {line}").unwrap();
    }
    writeln!(page, "- {}", bandwidth_line(run)).unwrap();
    writeln!(page, "- {} thread(s) on each side, plain release build\n", run.threads).unwrap();
    page.push_str(
        "Both sides run each case in alternating rounds. *ratio* is NumPy's time over ours, the median over the\n\
         rounds: above 1 we are faster. *memory* is the share of the bandwidth that we reach, for the cases\n\
         that memory limits; the bandwidth is measured in each round, with as much of the traffic written, by the better\n\
         of ordinary and streaming stores (of one stream and four, where nothing is written).\n\n",
    );
    if !others.is_empty() {
        let links: Vec<String> = others.iter().map(|name| format!("[{name}]({name})")).collect();
        writeln!(page, "Pages of other runs: {}.\n", links.join(", ")).unwrap();
    }
    writeln!(page, "![Ratio by family]({stem}.svg)\n").unwrap();
    family_table(&mut page, rows);
    slowest_table(&mut page, rows);
    all_rows(&mut page, rows);
    missing_list(&mut page, rows);
    page
}

fn family_table(page: &mut String, rows: &[Row]) {
    page.push_str("## Families\n\n| family | rows | missing | slower than NumPy | geometric mean |\n|---|--:|--:|--:|--:|\n");
    for (family, Summary { timed, missing, slower, mean }) in families(rows) {
        writeln!(page, "| {family} | {timed} | {missing} | {slower} | {} |", ratio(mean)).unwrap();
    }
}

fn slowest_table(page: &mut String, rows: &[Row]) {
    page.push_str("\n## The slowest rows\n\n");
    table_head(page);
    for (row, times) in slowest(rows) {
        table_row(page, row, times);
    }
}

fn all_rows(page: &mut String, rows: &[Row]) {
    page.push_str("\n## Every row\n");
    let mut last = "";
    for row in rows {
        let Some(times) = row.times() else { continue };
        if row.family() != last {
            last = row.family();
            // Rows of one family may stand apart in the list of cases; each stretch gets its heading.
            writeln!(page, "\n### {last}\n").unwrap();
            table_head(page);
        }
        table_row(page, row, times);
    }
}

fn missing_list(page: &mut String, rows: &[Row]) {
    let missing: Vec<_> =
        rows.iter().filter(|row| row.times().is_none()).map(|row| row.name.as_str()).collect();
    if !missing.is_empty() {
        writeln!(page, "\n## Missing\n\nCases of NumPy that have no counterpart here yet:\n").unwrap();
        let mut by_family: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for name in missing {
            by_family.entry(name.split('.').next().unwrap_or(name)).or_default().push(name);
        }
        for names in by_family.values() {
            writeln!(page, "- {}", names.join(", ")).unwrap();
        }
    }
}

fn table_head(page: &mut String) {
    page.push_str("| case | NumPy | ours | ratio | memory |\n|---|--:|--:|--:|--:|\n");
}

fn table_row(page: &mut String, row: &Row, times: &Times) {
    let memory = times.limit_fraction.map_or(String::new(), |part| format!("{:.0}%", 100.0 * part));
    let (numpy, ours) = (duration(times.numpy), duration(times.ours));
    writeln!(page, "| {} | {numpy} | {ours} | {} | {memory} |", row.name, ratio(times.ratio)).unwrap();
}

/// A family's rows in short.
pub struct Summary {
    pub timed: usize,
    pub missing: usize,
    pub slower: usize,
    pub mean: f64,
}

/// The families in the order of the cases.
pub fn families(rows: &[Row]) -> Vec<(&str, Summary)> {
    let mut names: Vec<&str> = Vec::new();
    for row in rows {
        if !names.contains(&row.family()) {
            names.push(row.family());
        }
    }
    names.into_iter().map(|name| (name, summary(rows, name))).collect()
}

fn summary(rows: &[Row], family: &str) -> Summary {
    let of_family = || rows.iter().filter(|row| row.family() == family);
    let ratios: Vec<_> = of_family().filter_map(Row::times).map(|times| times.ratio).collect();
    Summary {
        timed: ratios.len(),
        missing: of_family().count() - ratios.len(),
        slower: ratios.iter().filter(|&&ratio| ratio < 1.0).count(),
        mean: geometric_mean(ratios.into_iter()),
    }
}

fn slowest(rows: &[Row]) -> Vec<(&Row, &Times)> {
    let mut timed: Vec<_> = rows.iter().filter_map(|row| row.times().map(|times| (row, times))).collect();
    timed.sort_by(|(_, a), (_, b)| a.ratio.total_cmp(&b.ratio));
    timed.truncate(SLOWEST);
    timed
}

fn bandwidth_line(run: &Run) -> String {
    let named = ["read", "triad", "copy", "fill"].iter().zip(run.bandwidth);
    let parts: Vec<_> = named.map(|(name, speed)| format!("{name} {:.1} GB/s", 1e-9 * speed)).collect();
    format!("memory: {}", parts.join(", "))
}

/// A ratio, or a dash where there is none.
fn ratio(value: f64) -> String {
    if value.is_finite() { format!("{value:.2}x") } else { "-".to_owned() }
}

fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1e-6 => format!("{:.1} ns", s * 1e9),
        s if s < 1e-3 => format!("{:.2} µs", s * 1e6),
        s if s < 1.0 => format!("{:.2} ms", s * 1e3),
        s => format!("{s:.2} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, outcome: Outcome) -> Row {
        Row { name: name.into(), outcome }
    }

    fn timed(ratio: f64) -> Outcome {
        Outcome::Timed(Times { numpy: ratio, ours: 1.0, ratio, limit_fraction: None })
    }

    #[test]
    fn a_family_counts_what_is_slower_and_what_is_missing() {
        let rows = [row("a.x.8", timed(0.5)), row("a.y.8", timed(8.0)), row("a.z.8", Outcome::Missing)];
        let families = families(&rows);
        let (name, summary) = &families[0];
        assert_eq!((*name, summary.timed, summary.missing, summary.slower), ("a", 2, 1, 1));
        assert!((summary.mean - 2.0).abs() < 1e-12);
        assert_eq!(slowest(&rows)[0].0.name, "a.x.8");
    }

    #[test]
    fn missing_rows_are_named() {
        let mut page = String::new();
        missing_list(&mut page, &[row("fft.fft.64", Outcome::Missing)]);
        assert!(page.contains("fft.fft.64"));
    }

    #[test]
    fn durations() {
        assert_eq!(duration(3.2e-8), "32.0 ns");
        assert_eq!(duration(0.0123), "12.30 ms");
    }
}
