import Statistics

extension ProbeMetadata {
  /// Reads what a probe file's header says.
  init(_ fields: ProbeFields) throws {
    let (label, split) = (try fields.object("label"), try fields.object("split"))
    let model = try fields.object("model")
    let best = fields.optionalString("best_baseline")
    self.init(
      label: LabelDefinition(
        column: try label.string("column"), groupColumn: label.optionalString("group_column"),
        positive: try label.string("positive"), negative: try label.string("negative"),
        rule: try label.optional("rule") { LabelRule(json: $0) }),
      examplesHash: try fields.string("examples_hash"),
      split: try GroupSplit(
        fractions: try split.numbers("fractions"), seed: try split.unsigned("seed")),
      sizes: try split.list("parts").map { try PartSize($0) },
      source: ProbeSource(
        modelName: try model.string("name"), modelFingerprint: try model.string("fingerprint"),
        position: try fields.string("position"), files: try fields.namedValues("files"),
        versions: try fields.namedValues("versions")),
      penalty: try fields.optionalObject("penalty").map { try PenaltyChoice($0) },
      solver: try fields.optionalObject("solver").map { try SolverReport($0) },
      shrinkage: fields.optionalDouble("shrinkage"),
      sweep: try fields.list("sweep").map { try SweepSummary($0) },
      testBefore: try fields.estimates("test_before"),
      testAfter: try fields.estimates("test_after"),
      bestBaseline: best.flatMap { Baseline.Kind(rawValue: $0) },
      notes: try fields.texts("notes"))
  }
}

extension PartSize {
  fileprivate init(_ fields: ProbeFields) throws {
    self.init(
      try fields.value("part", SplitPart.init(rawValue:)), count: try fields.int("n"),
      positives: try fields.int("positives"), groups: try fields.int("groups"))
  }
}

extension PenaltyChoice {
  fileprivate init(_ fields: ProbeFields) throws {
    self.init(
      inverseRegularization: try fields.finite("C"),
      candidates: try fields.list("candidates").map {
        PenaltyCandidate(
          inverseRegularization: try $0.finite("C"), loss: try $0.double("loss"),
          standardError: try $0.double("standard_error"))
      },
      folds: try fields.int("folds"), rule: try fields.string("rule"),
      isAtEdge: try fields.bool("at_edge"))
  }
}

extension SolverReport {
  fileprivate init(_ fields: ProbeFields) throws {
    self.init(
      iterations: try fields.int("iterations"), passes: try fields.int("passes"),
      factorizations: try fields.int("factorizations"),
      objective: try fields.double("objective"),
      gradientNorm: try fields.double("gradient_norm"),
      relativeGap: try fields.double("relative_gap"), converged: try fields.bool("converged"))
  }
}

extension SweepSummary {
  fileprivate init(_ fields: ProbeFields) throws {
    self.init(
      tap: try fields.string("tap"), inverseRegularization: fields.optionalDouble("C"),
      validationAUROC: try fields.estimate("validation_auroc"),
      validationLoss: try fields.estimate("validation_nll"),
      testAUROC: try fields.estimate("test_auroc"))
  }
}
