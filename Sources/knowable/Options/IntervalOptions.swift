import ArgumentParser

/// How finely the intervals of reported numbers are drawn.
struct IntervalOptions: ParsableArguments {
  @Option(help: "Bootstrap resamples of every interval; 0 leaves intervals out.")
  var resamples = 2000

  func validate() throws {
    if resamples < 0 { throw ValidationError("--resamples cannot be negative.") }
  }
}
