using System.Collections.Immutable;

namespace WriteBack.Fast;

/// <summary>What became of a batch.</summary>
public enum BatchOutcome
{
    /// <summary>The store has not answered yet.</summary>
    Pending,

    /// <summary>The store took it, but for the entries that it rejected.</summary>
    Stored,

    /// <summary>The call threw.</summary>
    Failed,
}

/// <summary>A batch that reached a <see cref="FaultInjectingStore{TKey,TValue}"/>, as it was then.</summary>
/// <param name="Id">The batch's id.</param>
/// <param name="Entries">A copy of its entries.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Error">What the call threw; null if nothing.</param>
/// <param name="Rejected">Indexes of the entries that were rejected while the store had it.</param>
public sealed record RecordedBatch<TKey, TValue>(
    long Id, ImmutableArray<WriteEntry<TKey, TValue>> Entries, BatchOutcome Outcome, Exception? Error,
    ImmutableArray<int> Rejected)
    where TKey : struct
    where TValue : notnull;
