/// What people write who want to be left alone, and who do not.
enum OptOutPhrases {
    static let wishes = [
        "Please stop texting me", "please STOP", "stop please", "Stop it", "STOP STOP", "don't stop",
        "stop by tomorrow?",
        "Stop sending me these", "take me off your list", "Take me off this list!!", "remove me",
        "Do not text me again",
        "don't text me", "don’t text me", "DONT TEXT", "I want to unsubscribe", "unsubscribe me", "please unsubscribe",
        "no more messages", "leave me alone", "opt me out", "I'd like to opt out, thanks", "please stop.\nthanks",
        "I said stop texting this number, I am at work", "quit texting me", "do not contact me", "pls stop",
    ]

    static let innocent = [
        "cancel my order", "the end", "Can we stop for gas on the way to the lake?", "The bus stop near my house",
        "I did not get your text", "Text me when you are there", "message received", "thank you", "contact me tomorrow",
        "Where is the price list?", "home alone", "opt for the blue one", "The optician", "", "👍",
    ]
}
