namespace WriteBack.Fast;

/// <summary>The result of looking a key up.</summary>
/// <typeparam name="TValue">The value.</typeparam>
/// <param name="Found">Whether there is a value.</param>
/// <param name="Value">The value; the default unless <paramref name="Found"/>.</param>
public readonly record struct LoadResult<TValue>(bool Found, TValue Value)
{
    /// <summary>The result for a key without a row.</summary>
    public static LoadResult<TValue> NotFound => default;
}
