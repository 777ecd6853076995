//! Mean, covariance and histogram of a table that no rank could hold: each reads its share of the rows from the `.npy` file, a piece
//! at a time, gathers what can be merged, and sends that and nothing else.
//!
//! `cargo xtask mpi` makes the file, runs this on one rank and on four, and compares the answers.

use std::error::Error;

use mpi::collective::SystemOperation;
use mpi::traits::*;
use numoxide::prelude::*;
use numoxide::stats::{Covariances, Moments, histogram};
use numoxide::{copyto, npy, random};
use numoxide_interop_mpi::{Received, Sent};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Rows that are in memory at once: no share of the file is.
const ROWS: usize = 10_000;
const BINS: i64 = 20;

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match &words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["make", path, rows] => make(path, rows.parse()?),
        [path] => run(path),
        _ => Err("usage: distributed FILE, or distributed make FILE ROWS".into()),
    }
}

/// Three columns, of which the last depends on the first.
fn make(path: &str, rows: usize) -> Result<()> {
    let mut rng = random::default_rng(7)?;
    let mut table: Array<f64> = rng.normal(0.0, 1.0, [rows, 3])?;
    let last = table.slice(s![.., 0])? * 0.5 + table.slice(s![.., 2])? + 1e6;
    copyto(&mut table.slice_mut(s![.., 2])?, &last)?;
    Ok(npy::write(path, &table)?)
}

/// What each rank gathers.
struct Gathered {
    columns: Vec<Moments>,
    covariances: Covariances,
}

impl Gathered {
    fn to_parts(&self) -> Vec<f64> {
        self.columns.iter().flat_map(Moments::to_parts).chain(self.covariances.to_parts()).collect()
    }

    fn merge(&mut self, parts: &[f64]) -> Result<()> {
        let (moments, covariances) = parts.split_at(7 * self.columns.len());
        for (column, parts) in self.columns.iter_mut().zip(moments.as_chunks::<7>().0) {
            column.merge(&Moments::from_parts(*parts));
        }
        Ok(self.covariances.merge(&Covariances::from_parts(self.columns.len(), covariances)?)?)
    }
}

/// Gives the rows from `start` to `end` to `visit`, some at a time.
fn pieces(
    path: &str,
    (start, end): (usize, usize),
    mut visit: impl FnMut(Array<f64>) -> Result<()>,
) -> Result<()> {
    let mut file = npy::open(path)?;
    for start in (start..end).step_by(ROWS) {
        visit(file.read_slice(s![start..end.min(start + ROWS)])?.try_into()?)?;
    }
    Ok(())
}

fn run(path: &str) -> Result<()> {
    let universe = mpi::initialize().ok_or("MPI has been initialised before")?;
    let world = universe.world();
    let (rank, ranks) = (world.rank() as usize, world.size() as usize);
    let shape = npy::open(path)?.header().shape.clone();
    let [rows, width] = shape[..] else { return Err("the file holds no table".into()) };
    let share = (rows * rank / ranks, rows * (rank + 1) / ranks);

    let mut mine =
        Gathered { columns: vec![Moments::default(); width], covariances: Covariances::new(width) };
    pieces(path, share, |table| {
        for (at, column) in mine.columns.iter_mut().enumerate() {
            column.extend(table.slice(s![.., at])?)?;
        }
        Ok(mine.covariances.extend(&table)?)
    })?;

    // Everyone gets everyone's moments: a few numbers each.
    let parts = mine.to_parts();
    let mut all = vec![0.0; parts.len() * ranks];
    world.all_gather_into(&parts[..], &mut all[..]);
    let mut whole =
        Gathered { columns: vec![Moments::default(); width], covariances: Covariances::new(width) };
    all.chunks(parts.len()).try_for_each(|parts| whole.merge(parts))?;

    // The range is known now, so that the bins of all ranks are the same, and counts can be added.
    let mut counts = Array::<i64>::zeros([width, BINS as usize])?;
    pieces(path, share, |table| {
        for (at, moments) in whole.columns.iter().enumerate() {
            let column = table.slice(s![.., at])?;
            let found = histogram::with(&column, BINS).range(moments.min(), moments.max()).run()?;
            let sum = counts.slice(s![at])? + found.counts;
            copyto(&mut counts.slice_mut(s![at])?, &sum)?;
        }
        Ok(())
    })?;
    let mut sums = Array::<i64>::zeros(counts.shape())?;
    let (counts, total) = (counts.view(), sums.view_mut().into_slice().ok_or("zeros lie in one piece")?);
    let counts = counts.as_slice().ok_or("zeros lie in one piece")?;
    world.all_reduce_into(counts, total, SystemOperation::sum());

    around(&world)?;
    if rank == 0 {
        report(&whole, &sums)?;
    }
    Ok(())
}

/// Sends a column of a matrix round all ranks, from column to reversed column: strided on both sides.
fn around(world: &impl Communicator) -> Result<()> {
    let (rank, ranks) = (world.rank(), world.size());
    let mut table = Array::from_shape_fn([5, 3], |at| (100 * rank) as f64 + (3 * at[0] + at[1]) as f64)?;
    let mine = table.slice(s![.., 1])?.view().to_owned()?;
    let (next, last) = ((rank + 1) % ranks, (rank + ranks - 1) % ranks);
    let sent = table.copy(Order::F)?;
    let sent = Sent::new(sent.view().slice(s![.., 1])?)?;
    let mut received = Received::new(table.view_mut().slice(s![..;-1, 0])?)?;
    mpi::point_to_point::send_receive_into(
        &sent,
        &world.process_at_rank(next),
        &mut received,
        &world.process_at_rank(last),
    );
    drop(received);
    let expected = mine + f64::from(100 * (last - rank));
    match table.slice(s![..;-1, 0])?.to_vec() == expected.to_vec() {
        true => Ok(()),
        false => Err("a column has not come round whole".into()),
    }
}

/// As text that a program can read: a name and its numbers on each line.
fn report(whole: &Gathered, counts: &Array<i64>) -> Result<()> {
    let line = |name: &str, numbers: Vec<f64>| {
        let numbers: Vec<String> = numbers.iter().map(|x| format!("{x:?}")).collect();
        println!("{name} {}", numbers.join(" "));
    };
    line("count", vec![whole.covariances.count()]);
    line("mean", whole.columns.iter().map(Moments::mean).collect());
    line("std", whole.columns.iter().map(|column| column.std(1.0)).collect());
    line("min", whole.columns.iter().map(Moments::min).collect());
    line("max", whole.columns.iter().map(Moments::max).collect());
    line("covariance", whole.covariances.cov(1.0)?.to_vec());
    line("histogram", counts.iter().map(|count| *count as f64).collect());
    Ok(())
}
