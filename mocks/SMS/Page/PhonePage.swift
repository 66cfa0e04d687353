/// The page on which a person plays the phone, in two parts with a file each.
enum PhonePage {}
