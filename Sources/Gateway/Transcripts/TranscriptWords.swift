/// The few words of ours in a transcript, in one language.
struct TranscriptWords: Sendable {
    let language: String
    var isRightToLeft = false
    /// With `{label}` for the contact point's.
    let headingPattern: String
    /// With `{zone}` for the name of the time zone.
    let timesPattern: String
    let you: String
    /// With `{name}` for the file's.
    let filePattern: String
    let cut: String
    /// Why this mail came, for whoever did not want it.
    let why: String

    func heading(_ label: String) -> String { headingPattern.replacing("{label}", with: label) }
    func times(_ zone: String) -> String { timesPattern.replacing("{zone}", with: zone) }
    func file(_ name: String) -> String { filePattern.replacing("{name}", with: name) }

    /// By the first part of the tag: `fr-CA` gets those of `fr`. English where there are none.
    static func of(_ tag: String) -> TranscriptWords {
        let language = tag.prefix { $0 != "-" }.lowercased()
        return all.first { $0.language == language } ?? english
    }

    static let all = [english, german, french, spanish, arabic]

    private static let english = TranscriptWords(
        language: "en", headingPattern: "Your conversation with {label}", timesPattern: "Times are those of {zone}.",
        you: "You", filePattern: "File, not sent along: {name}", cut: "Earlier messages are left out.",
        why: """
            This was sent because somebody in the conversation asked to have it mailed to this address. If it was not \
            you, you need do nothing.
            """)

    private static let german = TranscriptWords(
        language: "de", headingPattern: "Ihr Gespräch mit {label}", timesPattern: "Alle Zeiten gelten für {zone}.",
        you: "Sie", filePattern: "Datei, nicht mitgeschickt: {name}", cut: "Frühere Nachrichten sind weggelassen.",
        why: """
            Diese E-Mail wurde gesendet, weil jemand im Gespräch darum gebeten hat, es an diese Adresse zu schicken. \
            Waren Sie es nicht, brauchen Sie nichts zu tun.
            """)

    private static let french = TranscriptWords(
        language: "fr", headingPattern: "Votre conversation avec {label}",
        timesPattern: "Les heures sont celles de {zone}.", you: "Vous", filePattern: "Fichier non joint : {name}",
        cut: "Les messages plus anciens sont omis.",
        why: """
            Ce message a été envoyé parce que quelqu’un a demandé, dans la conversation, qu’elle soit envoyée à cette \
            adresse. Si ce n’était pas vous, vous n’avez rien à faire.
            """)

    private static let spanish = TranscriptWords(
        language: "es", headingPattern: "Su conversación con {label}", timesPattern: "Las horas son las de {zone}.",
        you: "Usted", filePattern: "Archivo no adjunto: {name}", cut: "Se omiten los mensajes anteriores.",
        why: """
            Este mensaje se envió porque alguien pidió en la conversación que se mandara a esta dirección. Si no fue \
            usted, no tiene que hacer nada.
            """)

    private static let arabic = TranscriptWords(
        language: "ar", isRightToLeft: true, headingPattern: "محادثتك مع {label}",
        timesPattern: "الأوقات بحسب {zone}.", you: "أنت", filePattern: "ملف غير مرفق: {name}",
        cut: "حُذفت الرسائل الأقدم.",
        why: "أُرسلت هذه الرسالة لأن أحدهم طلب في المحادثة إرسالها إلى هذا العنوان. إن لم تكن أنت فلا حاجة إلى فعل شيء.")
}
