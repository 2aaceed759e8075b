import ArgumentParser
import Probes

extension EntropyBand {
  /// Reads "2:3", or "2:" for a band without end; `option` is what the sentence of refusal names.
  init(argument text: String, option: String = "--band") throws {
    let ends = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard ends.count == 2, let low = Double(ends[0]),
      let high = ends[1].isEmpty ? .infinity : Double(ends[1]),
      let band = try? EntropyBand(low, high)
    else {
      throw ValidationError(
        "\(option) is LOW:HIGH in rising nats, such as 2:3, or 2: for no end.")
    }
    self = band
  }
}
