/// A Unicode normal form that keeps the alignment (Unicode Standard Annex 15).
///
/// The text is cut where no character can act across, so that plain stretches are copied and only
/// the few characters that change are worked on. Cost: linear.
struct UnicodeForm: Sendable {
  let composes: Bool
  let isCompatible: Bool

  static let nfc = UnicodeForm(composes: true, isCompatible: false)
  static let nfd = UnicodeForm(composes: false, isCompatible: false)
  static let nfkc = UnicodeForm(composes: true, isCompatible: true)
  static let nfkd = UnicodeForm(composes: false, isCompatible: true)

  /// A scalar on its way, with what it does to the characters of the old text: 0 replaces one, 1 is
  /// inserted, -n replaces one and removes the n after it.
  private struct Change {
    var scalar: UInt32
    var change: Int
    var combiningClass: UInt8
  }

  func apply(to text: AlignedText) -> AlignedText {
    let data = NormalizationData.shared
    let joins: NormalizationData.Flags = isCompatible ? .joinsCompatibility : .joinsCanonical
    var changing: NormalizationData.Flags = composes ? .neverComposed : .hasCanonical
    if isCompatible { changing.insert(.hasCompatibility) }
    return text.bytes.withUnsafeBufferPointer { bytes in
      data.flags.withUnsafeBufferPointer { flags in
        var editor: AlignedText.Editor?
        var copied = 0
        var place = 0
        while place < bytes.count {
          if bytes[place] < 0x80, place + 1 == bytes.count || bytes[place + 1] < 0x80 {
            place += 1
            continue
          }
          let first = bytes.scalar(at: place)
          let start = place
          place += first.length
          var isPlain = flags[Int(first.value)] & changing.rawValue == 0
          if flags[Int(first.value)] & joins.rawValue != 0 { isPlain = false }
          while place < bytes.count {
            let next = bytes.scalar(at: place)
            if flags[Int(next.value)] & joins.rawValue == 0 { break }
            isPlain = false
            place += next.length
          }
          if isPlain { continue }
          if editor == nil { editor = AlignedText.Editor(text) }
          editor?.copy(copied..<start)
          write(segment: start..<place, of: bytes, data, into: &editor)
          copied = place
        }
        editor?.copy(copied..<bytes.count)
        return editor?.finish() ?? text
      }
    }
  }

  private func write(
    segment: Range<Int>, of bytes: TextBytes, _ data: NormalizationData,
    into editor: inout AlignedText.Editor?
  ) {
    var changes = decomposed(segment, of: bytes, data)
    if composes { changes = composed(changes, data) }
    var place = segment.lowerBound
    for change in changes {
      if change.change > 0 {
        let start = place == 0 ? 0 : bytes.scalarStart(before: place)
        editor?.write(scalar: change.scalar, for: start..<place)
        continue
      }
      let length = bytes.scalar(at: place).length
      editor?.write(scalar: change.scalar, for: place..<place + length)
      place += length
      for _ in 0..<(-change.change) { place += bytes.scalar(at: place).length }
    }
  }

  /// Decomposes and puts runs of combining marks into canonical order.
  private func decomposed(
    _ segment: Range<Int>, of bytes: TextBytes, _ data: NormalizationData
  ) -> [Change] {
    var changes: [Change] = []
    func add(_ scalar: UInt32, _ change: Int) {
      changes.append(
        Change(
          scalar: scalar, change: change, combiningClass: data.combiningClass(scalar)))
    }
    var place = segment.lowerBound
    while place < segment.upperBound {
      let scalar = bytes.scalar(at: place)
      place += scalar.length
      if let parts = data.decomposition(scalar.value, compatible: isCompatible) {
        for (i, part) in parts.enumerated() { add(part, i == 0 ? 0 : 1) }
      } else {
        add(scalar.value, 0)
      }
    }
    var start = 0
    while start < changes.count {
      var end = start
      while end < changes.count, changes[end].combiningClass != 0 { end += 1 }
      if end - start > 1 { sortMarks(&changes, start..<end) }
      start = end + 1
    }
    return changes
  }

  /// Sorts by combining class and leaves equal classes in their order.
  private func sortMarks(_ changes: inout [Change], _ run: Range<Int>) {
    let order = run.sorted {
      (changes[$0].combiningClass, $0) < (changes[$1].combiningClass, $1)
    }
    changes.replaceSubrange(run, with: order.map { changes[$0] })
  }

  private func composed(_ changes: [Change], _ data: NormalizationData) -> [Change] {
    var result: [Change] = []
    var starter: Int?
    var lastClass: UInt8?
    for change in changes {
      let isBlocked = lastClass.map { $0 >= change.combiningClass } ?? false
      if let starter, !isBlocked,
        let scalar = data.composition(result[starter].scalar, change.scalar)
      {
        result[starter].scalar = scalar
        result[starter].change += change.change - 1
        continue
      }
      if change.combiningClass == 0 {
        starter = result.count
        lastClass = nil
      } else if starter != nil {
        lastClass = change.combiningClass
      }
      result.append(change)
    }
    return result
  }
}
