import Gateway
import Testing

@Suite("What a file is")
struct MediaTypeTests {
    @Test(
        "By its first bytes",
        arguments: [
            ([0x89] + Array("PNG\r\n\u{1a}\n".utf8), MediaType.png), ([0xff, 0xd8, 0xff, 0xe0], .jpeg),
            (Array("GIF89a".utf8), .gif), (Array("RIFF....WEBPVP8 ".utf8), .webp),
            (Array("RIFF....WAVEfmt ".utf8), .wav), (Array("%PDF-1.7".utf8), .pdf),
            ([0, 0, 0, 24] + Array("ftypisom".utf8), .mp4), ([0, 0, 0, 24] + Array("ftypheic".utf8), .heic),
            ([0x1a, 0x45, 0xdf, 0xa3], .webm), (Array("OggS".utf8), .ogg), (Array("ID3".utf8), .mp3),
            ([0xff, 0xfb], .mp3), ([0x50, 0x4b, 3, 4], .zip), (Array("BM".utf8) + [0, 0, 1], .bmp),
            (Array("BMW drivers".utf8), .plainText), (Array("BEGIN:VCARD\r\n".utf8), .vCard),
            (Array("hello\n".utf8), .plainText), ([], .unknown), ([1, 2, 3], .unknown),
            (Array("MZ".utf8) + [0], .unknown),
        ] as [([UInt8], MediaType)])
    func kind(_ bytes: [UInt8], _ type: MediaType) {
        #expect(MediaType(sniffing: bytes) == type)
    }

    @Test(
        "What could act in a browser is known for it, however it hides",
        arguments: [
            "<html>", " \n<!DOCTYPE html>", "<svg onload=alert(1)>", "<?xml version='1.0'?><svg/>",
            "\u{feff}<SCRIPT>", "hello <script>alert(1)</script>", "<!-- --><html>",
        ])
    func active(_ text: String) {
        let type = MediaType(sniffing: Array(text.utf8))
        #expect(type == .active)
        #expect(!type.mayBeShown)
    }

    @Test("A picture in a film's container is no film")
    func avif() {
        let start: [UInt8] = [0, 0, 0, 32]
        #expect(MediaType(sniffing: start + Array("ftypavif0000".utf8)) == .unknown)
        #expect(MediaType(sniffing: start + Array("ftypisom0000".utf8)) == .mp4)
    }
}
