/// Whose page an address is.
enum WebSite {
  /// The part of an address's host that somebody registered, such as `bbc.co.uk`; nil when there is
  /// no host. Without the public suffix list: the last two labels, three under a country's `co`,
  /// `com`, `org`, `net`, `ac`, `edu`, `gov`, `nhs` and the like.
  static func registrableDomain(of address: String) -> String? {
    var rest = address.lowercased()[...]
    if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
    let host = rest.prefix { !"/?#:".contains($0) }.split(separator: "@").last ?? ""
    let labels = host.split(separator: ".")
    guard labels.count > 1 else { return nil }
    let shared: Set<Substring> = [
      "co", "com", "org", "net", "ac", "edu", "gov", "govt", "nhs", "or", "ne", "go", "gob",
    ]
    let hasShared =
      labels.count > 2 && labels[labels.count - 1].count == 2
      && shared.contains(labels[labels.count - 2])
    return labels.suffix(hasShared ? 3 : 2).joined(separator: ".")
  }
}
