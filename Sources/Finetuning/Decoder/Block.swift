import CKernels
import LanguageModels
import LinearAlgebra

/// One decoder block with its gradients, see `BlockConfiguration` for what it computes.
struct Block: @unchecked Sendable {
  let form: BlockConfiguration
  let attentionNorm: Norm
  let queryKeyValue: Linear
  let attention: Attention
  let attentionOutput: Linear
  let postAttentionNorm: Norm?
  let feedForwardNorm: Norm
  let up: Linear
  let down: Linear
  let postFeedForwardNorm: Norm?

  init(_ views: ParameterViews, block: Int, angles: RotaryAngles?) {
    let configuration = views.configuration
    let form = configuration.blocks[block]
    func norm(_ role: ParameterRole, _ bias: ParameterRole? = nil) -> Norm? {
      views.norm(role, bias: bias, block: block, form: form.norm)
    }
    guard let attentionNorm = norm(.attentionNorm, .attentionNormBias),
      let feedForwardNorm = norm(.feedForwardNorm, .feedForwardNormBias)
    else { preconditionFailure("A block has norms before both halves.") }
    self.form = form
    self.attentionNorm = attentionNorm
    self.feedForwardNorm = feedForwardNorm
    queryKeyValue = views.linear(Block.queryKeyValue, bias: .queryBias, block: block)
    attention = Attention(
      form: form, heads: configuration.heads, keyValueHeads: configuration.keyValueHeads,
      headWidth: configuration.headWidth,
      queryNorm: views.norm(.queryNorm, block: block, form: form.norm),
      keyNorm: views.norm(.keyNorm, block: block, form: form.norm), angles: angles)
    attentionOutput = views.linear([.attentionOutput], bias: .attentionOutputBias, block: block)
    postAttentionNorm = norm(.postAttentionNorm)
    up = views.linear(
      Block.up(form), bias: form.isGated ? .gateBias : .upBias, block: block)
    down = views.linear([.down], bias: .downBias, block: block)
    postFeedForwardNorm = norm(.postFeedForwardNorm)
  }

  private static let queryKeyValue: [ParameterRole] = [.query, .key, .value]

  private static func up(_ form: BlockConfiguration) -> [ParameterRole] {
    form.isGated ? [.gate, .up] : [.up]
  }

  /// The projections of a block, each with the parameters it stacks.
  static func projections(_ form: BlockConfiguration) -> [[ParameterRole]] {
    [queryKeyValue, [.attentionOutput], up(form), [.down]]
  }

  /// Reads `kept.input`, writes `output`, [N × width], and everything else of `kept`.
  func forward(
    _ kept: BlockActivations, into output: MutableMatrixView<Float>, starts: [Int],
    _ work: Workspace
  ) {
    let n = starts[starts.count - 1]
    let input = kept.input.top(n)
    let queryKeyValue = kept.queryKeyValue.top(n)
    let attended = kept.attended.top(n)
    let middle = kept.middle.top(n)
    attentionNorm.apply(input.readOnly, into: kept.attentionInput.top(n))
    self.queryKeyValue.apply(kept.attentionInput.top(n).readOnly, into: queryKeyValue)
    attention.rotate(queryKeyValue, keeping: kept.rawQueryKey?.top(n), starts: starts)
    attention.gather(
      queryKeyValue, into: attended, logSums: kept.logSums, starts: starts, scratch: work.attention)
    middle.copy(input)
    add(
      attentionOutput, attended, postAttentionNorm, branch: kept.attentionBranch?.top(n),
      to: middle,
      work)

    feedForwardNorm.apply(
      (form.residual == .parallel ? input : middle).readOnly, into: kept.feedForwardInput.top(n))
    up.apply(kept.feedForwardInput.top(n).readOnly, into: kept.inner.top(n))
    let hidden = work.hidden.top(n)
    activate(kept.inner.top(n), into: hidden)
    output.copy(middle)
    add(down, hidden, postFeedForwardNorm, branch: kept.feedForwardBranch?.top(n), to: output, work)
  }

