//! What a case is, and how a name such as `binary.add.f8.10M` finds it.

use std::hint::black_box;
use std::time::Instant;

/// Bytes a case cannot avoid to move between memory and processor; zero where memory is not what limits it.
#[derive(Clone, Copy, Default)]
pub struct Traffic {
    pub read: usize,
    pub written: usize,
}

/// A case with its arrays made, ready to be timed.
pub struct Loaded {
    pub timed: Timed,
    pub traffic: Traffic,
}

/// Runs a case so many times and returns the seconds.
pub type Timed = Box<dyn FnMut(u64) -> f64>;

struct Case {
    name: String,
    sized: bool,
    load: Box<dyn Fn(usize) -> Timed>,
    traffic: Box<dyn Fn(usize) -> Traffic>,
}

/// Every case that is written.
#[derive(Default)]
pub struct Cases(Vec<Case>);

impl Cases {
    /// Adds a case that comes in sizes: `make` gets the size, makes the arrays, and returns the work to be timed.
    ///
    /// What the work returns is dropped inside the timed region, as Python does.
    pub fn case<W, R>(&mut self, name: impl Into<String>, make: impl Fn(usize) -> W + 'static) -> &mut Self
    where
        W: FnMut() -> R + 'static,
        R: 'static,
    {
        self.add(name.into(), true, make)
    }

    /// Adds a case that comes in one size only.
    pub fn fixed<W, R>(&mut self, name: impl Into<String>, make: impl Fn() -> W + 'static) -> &mut Self
    where
        W: FnMut() -> R + 'static,
        R: 'static,
    {
        self.add(name.into(), false, move |_| make())
    }

    fn add<W, R>(&mut self, name: String, sized: bool, make: impl Fn(usize) -> W + 'static) -> &mut Self
    where
        W: FnMut() -> R + 'static,
        R: 'static,
    {
        let load = move |size| Box::new(stopwatch(make(size))) as Timed;
        let traffic = |_| Traffic::default();
        self.0.push(Case { name, sized, load: Box::new(load), traffic: Box::new(traffic) });
        self
    }

    /// Says how many bytes the case added last reads and writes at a size.
    pub fn moves(&mut self, traffic: impl Fn(usize) -> (usize, usize) + 'static) -> &mut Self {
        let case = self.0.last_mut().expect("a case was added");
        case.traffic = Box::new(move |size| {
            let (read, written) = traffic(size);
            Traffic { read, written }
        });
        self
    }

    /// Makes the arrays of the case with this full name, its size included.
    pub fn load(&self, full_name: &str) -> Option<Loaded> {
        let (case, size) = self.find(full_name)?;
        Some(Loaded { timed: (case.load)(size), traffic: (case.traffic)(size) })
    }

    fn find(&self, full_name: &str) -> Option<(&Case, usize)> {
        let named =
            |name: &str, sized: bool| self.0.iter().find(|case| case.name == name && case.sized == sized);
        if let Some(case) = named(full_name, false) {
            return Some((case, 0));
        }
        let (name, size) = full_name.rsplit_once('.')?;
        Some((named(name, true)?, parse_size(size)?))
    }
}

/// The work behind a loop that nothing can be moved out of.
fn stopwatch<R>(mut work: impl FnMut() -> R) -> impl FnMut(u64) -> f64 {
    move |count| {
        let start = Instant::now();
        for _ in 0..count {
            drop(black_box(black_box(&mut work)()));
        }
        start.elapsed().as_secs_f64()
    }
}

/// `8`, `1k`, `100k`, `10M`.
fn parse_size(text: &str) -> Option<usize> {
    let (digits, factor) = match text.strip_suffix('k') {
        Some(digits) => (digits, 1_000),
        None => text.strip_suffix('M').map_or((text, 1), |digits| (digits, 1_000_000)),
    };
    digits.parse::<usize>().ok().map(|size| size * factor)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::rc::Rc;

    use super::*;

    #[test]
    fn sizes() {
        assert_eq!(parse_size("8"), Some(8));
        assert_eq!(parse_size("100k"), Some(100_000));
        assert_eq!(parse_size("10M"), Some(10_000_000));
        assert_eq!(parse_size("f8"), None);
    }

    #[test]
    fn a_case_is_found_by_name_and_size_and_counts_its_runs() {
        let runs = Rc::new(Cell::new(0_usize));
        let counter = Rc::clone(&runs);
        let count = move |n: usize| {
            let counter = Rc::clone(&counter);
            move || counter.set(counter.get() + n)
        };
        let mut cases = Cases::default();
        cases.fixed("small.array3", || || 3.0).case("binary.add.f8", count).moves(|n| (16 * n, 8 * n));
        assert!(cases.load("small.array3").is_some() && cases.load("binary.add.f8").is_none());
        let mut loaded = cases.load("binary.add.f8.1k").unwrap();
        assert_eq!((loaded.traffic.read, loaded.traffic.written), (16_000, 8_000));
        (loaded.timed)(10);
        assert_eq!(runs.get(), 10_000);
        assert!(cases.load("binary.sub.f8.1k").is_none());
    }
}
