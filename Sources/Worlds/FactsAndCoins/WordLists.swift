import Statistics

/// The words that worlds of facts and coins are told with.
enum WordLists {
  /// Second words of names by class: buildings, then waters.
  static let tails: [[String]] = [
    words(
      "Abbey Bridge Castle Chapel Forge Gate Hall Inn Lodge Manor Mill Priory Tower Villa Vault Keep"
    ),
    words(
      "Bay Beck Brook Cove Creek Falls Firth Lagoon Lake Marsh Pond Reef River Sound Spring Strait"),
  ]

  /// Attributes with sixteen values each; no word comes twice.
  static let attributes: [(name: String, values: [String])] = [
    (
      "colour",
      words("amber azure crimson emerald ivory indigo ochre pearl scarlet violet umber teal")
        + words("lilac mauve cyan russet")
    ),
    (
      "metal",
      words("copper iron tin bronze brass lead nickel steel zinc gold pewter cobalt")
        + words("silver platinum titanium chrome")
    ),
    (
      "stone",
      words("granite marble slate basalt flint chalk limestone sandstone obsidian quartz shale")
        + words("travertine gneiss pumice onyx agate")
    ),
    (
      "wood",
      words("oak ash elm birch cedar maple walnut willow pine beech alder yew")
        + words("larch hazel rowan poplar")
    ),
    (
      "cloth",
      words("linen wool silk velvet cotton felt hemp satin tweed muslin lace denim")
        + words("canvas damask flannel corduroy")
    ),
    (
      "spice",
      words("pepper saffron cumin clove ginger nutmeg mace anise cardamom turmeric sumac fennel")
        + words("thyme sage mustard cinnamon")
    ),
    (
      "grain",
      words("barley wheat rye oats millet rice maize spelt sorghum teff buckwheat quinoa")
        + words("amaranth farro emmer durum")
    ),
    (
      "drink",
      words("cider mead ale wine perry porter stout tea cocoa coffee milk brandy")
        + words("lager whey sherry cordial")
    ),
  ]

  /// `count` made-up first words of names, all different; traps for more than 400.
  static func nameHeads(_ count: Int, _ random: RandomGenerator) -> [String] {
    let starts = words(
      "Vel Dra Mor Tha Kel Bri Os Ny Al Fen Gar Hol Is Jor Lun Mar Pel Quor Ros Sel")
    let ends = words(
      "mora dan wick ester lin dorn aby una vik oss emil ador iel ga tham ystra enna ulf orix ando")
    var random = random
    let order = random.permutation(starts.count * ends.count)
    precondition(count <= order.count, "there are no more names")
    return order.prefix(count).map { starts[$0 / ends.count] + ends[$0 % ends.count] }
  }

  private static func words(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }
}
