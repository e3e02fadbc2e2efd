namespace WriteBack.Fast;

/// <summary>What a write meets at the hard limit of dirty entries.</summary>
public enum OverflowPolicy : byte
{
    /// <summary>It waits until the store has acknowledged enough.</summary>
    Wait,

    /// <summary>It throws <see cref="WriteBackOverflowException"/>.</summary>
    Throw,
}
