/// Something that becomes one self-contained page, with its tables as text for papers.
///
/// The same report gives the same bytes.
public protocol Report: Sendable {
  /// The page.
  var page: Page { get }
}

extension Report {
  /// The page as HTML that loads nothing from elsewhere; light and dark, wide and narrow, printable.
  public func html() -> String { page.html.text }
}
