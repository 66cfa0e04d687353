public import ConnectorKit
import GatewayModel

/// Platforms that businesses ask for and that have no connector here.
public enum AnnouncedPlatforms {
    public static let all = [
        AnnouncedPlatform(
            platform: Platform(rawValue: "apple"), label: "Apple Messages for Business",
            text: "Apple asks for an account at Apple Business Register, reviews its brand and its entry points, and "
                + "connects it to a messaging service provider, whose id and secret a connector needs.",
            source: "https://register.apple.com/messages"),
        AnnouncedPlatform(
            platform: Platform(rawValue: "rbm"), label: "Google RBM (RCS for Business)",
            text: "Google asks for an agent, verified as the brand's and launched with each carrier, and for a service "
                + "account with a key, with which a connector calls and is called.",
            source: "https://developers.google.com/business-communications/rcs-business-messaging"),
        AnnouncedPlatform(
            platform: Platform(rawValue: "whatsapp"), label: "WhatsApp",
            text: "Meta asks for a WhatsApp Business account, a phone number that no app uses, and templates that it "
                + "approves for whatever is not an answer within 24 hours.",
            source: "https://developers.facebook.com/docs/whatsapp/cloud-api"),
        AnnouncedPlatform(
            platform: Platform(rawValue: "google"), label: "Google Messages (Business Messages)", isDiscontinued: true,
            text: "Google shut Business Messages down on July 31, 2024. RCS for Business has taken its place.",
            source: "https://developers.google.com/business-communications/business-messages"),
    ]
}
