namespace WriteBack.Fast;

/// <summary>What a write meets at the hard limit of dirty entries.</summary>
public enum OverflowPolicy : byte
{
    /// <summary>
    /// It waits until the store has acknowledged enough. From half of the limit on, writers pause for up to 200 ms, as
    /// the store's pace asks for, so that they seldom get that far.
    /// </summary>
    Wait,

    /// <summary>It throws <see cref="WriteBackOverflowException"/>.</summary>
    Throw,

    /// <summary>
    /// It goes through to the store: the call returns when the store has acknowledged it, ahead of what is dirty already,
    /// and throws <see cref="DeadLetteredException"/> if the store cannot take it. While the store is down it waits.
    /// </summary>
    WriteThrough,
}
