/// The page on which a person plays the phone, in three parts with a file each.
enum PhonePage {}
