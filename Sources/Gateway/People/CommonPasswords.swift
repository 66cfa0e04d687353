/// Passwords of ten or more characters that stand at the head of every list of leaked ones.
enum CommonPasswords {
    /// In lower case and without white space.
    static let all: Set<String> = Set(words.split(whereSeparator: \.isWhitespace).map(String.init))
        .union(
            "0123456789abcdefghijklmnopqrstuvwxyz".flatMap { character in
                (10...16).map { String(repeating: character, count: $0) }
            })

    private static let words = """
        1234567890 12345678910 123456789012 0123456789 0987654321 9876543210 1234567891 123456789a a123456789
        123456789q q123456789 1234512345 1122334455 1212121212 1231231231 123123123123 123321123321 1029384756
        1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc qazwsxedcrfv qwertyuiop qwertyuiop123 qwertyuiop[] asdfghjkl; qwerty12345
        qwerty123456 qwertyqwerty asdfghjkl123 zaq12wsxcde3 q1w2e3r4t5 q1w2e3r4t5y6 1qazxsw23edc azertyuiop
        qwertzuiop abcdefghij abcdefghijk abcd123456 abcdef12345 abc1234567 abcabcabcabc passwordpassword password12
        password123 password1234 password12345 password123! password01 password10 password11 password99 passw0rd123
        p@ssw0rd123 p@ssword123 p@ssword1234 pa55word123 mypassword mypassword1 newpassword changeme123 changeme1234
        letmein123 letmein1234 welcome123 welcome1234 welcome2024 welcome2025 welcome2026 welcome123! admin12345
        admin123456 administrator administrator1 rootrootroot iloveyou123 iloveyou12 iloveyou1234 iloveyouforever
        loveyou123 sunshine123 princess123 football123 baseball123 superman123 batman12345 pokemon1234 dragon1234
        monkey12345 michael123 computer123 internet123 whatever123 trustno1234 starwars123 liverpool1 manchester
        basketball christopher alexander1 summer2024! summer2025! winter2024! winter2025! correcthorsebatterystaple
        gatehouse123 gatehouse1 gatehousegatehouse secret1234 topsecret123 default123 test123456 testtest123
        testpassword temporary1 temppassword qwe123qwe123 asd123asd123 zxcvbnm123 zxcvbnm1234 zxcvbnmasdf
        """
}
