using System.Diagnostics;

namespace WriteBack.Fast;

/// <summary>What is measured of one cache. Thread-safe. A listener that throws harms nothing but itself.</summary>
/// <param name="name">The cache's name, a tag of every measurement.</param>
/// <param name="statistics">Takes a snapshot of its counters.</param>
/// <param name="live">Counts its live entries.</param>
/// <param name="dirty">Counts its dirty entries.</param>
internal sealed class CacheMetrics(string name, Func<WriteBackStatistics> statistics, Func<int> live, Func<int> dirty)
{
    public KeyValuePair<string, object?> Tag { get; } = new("writeback.cache.name", name);

    public WriteBackStatistics Statistics => statistics();

    public int Live => live();

    public int Dirty => dirty();

    /// <summary>A write was held up.</summary>
    public void RecordWriteWait(TimeSpan duration)
    {
        try
        {
            CacheMeter.WriteWait.Record(duration.TotalSeconds, Tag);
        }
        catch (Exception)
        {
            // The write is accepted; its caller is not to think otherwise.
        }
    }

    /// <summary>The store has answered a call of <c>WriteAsync</c>.</summary>
    public void RecordFlush(int entries, TimeSpan duration, Exception? error)
    {
        if (!CacheMeter.BatchSize.Enabled && !CacheMeter.FlushDuration.Enabled)
            return;
        var tags = new TagList { Tag };
        if (error is not null)
            tags.Add("error.type", error.GetType().FullName);
        try
        {
            CacheMeter.BatchSize.Record(entries, tags);
            CacheMeter.FlushDuration.Record(duration.TotalSeconds, tags);
        }
        catch (Exception)
        {
            // What the store has done stands.
        }
    }
}
