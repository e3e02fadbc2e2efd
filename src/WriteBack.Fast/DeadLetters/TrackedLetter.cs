namespace WriteBack.Fast;

/// <summary>A dead letter and what has become of it. The states are the queue's, under its lock; what is on disk is the journal's.</summary>
/// <param name="number">Grows with each letter of a cache, restarts included.</param>
/// <param name="content">The write.</param>
internal sealed class TrackedLetter<TKey, TValue>(long number, DeadLetter<TKey, TValue> content)
    where TKey : struct
    where TValue : notnull
{
    public long Number => number;

    public DeadLetter<TKey, TValue> Content => content;

    /// <summary>Whether its key has been written since.</summary>
    public bool IsSuperseded { get; set; }

    /// <summary>Whether it goes when the write of its key that is pending now is stored.</summary>
    public bool IsReplaying { get; set; }

    public bool IsGone { get; set; }

    /// <summary>Whether it waits for the journal.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Whether a record of it was written, synced or not, so that the files may know it.</summary>
    public bool IsWritten { get; set; }

    /// <summary>The segment that it is known to be in, 0 for none.</summary>
    public long Segment { get; set; }

    /// <summary>Whether the journal says that it is superseded.</summary>
    public bool IsMarked { get; set; }

    /// <summary>Whether it cannot be written to disk.</summary>
    public bool IsMemoryOnly { get; set; }
}

/// <summary>A letter and its state at the moment when the journal took it.</summary>
internal readonly record struct DeadLetterChange<TKey, TValue>(TrackedLetter<TKey, TValue> Letter, bool IsSuperseded, bool IsGone)
    where TKey : struct
    where TValue : notnull;
