namespace WriteBack.Fast;

/// <summary>What a write does when there is no space: at the limit of dirty entries, in a full cache, or with a full log.</summary>
public enum OverflowPolicy : byte
{
    /// <summary>
    /// The write waits until the store has acknowledged enough entries. From midway between the background limit and the hard limit on,
    /// writers pause for up to 200 ms, paced by the store's rate, so that they seldom reach the limit.
    /// </summary>
    Wait,

    /// <summary>The write throws <see cref="WriteBackOverflowException"/>.</summary>
    Throw,

    /// <summary>
    /// The write goes through to the store, ahead of the entries that are dirty already. The call returns when the store has acknowledged
    /// the write, and throws <see cref="DeadLetteredException"/> if the store refuses it for good. It waits while the store is down.
    /// </summary>
    WriteThrough,
}
