import Charts

extension ProbeReport: Report {
  /// The report as one HTML page that needs no other file and no script to be read.
  ///
  /// Light and dark, wide and narrow, and printable; the numbers behind every figure are in the
  /// page as JSON (element `data`). The same report gives the same bytes.
  public var page: Page {
    let sections = [
      sweepSection, calibrationSection, discriminationSection, baselineSection,
      tokenSection,
      exampleSection, itemSection, penaltySection, metricSection, methodSection, definitionSection,
    ]
    return Page(
      title: headline, kicker: "Probe report", opening: opening,
      sections: sections.compactMap { $0 },
      data: data
    )
  }
}
