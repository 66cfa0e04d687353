import Gateway
import Testing

@Suite("What a file is")
struct MediaTypeTests {
    /// The first boxes of a file in the container of films.
    private static func boxes(_ brand: String, compatible: [String] = []) -> [UInt8] {
        let length = UInt8(16 + compatible.count * 4)
        return [0, 0, 0, length] + Array("ftyp\(brand)".utf8) + [0, 0, 2, 0] + Array(compatible.joined().utf8)
            + [0, 0, 0, 8] + Array("mdat".utf8)
    }

    private static func matroska(_ type: String) -> [UInt8] {
        [
            0x1a, 0x45, 0xdf, 0xa3, 0x9f, 0x42, 0x86, 0x81, 1, 0x42, 0xf7, 0x81, 1, 0x42, 0x82,
            UInt8(0x80 + type.utf8.count),
        ]
            + Array(type.utf8) + [0x42, 0x87, 0x81, 4]
    }

    private static let bitmap = Array("BM".utf8) + [0x36, 0, 0, 0, 0, 0, 0, 0, 0x36, 0, 0, 0]

    @Test(
        "By its first bytes",
        arguments: [
            ([0x89] + Array("PNG\r\n\u{1a}\n".utf8), MediaType.png), ([0xff, 0xd8, 0xff, 0xe0], .jpeg),
            ([0xff, 0xd8, 0xff, 0xdb], .jpeg), (Array("GIF87a".utf8), .gif), (Array("GIF89a".utf8), .gif),
            (Array("RIFF....WEBPVP8 ".utf8), .webp), (Array("RIFF....WEBPVP8X".utf8), .webp),
            (Array("RIFF....WAVEfmt ".utf8), .wav), (Array("%PDF-1.7".utf8), .pdf), (boxes("isom"), .mp4),
            (boxes("mp42", compatible: ["mp42", "isom"]), .mp4), (boxes("M4A "), .mp4), (boxes("qt  "), .mp4),
            (boxes("heic"), .heic), (boxes("heix"), .heic), (boxes("mif1", compatible: ["mif1", "heic"]), .heic),
            (matroska("webm"), .webm), (Array("OggS".utf8) + [0, 2], .ogg), (Array("ID3".utf8) + [3, 0, 0], .mp3),
            (Array("ID3".utf8) + [4, 0, 0], .mp3), ([0xff, 0xfb, 0x90, 0x44], .mp3), ([0xff, 0xf3], .mp3),
            ([0xff, 0xe3], .mp3), ([0x50, 0x4b, 3, 4], .zip), ([0x50, 0x4b, 5, 6], .zip), (bitmap, .bmp),
            (Array("BEGIN:VCARD\r\n".utf8), .vCard), (Array("hello\n".utf8), .plainText),
            (Array("Grüße".utf8), .plainText),
        ] as [([UInt8], MediaType)])
    func kind(_ bytes: [UInt8], _ type: MediaType) {
        #expect(MediaType(sniffing: bytes) == type)
    }

    @Test(
        "What only looks like one is not taken for it",
        arguments: [
            // Words that begin as a mark does.
            (Array("BMW drivers".utf8), MediaType.plainText), (Array("BM".utf8) + [0, 0, 1], .unknown),
            (Array("PKZIP is old".utf8), .plainText), (Array("OggS is a mark".utf8), .plainText),
            (Array("ID3 tags".utf8), .plainText), (Array("RIFF-RAFF, WEBPVP".utf8), .plainText),
            (Array("the ftyp box".utf8), .plainText), (Array("xxxxftypisom".utf8), .plainText),
            (Array(" %PDF-1.7".utf8), .plainText), (Array("xGIF89a".utf8), .plainText),
            // Marks that are cut off, and files of nothing.
            ([], .unknown), ([0xff, 0xd8], .unknown), ([0xff], .unknown),
            (Array("RIFF....WEB".utf8), .plainText), ([0, 0, 0, 24] + Array("ftyp".utf8), .unknown),
            // Others in the same containers.
            (boxes("avif"), .unknown), (boxes("avis"), .unknown),
            (boxes("mif1", compatible: ["mif1", "avif"]), .unknown), (boxes("hevc"), .unknown),
            (matroska("matroska"), .unknown), (Array("RIFF....AVI ".utf8), .plainText),
            // Sound that is not MP3 (AAC), and texts in UTF-16.
            ([0xff, 0xf1, 0x50, 0x80], .unknown), ([0xff, 0xf9, 0x50, 0x80], .unknown),
            ([0xff, 0xfe] + utf16("<script>"), .unknown), ([0xff, 0xfe, 0x41, 0x42], .unknown),
            ([0xfe, 0xff, 0x41, 0x42], .unknown),
            // Programs.
            (Array("MZ".utf8) + [0x90, 0], .unknown), ([0x7f] + Array("ELF".utf8) + [2, 1], .unknown),
            ([0xca, 0xfe, 0xba, 0xbe, 0], .unknown), ([1, 2, 3], .unknown),
        ] as [([UInt8], MediaType)])
    func isNot(_ bytes: [UInt8], _ type: MediaType) {
        #expect(MediaType(sniffing: bytes) == type)
    }

