public import TextFiles

extension LabelAtlas {
  /// The atlas as JSON; what is not defined is null.
  public var json: JSONValue {
    [
      "scores": .string(scoreName),
      "minimum_count": .integer(Int64(grid.minimumCount)),
      "cells": .array(
        cells.map { cell in
          [
            "reference": .string(cell.source.rawValue),
            "band_low_nats": .number(cell.band.low), "band_high_nats": .number(cell.band.high),
            "zero_below_nats": .number(cell.threshold),
            "within_nats": cell.delta.map { .number($0) } ?? .null,
            "n_epistemic": .integer(Int64(cell.zeros)), "n_aleatoric": .integer(Int64(cell.ones)),
            "auroc": .number(cell.auroc), "sparse": .bool(cell.isSparse),
          ]
        }),
    ]
  }

  /// The cells as a table; what is not defined is empty.
  public var csv: String {
    func field(_ number: Double?) -> String {
      number.flatMap { $0.isFinite ? String($0) : nil } ?? ""
    }
    let header =
      "reference,band_low_nats,band_high_nats,zero_below_nats,within_nats,n_epistemic,n_aleatoric,"
      + "auroc,sparse\n"
    return header
      + cells.map { cell in
        [
          cell.source.rawValue, field(cell.band.low), field(cell.band.high),
          field(cell.threshold), field(cell.delta), String(cell.zeros), String(cell.ones),
          field(cell.auroc), cell.isSparse ? "1" : "0",
        ].joined(separator: ",") + "\n"
      }.joined()
  }
}
