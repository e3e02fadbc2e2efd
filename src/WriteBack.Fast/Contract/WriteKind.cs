namespace WriteBack.Fast;

/// <summary>What a batch entry asks of the store.</summary>
public enum WriteKind : byte
{
    /// <summary>Insert the row or replace it.</summary>
    Upsert,

    /// <summary>Delete the row if there is one.</summary>
    Delete,
}
