/// The keys and values of a sequence of tokens in every block, to be continued any number of times.
///
/// Caches form a tree: a run with `keepingCache` after a cache makes a new one that shares its
/// parent's memory, and nothing ever changes afterwards, so one cache may be continued by many
/// suffixes, in one batch, from any thread. A parent may be dropped while its children live.
///
/// Numbers of a continued sequence equal those of the whole sequence in one run to the last bit:
/// keys lie in panels at absolute positions and are read in the same order either way.
///
/// Memory: 8 · layers · keyValueHeads · headWidth bytes a token (46 kB for SmolLM2-135M), once for
/// all continuations; a node that starts inside a panel of 32 positions copies the positions of
/// that panel before it, 31 at the most.
public final class KeyValueCache: Sendable {
  /// Number of tokens, those of all ancestors included.
  public let count: Int
  /// Bytes of this node's own memory; what it shares with ancestors is theirs.
  public let byteCount: Int
  /// The only model that can continue it.
  let model: LanguageModel
  /// Panels from position 0 on, each read up to where the next begins.
  let panels: [KeyValuePanels]

  init(model: LanguageModel, panels: [KeyValuePanels], count: Int, byteCount: Int) {
    self.model = model
    self.panels = panels
    self.count = count
    self.byteCount = byteCount
  }

  /// The cache of the first `length` tokens: shares all memory, costs nothing.
  ///
  /// Traps unless 0 < length <= count.
  public func prefix(_ length: Int) -> KeyValueCache {
    precondition(
      length > 0 && length <= count, "A prefix of a cache has at least one of its tokens.")
    return KeyValueCache(model: model, panels: panels(before: length), count: length, byteCount: 0)
  }

  /// Panels of the positions before `position`.
  func panels(before position: Int) -> [KeyValuePanels] {
    panels.filter { $0.first < position }.map { panels in
      var panels = panels
      panels.end = min(panels.end, position)
      return panels
    }
  }
}
