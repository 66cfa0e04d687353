import Foundation

/// A language as BCP 47 writes it (RFC 5646, 2.1): `en`, `fr-CA`, `zh-Hant-HK`.
enum LanguageTag {
    static func check(_ tag: String) throws {
        guard isValid(tag) else {
            throw Refusal.invalid("language", "it must be a BCP 47 tag such as en or fr-CA.")
        }
    }

    /// Whether it is well formed, and its language and region are ones that ISO knows.
    static func isValid(_ tag: String) -> Bool {
        let subtags = tag.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard tag.utf8.count <= 100, subtags.allSatisfy({ $0.wholeMatch(of: /[A-Za-z0-9]{1,8}/) != nil }),
            let language = subtags.first, language.wholeMatch(of: /[A-Za-z]{2,3}/) != nil,
            Locale.LanguageCode(language).isISOLanguage
        else { return false }
        // What is said about script and region comes before the first single character.
        let end = subtags.firstIndex { $0.utf8.count == 1 } ?? subtags.endIndex
        return isOrdered(subtags[1..<end]) && isExtended(subtags[end...])
    }

    /// Up to three languages within the language, then script, region and variants, none of which must be there.
    private static func isOrdered(_ subtags: ArraySlice<String>) -> Bool {
        var rest = subtags
        for _ in 0..<3 where rest.first?.wholeMatch(of: /[A-Za-z]{3}/) != nil { rest.removeFirst() }
        if rest.first?.wholeMatch(of: /[A-Za-z]{4}/) != nil { rest.removeFirst() }
        if let region = rest.first, region.wholeMatch(of: /[A-Za-z]{2}|[0-9]{3}/) != nil {
            guard Locale.Region(region).isISORegion else { return false }
            rest.removeFirst()
        }
        return rest.allSatisfy { $0.wholeMatch(of: /[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}/) != nil }
            && Set(rest.map { $0.lowercased() }).count == rest.count
    }

    /// A single character, each once, with something behind it; behind `x` anything may stand.
    private static func isExtended(_ subtags: ArraySlice<String>) -> Bool {
        var seen: Set<String> = []
        var isOpen = false
        for subtag in subtags {
            if seen.contains("x") {
                isOpen = false
            } else if subtag.utf8.count == 1 {
                guard !isOpen, seen.insert(subtag.lowercased()).inserted else { return false }
                isOpen = true
            } else {
                isOpen = false
            }
        }
        return !isOpen
    }
}
