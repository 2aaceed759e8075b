import LanguageModels
import LinearAlgebra

/// The adapters of one pass: their numbers, this lane's gradients and the scratch memory.
struct LaneAdapters: @unchecked Sendable {
  let adapters: AdapterSet
  let gradients: UnsafeMutablePointer<Float>
  let scratch: AdapterScratch
  let capacity: Int
  /// Nil when nothing is dropped, as in validation.
  let dropoutSeed: UInt64?

  /// The adapter of one projection whose outputs are `rows` of a fused one; nil when it has none.
  func adapter(_ role: ParameterRole, block: Int, rows: Range<Int>) -> ActiveAdapter? {
    guard let place = adapters.place(role, block: block) else { return nil }
    let rank = adapters.configuration.rank
    let entry = adapters.entries[place]
    let inputs = entry.target.columns
    func matrix(
      _ base: UnsafeMutablePointer<Float>, _ offset: Int, _ rows: Int, _ columns: Int
    ) -> MutableMatrixView<Float> {
      MutableMatrixView(base: base + offset, rows: rows, columns: columns)
    }
    let values = adapters.values.base
    let rate = dropoutSeed == nil ? 0 : adapters.configuration.dropout
    return ActiveAdapter(
      rows: rows, down: matrix(values, entry.down, rank, inputs).readOnly,
      up: matrix(values, entry.up, rows.count, rank).readOnly,
      downGradient: matrix(gradients, entry.down, rank, inputs),
      upGradient: matrix(gradients, entry.up, rows.count, rank),
      scale: adapters.configuration.scale, dropout: rate,
      seed: (dropoutSeed ?? 0) &+ UInt64(place) &* 0x9e37_79b9_7f4a_7c15,
      scratch: scratch.room(place, rank: rank, inputs: rate > 0 ? inputs : 0, capacity: capacity))
  }
}

/// What adapters keep between forward and backward, made when first needed.
final class AdapterScratch: @unchecked Sendable {
  /// One adapter's memory, `capacity` rows each.
  struct Room: @unchecked Sendable {
    /// A x, and the gradient by it, [capacity × rank].
    let projected: MutableMatrixView<Float>
    let gradient: MutableMatrixView<Float>
    /// Dropped inputs, and gradients before they are dropped, [capacity × inputs].
    let masked: MutableMatrixView<Float>
    let returned: MutableMatrixView<Float>
  }

  private var rooms: [Int: (Room, [AlignedBuffer])] = [:]

  func room(_ place: Int, rank: Int, inputs: Int, capacity: Int) -> Room {
    if let (room, _) = rooms[place], room.projected.rows >= capacity,
      room.masked.columns >= inputs
    {
      return room
    }
    let buffers = [rank, rank, inputs, inputs].map { AlignedBuffer(uninitialized: capacity * $0) }
    let room = Room(
      projected: buffers[0].matrix(rows: capacity, columns: rank),
      gradient: buffers[1].matrix(rows: capacity, columns: rank),
      masked: buffers[2].matrix(rows: capacity, columns: inputs),
      returned: buffers[3].matrix(rows: capacity, columns: inputs))
    rooms[place] = (room, buffers)
    return room
  }
}
