namespace WriteBack.Fast;

/// <summary>What a record says. One list for all segments, so that no number means two things.</summary>
internal enum RecordKind : ushort
{
    /// <summary>A key was set. The payload is key and value.</summary>
    Upsert = 1,

    /// <summary>A key was removed. The payload is the key.</summary>
    Delete = 2,

    /// <summary>In any segment, and outside of the sequences: everything up to its sequence was on stable storage when it was written.</summary>
    Synced = 3,

    /// <summary>A dead letter was added. The payload is its number and all of it.</summary>
    LetterAdded = 4,

    /// <summary>The key of a dead letter was written again. The payload is the letter's number.</summary>
    LetterSuperseded = 5,

    /// <summary>A dead letter is gone. The payload is its number.</summary>
    LetterRemoved = 6,
}
