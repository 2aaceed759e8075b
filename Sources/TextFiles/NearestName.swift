/// The candidate closest to a mistyped name, or nil when none is close.
///
/// Distance is Levenshtein's on lower-cased text; a candidate counts as close up to a third of the
/// longer name's length (at least 1). Ties go to the earlier candidate.
/// Cost: O(candidates x length squared).
public func nearestName(to name: String, in candidates: [String]) -> String? {
  let wanted = Array(name.lowercased().unicodeScalars)
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let other = Array(candidate.lowercased().unicodeScalars)
    let distance = editDistance(wanted, other)
    let allowed = max(1, (max(wanted.count, other.count) + 1) / 3)
    if distance <= allowed, distance < best?.distance ?? Int.max {
      best = (candidate, distance)
    }
  }
  return best?.name
}

/// The end of a sentence about a mistyped name: `; did you mean x?`, or a full stop when no candidate
/// is close.
///
/// `shown` puts the candidate into the form in which a user would write it.
public func nearestNameHint(
  for name: String, in candidates: [String], shown: (String) -> String = { $0 }
) -> String {
  nearestName(to: name, in: candidates).map { "; did you mean \(shown($0))?" } ?? "."
}

private func editDistance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
  var previous = Array(0...b.count)
  for (i, x) in a.enumerated() {
    var current = [i + 1]
    current.reserveCapacity(b.count + 1)
    for (j, y) in b.enumerated() {
      current.append(min(previous[j] + (x == y ? 0 : 1), previous[j + 1] + 1, current[j] + 1))
    }
    previous = current
  }
  return previous[b.count]
}
