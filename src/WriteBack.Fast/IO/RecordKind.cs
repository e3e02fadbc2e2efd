namespace WriteBack.Fast;

/// <summary>The kind of a record. The log and the dead letters share the list, so each number has one meaning.</summary>
internal enum RecordKind : ushort
{
    /// <summary>A key was set. The payload is key and value.</summary>
    Upsert = 1,

    /// <summary>A key was removed. The payload is the key.</summary>
    Delete = 2,

    /// <summary>A proof: all records up to its sequence were on stable storage. It has no sequence of its own.</summary>
    Synced = 3,

    /// <summary>A dead letter was added. The payload is the letter's number and content.</summary>
    LetterAdded = 4,

    /// <summary>The key of a dead letter was written again. The payload is the letter's number.</summary>
    LetterSuperseded = 5,

    /// <summary>A dead letter was removed. The payload is the letter's number.</summary>
    LetterRemoved = 6,
}
