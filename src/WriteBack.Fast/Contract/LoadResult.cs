namespace WriteBack.Fast;

/// <summary>The outcome of looking a key up.</summary>
/// <param name="Found">Whether there is a value.</param>
/// <param name="Value">The value when <paramref name="Found"/>, else the default.</param>
public readonly record struct LoadResult<TValue>(bool Found, TValue Value)
{
    /// <summary>There is no such row.</summary>
    public static LoadResult<TValue> NotFound => default;
}
