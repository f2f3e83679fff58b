"""Tables and queries; the only SQL; two doors, reading and writing."""
