import Testing
import TextFiles

@Suite struct JSONObjectTests {
  @Test(arguments: [0, 1, 8, 9, 100, 1000])
  func findsEveryMember(count: Int) {
    var object = JSONObject()
    for number in 0..<count { object["key \(number)"] = .integer(Int64(number)) }
    #expect(object.count == count)
    #expect(object.keys == (0..<count).map { "key \($0)" })
    for number in 0..<count { #expect(object["key \(number)"]?.int == number) }
    #expect(object["key"] == nil)
  }

  @Test func settingReplacesInPlaceAndNilRemoves() {
    var object = JSONObject((0..<20).map { ("\($0)", .integer(Int64($0))) })
    object["3"] = "three"
    #expect(object.keys.count == 20)
    #expect(object.members[3].value == "three")
    object["3"] = nil
    object["absent"] = nil
    #expect(object.count == 19)
    #expect(object["3"] == nil)
    #expect(object["19"]?.int == 19)
    for number in 5..<20 { object["\(number)"] = nil }
    #expect(object.keys == ["0", "1", "2", "4"])
    #expect(object["4"]?.int == 4)
  }

  @Test func equalityIgnoresOrder() {
    let a: JSONValue = ["x": 1, "y": [2]]
    #expect(a == ["y": [2], "x": 1])
    #expect(a != ["x": 1])
    #expect(a != ["x": 1, "y": [3]])
    #expect(JSONValue.integer(1) != JSONValue.number(1))
  }
}
