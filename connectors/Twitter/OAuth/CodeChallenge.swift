import Signing

/// RFC 7636: who asked for a code shows with it that it was them. Method S256.
enum CodeChallenge {
    static func of(_ verifier: String) -> String { Base64.encodeForURL(Hash.sha256.digest(Array(verifier.utf8))) }
}
