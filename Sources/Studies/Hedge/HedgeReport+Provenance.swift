import Charts
import Probes
import TextFiles

/// How the study was made, and what its terms mean.
extension HedgeReport {
  var methodSection: Page.Section {
    func text(_ value: JSONValue?) -> String {
      value.map { $0.string ?? $0.serialized() } ?? NumberText.missing
    }
    let names = [
      ("Seed", "seed"), ("Worlds", "seeds"), ("Finetuning questions", "training"),
      ("Held-out questions", "held_out"), ("Unfamiliar share", "unfamiliar_share"),
      ("Loss reduction", "reduction"), ("Tokens of an answer", "option_tokens"),
      ("Tokens of abstaining", "abstention_tokens"), ("Resamples", "resamples"),
      ("World", "world"),
    ]
    return .method(
      lead: """
        <p>Heads are fitted exactly (Newton's method on a convex loss), policies by the exact \
        gradient of the expected reward, so what is left is the hypothesis and not the optimiser. \
        Examples are relabelled by the base model's loss; questions are binned by their true \
        familiarity, so the two share no noise.</p>
        """,
      settings: names.map { .init($0.0, text(study.settings[$0.1])) }, versions: versions,
      hashes: [], commands: commands)
  }

  var definitionSection: Page.Section {
    let terms: [(String, String)] = [
      (
        "Hedge",
        """
        The input-independent prediction with the least loss (or the most reward) on the unfamiliar \
        finetuning examples. For cross-entropy and squared error it is their mean target, for \
        rewards anything on the best answers, for a reward model the share of high labels.
        """
      ),
      (
        "Familiarity c",
        "1 − exp(−n / n₀) for an entity met n times; a share of entities was never met (c = 0)."
      ),
      (
        "Causal contrast",
        "⟨mean p(a) − mean p(b), h(a) − h(b)⟩ / ‖h(a) − h(b)‖² of two arms a and b with hedges h."
      ),
      (
        "Chow's policy",
        """
        Answers when the chance of being right is above p* = (abstain − wrong) / (right − wrong); no \
        policy with the same knowledge earns more.
        """
      ),
      (
        "Over-refusal, abstention precision and recall",
        """
        Abstaining where the base model would be right; the base model being wrong where one \
        abstains; abstaining where it would be wrong.
        """
      ),
      (
        "AURC",
        "Mean share of wrong answers over all coverages, most confident first; lower is better."
      ),
      (
        "Intervals",
        "95 %, bootstrap that draws both questions and seeds with replacement; heads are held fixed."
      ),
    ]
    return .definitions(terms)
  }
}
