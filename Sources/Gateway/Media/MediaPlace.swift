/// Where this installation keeps its files. It is written down, for a gateway that looked in another place would find
/// none of them.
public enum MediaPlace {
    /// Takes the place that was chosen, if all files are there or there are none.
    ///
    /// - Returns: where they are instead, if that is so.
    public static func settle(on chosen: BlobPlace, in transaction: any StoreTransaction) throws -> BlobPlace? {
        let place = try current(in: transaction)
        if place != chosen, try !transaction.readyMedia(after: nil, limit: 1).isEmpty { return place }
        if try transaction.blobPlace() != chosen { try transaction.setBlobPlace(chosen) }
        return nil
    }

    /// Before there was a choice, it was a folder.
    public static func current(in transaction: any StoreTransaction) throws -> BlobPlace {
        try transaction.blobPlace() ?? .folder
    }
}
