namespace WriteBack.Fast;

/// <summary>Numbers the copies of entries in the order in which they are made. For the drainer alone.</summary>
internal sealed class VersionSource
{
    private long _last;

    public long Next() => ++_last;
}
