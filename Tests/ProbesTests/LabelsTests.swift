import Probes
import TestSupport
import Testing
import TextFiles

struct LabelsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func file(_ text: String) throws -> String { try folder.write(text, to: "labels.csv") }

  @Test func readsEverySpellingOfALabel() throws {
    let path = try file(
      "statement,label,city\r\n\"a, b\",1,x\r\nc,True,y\r\nd,YES,x\r\ne,0,z\r\nf,false,z\r\ng, no ,z\r\n"
    )
    let labels = try ProbeLabels.load(path: path, label: "label", group: "city")
    #expect(labels.labels == [true, true, true, false, false, false])
    #expect(labels.groups == ["x", "y", "x", "z", "z", "z"])
    #expect(labels.ids == ["1", "2", "3", "4", "5", "6"])
    #expect(labels.groupNumbers == [0, 1, 0, 2, 2, 2])
    #expect(labels.definition.groupColumn == "city")
  }

  @Test func namesTheRowOfABadLabel() throws {
    let path = try file("label\n1\n0\nmaybe\n")
    let error = ProbesError.badLabel(path: path, row: 3, column: "label", value: "maybe")
    #expect(throws: error) { try ProbeLabels.load(path: path, label: "label") }
    #expect("\(error)".contains("Row 3"))
  }

  @Test func namesTheNearestColumn() throws {
    let path = try file("id,label\na,1\n")
    let error = #expect(throws: TextFilesError.self) {
      try ProbeLabels.load(path: path, label: "lable")
    }
    #expect("\(try #require(error))".contains("did you mean \"label\""))
    #expect(throws: TextFilesError.self) {
      try ProbeLabels.load(path: path, label: "label", group: "city")
    }
  }

  @Test func matchesFeaturesById() throws {
    let path = try file("id,label,group\nb,1,g\na,0,h\nc,1,i\n")
    let all = try ProbeLabels.load(path: path, label: "label", group: "group", id: "id")
    let matched = try all.matching(ids: ["a", "c"], path: path)
    #expect(matched.labels == [false, true])
    #expect(matched.groups == ["h", "i"])
    #expect(throws: ProbesError.self) { try all.matching(ids: ["a", "d"], path: path) }
    let twice = try ProbeLabels(labels: [true, false], ids: ["a", "a"])
    #expect(throws: ProbesError.self) { try twice.matching(ids: ["a"], path: path) }
  }

  @Test func rowsWithoutGroupsStandAlone() throws {
    let labels = try ProbeLabels(labels: [true, false, true])
    #expect(labels.groups == ["1", "2", "3"])
    #expect(throws: ProbesError.rowsDiffer(what: "groups", expected: 2, found: 1)) {
      try ProbeLabels(labels: [true, false], groups: ["a"])
    }
  }

  @Test func examplesHashSeesEveryPart() throws {
    let base = try ProbeLabels(labels: [true, false], groups: ["a", "b"], ids: ["x", "y"])
    let others = [
      try ProbeLabels(labels: [true, true], groups: ["a", "b"], ids: ["x", "y"]),
      try ProbeLabels(labels: [true, false], groups: ["a", "c"], ids: ["x", "y"]),
      try ProbeLabels(labels: [true, false], groups: ["a", "b"], ids: ["x", "z"]),
      try ProbeLabels(labels: [true, false], groups: ["", "b"], ids: ["xa", "y"]),
    ]
    #expect(others.allSatisfy { $0.examplesHash != base.examplesHash })
    // Kept in probe files, so it may never change.
    #expect(base.examplesHash == "c92cfab84312df88")
  }
}
