using WriteBack.Fast.Internals;

namespace WriteBack.Fast;

/// <summary>What tests of a store look at.</summary>
public static class WriteBatchExtensions
{
    /// <summary>The entries that were rejected, by index, each with the reason.</summary>
    public static IReadOnlyDictionary<int, Exception> Rejections<TKey, TValue>(this WriteBatch<TKey, TValue> batch)
        where TKey : struct
        where TValue : notnull
    {
        ArgumentNullException.ThrowIfNull(batch);
        var rejections = new Dictionary<int, Exception>();
        for (int i = 0; i < batch.Count; i++)
        {
            if (WriteBatchAccess.RejectionOf(batch, i) is { } reason)
                rejections.Add(i, reason);
        }

        return rejections;
    }
}
