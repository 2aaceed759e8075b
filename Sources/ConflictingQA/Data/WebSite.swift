/// Whose page an address is.
enum WebSite {
  /// The part of an address's host that somebody registered, such as `bbc.co.uk`; nil when there is
  /// no host.
  ///
  /// Not the whole public suffix list: one label below the common shared suffixes (a country's `co`,
  /// `com`, `org`, `ac`, `gov`, `edu` and the like, and hosts of other people's pages such as
  /// `github.io`), else the last two labels; regional registries (`city.osaka.jp`) are taken for one
  /// site. Numeric addresses are kept whole.
  static func registrableDomain(of address: String) -> String? {
    var rest = address.lowercased()[...]
    if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
    let host = rest.prefix { !"/?#:".contains($0) }.split(separator: "@").last ?? ""
    let labels = host.split(separator: ".")
    guard labels.count > 1 else { return nil }
    if labels.allSatisfy({ $0.allSatisfy(\.isNumber) }) { return host.description }
    let ending = labels.suffix(2)
    let isShared =
      hosts.contains(ending.joined(separator: "."))
      || ending.last?.count == 2 && seconds.contains(ending.first ?? "")
    return labels.suffix(isShared ? 3 : 2).joined(separator: ".")
  }

  /// Second labels below which a country's registry gives out names.
  private static let seconds: Set<Substring> = [
    "ac", "asn", "co", "com", "edu", "go", "gob", "gouv", "gov", "govt", "gub", "lg", "ltd", "mil",
    "mod", "ne", "net", "nhs", "nom", "or", "org", "plc", "sch",
  ]

  /// Names below which everybody may put pages.
  private static let hosts: Set<String> = [
    "appspot.com", "azurewebsites.net", "blogspot.com", "cloudfront.net", "firebaseapp.com",
    "github.io", "gitlab.io", "herokuapp.com", "livejournal.com", "medium.com", "neocities.org",
    "me.uk", "netlify.app", "pages.dev", "substack.com", "tumblr.com", "typepad.com", "uk.com",
    "us.com",
    "vercel.app", "web.app", "weebly.com", "wixsite.com", "wordpress.com", "workers.dev",
  ]
}
