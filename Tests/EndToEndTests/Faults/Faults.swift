import Testing

/// What is promised when something around the gateway fails, played on the real program: `docs/faults.md`. One after
/// the other, for each takes the machine for itself.
@Suite("Faults", .serialized)
enum Faults {}
