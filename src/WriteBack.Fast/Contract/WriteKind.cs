namespace WriteBack.Fast;

/// <summary>What a write does to the store's row.</summary>
public enum WriteKind : byte
{
    /// <summary>Inserts or replaces the row.</summary>
    Upsert,

    /// <summary>Deletes the row if there is one.</summary>
    Delete,
}
