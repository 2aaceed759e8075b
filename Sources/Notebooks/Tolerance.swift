import Charts

/// How far a number may be from the committed one when a page is checked.
public struct Tolerance: Sendable, Equatable {
  /// Allowed difference of any number.
  public var absolute: Double
  /// Allowed difference as a share of the larger of the two numbers, on top.
  public var relative: Double

  /// A tolerance; 0.005 and 1 % unless said otherwise.
  public init(absolute: Double = 0.005, relative: Double = 0.01) {
    (self.absolute, self.relative) = (absolute, relative)
  }

  /// For coordinates of figures, whose drawings are some hundred units wide.
  static let drawing = Tolerance(absolute: 4, relative: 0.01)

  /// Whether two numbers are close enough.
  func forgives(_ a: Double, _ b: Double) -> Bool {
    abs(a - b) <= absolute + relative * max(abs(a), abs(b))
  }

  /// The tolerance as a reader sees it.
  var words: String {
    "\(NumberText.fixed(absolute, decimals: 3)) and \(NumberText.percent(relative)) of a number"
  }
}
