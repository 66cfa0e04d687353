extension SQLiteSchema {
    /// The bytes of files, where they are kept here, and which place holds them.
    static let blobs = """
        CREATE TABLE blob (
            name TEXT PRIMARY KEY, content INTEGER NOT NULL, byte_count INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE blob_chunk (
            content INTEGER NOT NULL, number INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (content, number)
        ) STRICT;
        CREATE TABLE loose_content (id INTEGER PRIMARY KEY, is_given_up INTEGER NOT NULL) STRICT;
        CREATE TABLE blob_place (id INTEGER PRIMARY KEY, place TEXT NOT NULL) STRICT;
        """
}
