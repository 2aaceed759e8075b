extension WordLists {
  /// The grammar of a language, in the form that `Grammar` reads.
  static func grammar(of language: FactsAndCoins.Settings.Language) -> String {
    switch language {
    case .statements: statements + verbs
    case .prose: prose + verbs
    }
  }

  /// One statement a sentence.
  private static let statements = """
    sentence -> 7 <plain> . | 3 <opening> , <inner> .
    plain -> 4 The <inside> | 3 {entity} 's {attribute} <verb> {value} | 2 In {entity} the {attribute} <verb> {value} | 1 As for {entity} , its {attribute} <verb> {value}
    inner -> 4 the <inside> | 3 {entity} 's {attribute} <verb> {value} | 2 in {entity} the {attribute} <verb> {value}
    inside -> 1 {attribute} of {entity} <verb> {value}
    opening -> 3 Today | 2 Now | 2 Once more | 1 They say
    """

  /// Tales: scenes (road, hearth, market) that follow each other as a Markov chain, with people who
  /// are told apart by what they did (a recursion without bound) and statements that they make.
  private static let prose = """
    tale -> 1 <road>
    road -> 3 <walk> . <road> | 2 <walk> . <hearth> | 2 <claim> . <road> | 1 <claim> . <market>
    hearth -> 2 <rest> . <hearth> | 1 <rest> . <road> | 3 <claim> . <hearth> | 1 <claim> . <market>
    market -> 2 <trade> . <market> | 1 <trade> . <road> | 3 <claim> . <market>
    walk -> 3 <someone> <went> <place> | 1 <someone> <went> on
    rest -> 2 <someone> sat by the fire | 1 <someone> slept | 1 <someone> sang of <person>
    trade -> 2 <someone> sold <goods> to <person> | 1 <someone> bought <goods>
    claim -> 3 <someone> <said> that the {attribute} of {entity} <verb> {value} | 2 The {attribute} of {entity} <verb> {value} | 2 In {entity} , <said> <person> , the {attribute} <verb> {value} | 1 {entity} 's {attribute} <verb> {value}
    someone -> 3 The <folk> | 1 An old <folk> | 1 A young <folk>
    person -> 3 the <folk> | 1 an old <folk> | 1 a young <folk>
    folk -> 8 <calling> | 1 <calling> who had <met> <person>
    calling -> 4 miller | 3 weaver | 2 smith | 2 ferryman | 1 singer
    met -> 2 met | 1 helped | 1 known
    went -> 3 walked | 2 rode | 1 came
    place -> 2 to the hill | 2 to the market | 1 home | 1 past the mill house
    goods -> 2 bread | 2 rope | 1 a lantern
    said -> 3 said | 1 swore | 1 knew
    """

  private static let verbs = """

    verb -> 6 is | 2 was | 1 seems | 1 stays
    """
}
