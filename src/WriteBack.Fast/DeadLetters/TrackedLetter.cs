namespace WriteBack.Fast;

/// <summary>A dead letter and its state. The queue's lock guards the state in memory, the journal's lock the state on disk.</summary>
/// <param name="number">The letter's number. Numbers grow with each letter of a cache, also across restarts.</param>
/// <param name="content">The letter.</param>
internal sealed class TrackedLetter<TKey, TValue>(long number, DeadLetter<TKey, TValue> content)
    where TKey : struct
    where TValue : notnull
{
    public long Number => number;

    public DeadLetter<TKey, TValue> Content => content;

    /// <summary>Whether the letter's key has been written since.</summary>
    public bool IsSuperseded { get; set; }

    /// <summary>Whether it goes once the pending write of its key is stored.</summary>
    public bool IsReplaying { get; set; }

    public bool IsGone { get; set; }

    /// <summary>Whether the letter is in the queue's list of changes for the journal.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Whether a record of the letter was written, synced or not, so the files may contain it.</summary>
    public bool IsWritten { get; set; }

    /// <summary>The number of the segment with the letter's synced record; 0 for none.</summary>
    public long Segment { get; set; }

    /// <summary>Whether the files say that the letter is superseded.</summary>
    public bool IsMarked { get; set; }

    /// <summary>Whether the letter cannot be written to disk.</summary>
    public bool IsMemoryOnly { get; set; }
}

/// <summary>A letter, and its state when the journal took the change.</summary>
internal readonly record struct DeadLetterChange<TKey, TValue>(TrackedLetter<TKey, TValue> Letter, bool IsSuperseded, bool IsGone)
    where TKey : struct
    where TValue : notnull;
