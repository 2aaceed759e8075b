import Foundation

/// Coverage-guided fuzzing of everything that reads a file from outside: libFuzzer makes up inputs,
/// a target reads one and must answer with a value or with a sentence.
///
/// `KNOWABLE_FUZZ_TARGET` names the target; the arguments are libFuzzer's own.
@main enum Fuzz {
  static func main() {
    let environment = ProcessInfo.processInfo.environment
    let name = environment["KNOWABLE_FUZZ_TARGET"] ?? ""
    guard let target = FuzzTarget.all.first(where: { $0.name == name }) else {
      let names = FuzzTarget.all.map(\.name).joined(separator: " ")
      FileHandle.standardError.write(Data("KNOWABLE_FUZZ_TARGET is one of: \(names)\n".utf8))
      exit(2)
    }
    FuzzTarget.chosen = target
    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    exit(runDriver(&count, &arguments) { bytes, count in fuzzOne(bytes, count) })
  }
}

/// libFuzzer's loop.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

/// One execution: whatever the target throws must be an error of the house with its sentence.
private func fuzzOne(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  guard let target = FuzzTarget.chosen else { return 0 }
  do {
    try target.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
  } catch {
    let sentence = "\(error)"
    precondition(sentence.contains(" "), "an error without a sentence: \(sentence)")
  }
  return 0
}
