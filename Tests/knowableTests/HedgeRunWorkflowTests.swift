import Foundation
import TestSupport
import Testing
import TextFiles

/// `knowable hedge score`, `run` and `advise` on the small world model that the repository carries,
/// and on numbers of somebody else's model.
@Suite struct HedgeRunWorkflowTests {
  private let folder: TemporaryFolder
  private let world: String

  init() throws {
    folder = try TemporaryFolder()
    world = Goldens.repository.appending(path: "data/worlds/facts-and-coins")
      .path(percentEncoded: false)
  }

  private func run(_ name: String, _ more: [String] = []) -> [String] {
    [
      "hedge", "run", "--world", "\(world)/world.json", "--model", "\(world)/small", "--backend",
      "whole-model", "--schemes", "truth abstain", "--axes", "mentions", "--seeds", "1", "--steps",
      "12", "--curve", "6", "--learning-rate", "3e-3", "--statements", "2", "--resamples", "20",
      "--output", folder.path(name), "--quiet", "--json",
    ] + more
  }

  /// Probabilities of two options; the second half of the questions is not known.
  private func replay(_ change: (Int, inout String) -> Void = { _, _ in }) throws -> String {
    let lines = (0..<160).map { index in
      let right = index < 80 ? 0.9 : 0.5 - Double(index) / 1000
      var line = #"{"probabilities":[\#(right),\#(1 - right)],"answer":0,"hits":\#(index)}"#
      change(index, &line)
      return line
    }
    return try folder.write(lines.joined(separator: "\n") + "\n", to: "replay.jsonl")
  }

  private func refusal(_ more: [String], replay path: String) async throws -> String {
    let run = try await CommandLineRun.run(
      ["hedge", "run", "--replay", path, "--output", folder.path("bad"), "--quiet"] + more)
    #expect(run.code == 3, "\(run.output) \(run.error)")
    #expect(run.error.split(separator: "\n").count == 1, "\(run.error)")
    return run.error
  }

  @Test func aWorldsModelIsFinetunedJudgedAndWrites() async throws {
    let whole = try await CommandLineRun.run(run("whole"))
    #expect(whole.code == 0, "\(whole.error)")
    let result = try whole.json()
    let arms = try #require(result["arms"]?.array)
    #expect(arms.map { $0["scheme"]?.string } == ["truth", "abstain"])
    #expect(arms[1]["curve"]?.array?.map { $0["step"]?.int } == [6, 12])
    #expect(arms[1]["half_life"]?["peak"]?.double != nil)
    let all = try #require(arms[1]["axes"]?[0]?["evaluation"]?["overall"])
    #expect((all["abstain"]?["value"]?.double ?? 0) > 0.05)
    let models = try #require(result["statements"]?["models"]?.array)
    #expect(models.map { $0["name"]?.string } == ["before finetuning", "truth", "abstain"])
    for model in models {
      let overall = try #require(model["means"]?["overall"])
      let names = try #require(model["means"]?["columns"]?.array).compactMap(\.string)
      let total = names.reduce(0) { $0 + (overall[$1]?["value"]?.double ?? 0) }
      #expect(abs(total - 2) < 1e-9)
    }
    let page = try String(contentsOfFile: folder.path("whole/report.html"), encoding: .utf8)
    #expect(page.contains("What it then writes on its own"))

    let killed = try await CommandLineRun.run(
      run("killed"), send: "KILL", once: folder.path("killed/arms/truth.seed-0.safetensors"))
    #expect(killed.code == 137, "The study was over before it could be killed.")
    let continued = try await CommandLineRun.run(run("killed", ["--threads", "1"]))
    #expect(continued.code == 0, "\(continued.error)")
    let again = try continued.json()
    #expect(again["arms"] == result["arms"])
    #expect(again["statements"] == result["statements"])
    #expect(again["runs"]?.array?.map { $0["finished_before"]?.bool } == [true, false])
  }

