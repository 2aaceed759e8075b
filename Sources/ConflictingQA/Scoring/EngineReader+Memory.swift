import LanguageModels

extension EngineReader {
  /// Bytes of the key-value caches that live at once while prompts are answered: two levels of shared
  /// beginnings, a batch each, and the batch at work.
  public func cacheBytes(longestPrompt: Int) -> Int {
    let configuration = model.configuration
    let token = 8 * configuration.layers * configuration.keyValueHeads * configuration.headWidth
    return token * 3 * max(batchTokens, longestPrompt)
  }

  /// Bytes of the weights in memory, about: 4 a parameter, 2 in `bf16`.
  public var weightBytes: Int {
    let configuration = model.configuration
    let (width, heads) = (configuration.width, configuration.headWidth)
    let attention = 2 * width * heads * (configuration.heads + configuration.keyValueHeads)
    let feedForward = 3 * width * configuration.feedForwardWidth
    let tokens = width * configuration.vocabularySize * (configuration.isHeadTied ? 1 : 2)
    let parameters = configuration.layers * (attention + feedForward) + tokens
    return parameters * (model.precision == .bf16 ? 2 : 4)
  }
}
