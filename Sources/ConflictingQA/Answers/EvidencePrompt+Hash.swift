import TensorFiles

extension EvidencePrompt {
  /// SHA-256 of all that a reader may see of the prompt, the first 32 hexadecimal digits: ids do not
  /// count, so an edited document is a new prompt and a renamed one is not.
  public var contentHash: String {
    var hasher = ContentHasher()
    func add(_ text: String?) {
      hasher.update(text ?? "")
      // Absent and empty differ, and no text can run into the next.
      hasher.update([text == nil ? 1 : 0])
    }
    add(question.text)
    for document in documents {
      add(document.title)
      add(document.url)
      add(document.window)
    }
    return String(hasher.finalize().prefix(32))
  }
}