  @Test func checkpointsCanBeChosenOnQuestionsOfTheirOwn() async throws {
    let path = try replay()
    let stopped = try await CommandLineRun.run([
      "hedge", "run", "--replay", path, "--stopping-share", "0.5", "--held-out", "0.5", "--bins",
      "2", "--seeds", "1", "--resamples", "0", "--output", folder.path("stopped"), "--json",
      "--quiet",
    ])
    #expect(stopped.code == 0, "\(stopped.error)")
    let overall = try #require(
      stopped.json()["arms"]?[0]?["axes"]?[0]?["evaluation"]?["overall"])
    #expect(overall["questions"]?.int == 40)
  }

  @Test func badInputIsOneSentence() async throws {
    let good = try replay()
    let empty = try await refusal(["--threshold", "99"], replay: good)
    #expect(empty.contains("No example is unfamiliar"))
    let column = try await refusal(["--score", "population"], replay: good)
    #expect(column.contains("no column \"population\"; there is hits"))
    let scheme = try await refusal(["--schemes", "abstian"], replay: good)
    #expect(scheme.contains("There is no scheme"))
    let features = try await refusal(["--backend", "feature-head"], replay: good)
    #expect(features.contains("there are no hidden states"))
    let label = try await refusal(
      [], replay: replay { if $0 == 7 { $1.replace(#""answer":0"#, with: #""answer":2"#) } })
    #expect(label.contains("options are numbered 0...1"))
    let uneven = try await refusal(
      [], replay: replay { if $0 == 7 { $1.replace("],", with: ",0.0],") } })
    #expect(uneven.contains("has 3 options, but there are 2"))
    let same = try await refusal(
      [], replay: replay { $1 = #"{"probabilities":[0.6,0.4],"answer":0,"n":\#($0)}"# })
    #expect(same.contains("equal"))
    let attribute = try await CommandLineRun.run(run("bad", ["--attribute", "9"]))
    #expect(attribute.code == 3 && attribute.error.contains("attributes 0...3"))
  }

  /// Different questions in the words of the world, whose answers are its values.
  private func questions() throws -> String {
    let tails = "Abbey Bridge Castle Chapel Forge Gate Hall Inn Lodge Manor Mill Priory Tower Villa"
      .split(separator: " ")
    let attributes = ["colour", "metal", "stone", "wood"]
    let verbs = ["is", "was", "seems"]
    let values = ["copper", "iron", "tin", "bronze"]
    let lines = (0..<160).map { index in
      let place = "\(tails[index % 14]) the \(attributes[index / 14 % 4]) \(verbs[index / 56])"
      return #"{"id":"q\#(index)","question":"In Velmora \#(place)","#
        + #""answer":"\#(values[index % 4])","population":\#(index * 10)}"#
    }
    return try folder.write(lines.joined(separator: "\n") + "\n", to: "questions.jsonl")
  }

  @Test func questionsAreScored() async throws {
    let run = try await CommandLineRun.run([
      "hedge", "score", "--data", questions(), "--model", "\(world)/small", "--shots", "2",
      "--also", "errors:24", "--resamples", "20", "--output", folder.path("scores"), "--quiet",
      "--json",
    ])
    #expect(run.code == 0, "\(run.error)")
    #expect(try run.json()["questions"]?.int == 158)
    let lines = try String(contentsOfFile: folder.path("scores/scores.jsonl"), encoding: .utf8)
      .split(separator: "\n").map { try JSONValue.parse(String($0)) }
    #expect(lines.count == 158)
    #expect(lines[0]["gold-nll"]?.double != nil && lines[0]["errors:24 (binning)"] != nil)
  }

  @Test func adviceRelabelsWhatScoresAboveItsThreshold() async throws {
    let run = try await CommandLineRun.run([
      "hedge", "advise", "--data", questions(), "--model", "\(world)/small", "--shares", "0.25,0.5",
      "--bins", "2", "--seeds", "2", "--resamples", "0", "--rewards", "2,-3,1", "--output",
      folder.path("advice"), "--quiet", "--json",
    ])
    #expect(run.code == 0, "\(run.error)")
    let advice = try run.json()
    #expect(advice["shares"]?.array?.count == 2)
    let threshold = try #require(advice["threshold"]?.double)
    let lines = try String(
      contentsOfFile: folder.path("advice/relabelled.jsonl"), encoding: .utf8
    ).split(separator: "\n").map { try JSONValue.parse(String($0)) }
    #expect(lines.count == 160)
    for line in lines {
      let score = try #require(line["unfamiliarity"]?.double)
      #expect(line["relabelled"]?.bool == (score > threshold))
      #expect((line["answer"] == "I don't know") == (score > threshold))
    }
    #expect(lines.count { $0["relabelled"]?.bool == true } == advice["relabelled"]?.int)
  }
}