  /// Turns `work.residualGradient` from the gradient by this block's output into that by its input.
  ///
  /// Without `needsInput` the latter is left unfinished: nothing below learns.
  func backward(
    _ kept: BlockActivations, starts: [Int], _ work: Workspace, needsInput: Bool
  ) {
    let n = starts[starts.count - 1]
    let residual = work.residualGradient.top(n)
    let attentionGradient = work.attendedGradient.top(n)
    // A parallel block's attention sees the gradient before the other half has added to it.
    if form.residual == .parallel { backwardAttentionOutput(kept, residual, n, work) }
    backwardFeedForward(kept, residual, n, work)
    if form.residual == .sequential { backwardAttentionOutput(kept, residual, n, work) }

    let gradient = work.queryKeyValueGradient.top(n)
    attention.gatherBackward(
      kept.queryKeyValue.top(n), kept.attended.top(n), attentionGradient, logSums: kept.logSums,
      into: gradient, starts: starts, scratch: work.attention)
    attention.rotateBackward(gradient, kept.rawQueryKey?.top(n), starts: starts)
    let inputGradient = work.inputGradient.top(n)
    if needsInput || attentionNorm.weightGradient != nil {
      queryKeyValue.inputGradient(gradient.readOnly, into: inputGradient)
    } else {
      queryKeyValue.prepareAdapters(gradient.readOnly)
    }
    queryKeyValue.addParameterGradients(
      kept.attentionInput.top(n).readOnly, gradient.readOnly)
    if needsInput || attentionNorm.weightGradient != nil {
      attentionNorm.backward(
        kept.input.top(n).readOnly, inputGradient.readOnly, addingTo: residual)
    }
  }

  private func backwardFeedForward(
    _ kept: BlockActivations, _ residual: MutableMatrixView<Float>, _ n: Int, _ work: Workspace
  ) {
    let outputGradient = branchGradient(
      residual, postFeedForwardNorm, kept.feedForwardBranch?.top(n), work)
    let hidden = work.hidden.top(n)
    let inner = kept.inner.top(n)
    down.inputGradient(outputGradient.readOnly, into: hidden)
    let width = hidden.columns
    forEachRow(n) { row in
      kn_activate_backward_f32(
        form.activation.kernel, inner.row(row), form.isGated ? inner.row(row) + width : nil,
        hidden.row(row), width)
    }
    down.addParameterGradients(hidden.readOnly, outputGradient.readOnly)
    let inputGradient = work.inputGradient.top(n)
    up.inputGradient(inner.readOnly, into: inputGradient)
    up.addParameterGradients(kept.feedForwardInput.top(n).readOnly, inner.readOnly)
    let input = form.residual == .parallel ? kept.input : kept.middle
    feedForwardNorm.backward(
      input.top(n).readOnly, inputGradient.readOnly, addingTo: residual)
  }

  private func backwardAttentionOutput(
    _ kept: BlockActivations, _ residual: MutableMatrixView<Float>, _ n: Int, _ work: Workspace
  ) {
    let outputGradient = branchGradient(
      residual, postAttentionNorm, kept.attentionBranch?.top(n), work)
    attentionOutput.inputGradient(outputGradient.readOnly, into: work.attendedGradient.top(n))
    attentionOutput.addParameterGradients(
      kept.attended.top(n).readOnly, outputGradient.readOnly)
  }

  /// The gradient by a half's output before its norm: the residual stream's where it has none.
  private func branchGradient(
    _ residual: MutableMatrixView<Float>, _ norm: Norm?, _ branch: MutableMatrixView<Float>?,
    _ work: Workspace
  ) -> MutableMatrixView<Float> {
    guard let norm, let branch else { return residual }
    let gradient = work.branchGradient.top(residual.rows)
    for row in 0..<residual.rows {
      norm.backward(
        branch.row(row), residual.row(row), into: gradient.row(row), count: residual.columns,
        accumulate: false)
    }
    return gradient
  }

  /// stream += norm(W x), without a norm where there is none.
  private func add(
    _ linear: Linear, _ x: MutableMatrixView<Float>, _ norm: Norm?,
    branch: MutableMatrixView<Float>?, to stream: MutableMatrixView<Float>, _ work: Workspace
  ) {
    guard let norm, let branch else {
      linear.apply(x.readOnly, into: stream, accumulate: true)
      return
    }
    linear.apply(x.readOnly, into: branch)
    let normed = work.branchGradient.top(branch.rows)
    norm.apply(branch.readOnly, into: normed)
    for row in 0..<stream.rows { kn_add_f32(normed.row(row), stream.row(row), stream.columns) }
  }

  private func activate(
    _ inner: MutableMatrixView<Float>, into hidden: MutableMatrixView<Float>
  ) {
    forEachRow(hidden.rows) { row in
      kn_activate_f32(
        form.activation.kernel, inner.row(row),
        form.isGated ? inner.row(row) + hidden.columns : nil, hidden.row(row), hidden.columns)
    }
  }
}
