using System.Diagnostics;

namespace WriteBack.Fast;

/// <summary>Records the measurements of one cache. Exceptions of listeners are swallowed. Thread-safe.</summary>
/// <param name="name">The cache's name, a tag of every measurement.</param>
internal sealed class CacheMetrics(string name)
{
    public KeyValuePair<string, object?> Tag { get; } = new("writeback.cache.name", name);

    /// <summary>Records how long a write was delayed.</summary>
    public void RecordWriteWait(TimeSpan duration)
    {
        try
        {
            CacheMeter.WriteWait.Record(duration.TotalSeconds, Tag);
        }
        catch (Exception)
        {
            // The write is accepted, so its caller must not see a listener's exception.
        }
    }

    /// <summary>Records the duration of a call of <c>LoadAsync</c>, and its error if it failed.</summary>
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
            // A listener's exception must not replace the store's answer.
        }
    }

    /// <summary>Records the size and duration of a call of <c>WriteAsync</c>, and its error if it failed.</summary>
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
            // A listener's exception must not replace the store's answer.
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
