using System.Diagnostics;

namespace WriteBack.Fast;

/// <summary>What is measured of one cache. Thread-safe. A listener that throws harms nothing but itself.</summary>
/// <param name="name">The cache's name, a tag of every measurement.</param>
internal sealed class CacheMetrics(string name)
{
    public KeyValuePair<string, object?> Tag { get; } = new("writeback.cache.name", name);

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

    /// <summary>The store has answered a call of <c>LoadAsync</c>.</summary>
    public void RecordLoad(TimeSpan duration, Exception? error)
    {
        if (!CacheMeter.LoadDuration.Enabled)
            return;
        try
        {
            CacheMeter.LoadDuration.Record(duration.TotalSeconds, TagsOf(error));
        }
        catch (Exception)
        {
            // What the store has answered stands.
        }
    }

    /// <summary>The store has answered a call of <c>WriteAsync</c>.</summary>
    public void RecordFlush(int entries, TimeSpan duration, Exception? error)
    {
        if (!CacheMeter.BatchSize.Enabled && !CacheMeter.FlushDuration.Enabled)
            return;
        try
        {
            var tags = TagsOf(error);
            CacheMeter.BatchSize.Record(entries, tags);
            CacheMeter.FlushDuration.Record(duration.TotalSeconds, tags);
        }
        catch (Exception)
        {
            // What the store has done stands.
        }
    }

    private TagList TagsOf(Exception? error)
    {
        var tags = new TagList { Tag };
        if (error is not null)
            tags.Add("error.type", error.GetType().FullName);
        return tags;
    }
}