    private static func utf16(_ text: String) -> [UInt8] { text.utf8.flatMap { [$0, 0] } }

    @Test(
        "What could act in a browser is known for it, however it hides",
        arguments: [
            "<html>", " \n<!DOCTYPE html>", "<svg onload=alert(1)>", "<?xml version='1.0'?><svg/>",
            "\u{feff}<SCRIPT>", "hello <script>alert(1)</script>", "<!-- --><html>", "<a href=javascript:alert(1)>",
            "\u{feff}\n <div>", "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>", "</p><b>",
            "<img src=x onerror=a()>",
            "Look: <IMG SRC=x>", "<table", "<p/>", "<?php ?>", "BEGIN:VCARD\n<script>",
        ])
    func active(_ text: String) {
        let type = MediaType(sniffing: Array(text.utf8))
        #expect(type == .active)
        #expect(!type.mayBeShown && !MediaType.accepted.contains(type))
    }

    @Test(
        "A text is a text, also with a sign in it",
        arguments: ["1 < 2", "<- that way", "<ann@our.test> wrote:", "a <b> c", "<3", "if (a<b) return;", "<"])
    func text(_ text: String) {
        #expect(MediaType(sniffing: Array(text.utf8)) == .plainText)
    }

    @Test("What is two things at once is the one that its first bytes say, and is shown as nothing else")
    func polyglots() {
        let script = Array("<html><script>alert(1)</script>".utf8)
        for (start, type) in [
            (Array("GIF89a".utf8), MediaType.gif), (Array("%PDF-1.7\n".utf8), .pdf), (Self.bitmap, .bmp),
        ] {
            #expect(MediaType(sniffing: start + script) == type)
            #expect(MediaType(sniffing: script + start) != type && !MediaType(sniffing: script + start).mayBeShown)
        }
    }

    @Test(
        "Whoever opens it goes by the ending of its name, so that is what the bytes say",
        arguments: [
            (MediaType.png, "cat.png", "cat.png"), (.png, "CAT.PNG", "CAT.PNG"), (.jpeg, "cat.jpeg", "cat.jpeg"),
            (.png, "invoice.exe", "invoice.exe.png"), (.plainText, "invoice.vbs", "invoice.vbs.txt"),
            (.plainText, "run.bat", "run.bat.txt"), (.plainText, "list.csv", "list.csv"), (.pdf, "a", "a.pdf"),
            (.plainText, "x.txt.", "x.txt..txt"), (.png, ".png", ".png"), (.png, "", "file.png"),
            (.png, nil, "file.png"),
            (.png, "  ", "file.png"), (.png, "\u{202e}", "file.png"), (.plainText, "a\u{202e}txt.exe", "atxt.exe.txt"),
            (.zip, "letter.docx", "letter.docx"), (.unknown, "a.exe", "a.exe.bin"),
            (.png, "Katze 猫.png", "Katze 猫.png"),
        ] as [(MediaType, String?, String)])
    func names(_ type: MediaType, _ given: String?, _ name: String) {
        #expect(type.fileName(given) == name)
    }
}
