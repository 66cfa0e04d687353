import Testing

@testable import MessengerConnector

@Suite("A page as people name it")
struct PageIdentificationTests {
    @Test(
        "Every form that Facebook has",
        arguments: [
            ("111222333", PageIdentification.id("111222333")), (" 111222333\n", .id("111222333")),
            ("TheShop", .username("theshop")), ("@the.shop", .username("theshop")),
            ("https://www.facebook.com/TheShop", .username("theshop")),
            ("https://www.facebook.com/TheShop/?ref=page_internal#x", .username("theshop")),
            ("facebook.com/the.shop/about", .username("theshop")),
            ("http://m.facebook.com/TheShop", .username("theshop")),
            ("fb.com/TheShop", .username("theshop")), ("https://m.me/TheShop", .username("theshop")),
            ("m.me/111222333", .id("111222333")), ("https://www.facebook.com/111222333", .id("111222333")),
            ("https://www.facebook.com/pages/The-Shop/111222333", .id("111222333")),
            ("https://www.facebook.com/pages/category/Shop/The-Shop-111222333/", .id("111222333")),
            ("https://www.facebook.com/The-Shop-111222333/", .id("111222333")),
            ("https://www.facebook.com/profile.php?id=111222333&sk=about", .id("111222333")),
            ("https://www.facebook.com/p/The-Shop-111222333/", .id("111222333")),
            ("https://www.facebook.com/pg/TheShop/posts", .username("theshop")),
        ])
    func forms(text: String, expected: PageIdentification) {
        #expect(PageIdentification(text) == expected)
    }

    @Test(
        "What names no page",
        arguments: [
            "", " ", "ab", "https://www.facebook.com/", "https://evil.example/TheShop",
            "https://evil-facebook.com/TheShop",
            "https://facebook.com.evil.example/TheShop", "javascript:alert(1)", "https://www.facebook.com/profile.php",
            "https://www.facebook.com/pages/", "The Shop", "facebook.com", "https://www.facebook.com/groups/123456",
            String(repeating: "a", count: 3000),
        ])
    func others(text: String) {
        #expect(PageIdentification(text) == nil)
    }
}
