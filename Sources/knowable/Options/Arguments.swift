public import ArgumentParser
public import Catalog
public import ConflictingQA
public import Embeddings
public import HedgedPrediction
public import LanguageModels
public import Probes
public import TensorFiles

extension ScoringPolicy.Positions: ExpressibleByArgument {}

extension PromptForm.Style: ExpressibleByArgument {}

extension OptionLength: ExpressibleByArgument {}

extension ScoringPolicy.BeginningOfText: ExpressibleByArgument {}

extension FloatType: ExpressibleByArgument {
  /// Takes the short names f32, f16 and bf16 beside the full ones.
  public init?(argument: String) {
    switch argument {
    case "f32": self = .float32
    case "f16": self = .float16
    case "bf16": self = .bfloat16
    default: self.init(rawValue: argument)
    }
  }
}

extension ProbeKind: ExpressibleByArgument {}

extension EvaluationPart: ExpressibleByArgument {}

extension LabelBalance: ExpressibleByArgument {}

extension ReferenceSource: ExpressibleByArgument {}

extension SplitPart: ExpressibleByArgument {}

extension Precision: ExpressibleByArgument {}

extension RunStatus: ExpressibleByArgument {}

extension LossReduction: ExpressibleByArgument {}

extension HeadLoss: ExpressibleByArgument {}

extension EvidenceLayout: ExpressibleByArgument {}

extension OffFormatPolicy.Treatment: ExpressibleByArgument {}

extension ServerSettings.Style: ExpressibleByArgument {}

extension EvidenceUnits.Grain: ExpressibleByArgument {}

extension Stance: ExpressibleByArgument {}
