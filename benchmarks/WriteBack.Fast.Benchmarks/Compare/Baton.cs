namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>What two processes pass to and fro, so that only one of them works, and both in the same phases of the machine.</summary>
/// <param name="fromOther">What the other writes.</param>
/// <param name="toOther">What the other reads.</param>
/// <param name="hasIt">Whether this process begins.</param>
internal sealed class Baton(Stream fromOther, Stream toOther, bool hasIt) : IDisposable
{
    private const string ToFollower = "to-follower";
    private const string ToLeader = "to-leader";

    private bool _hasIt = hasIt;

    /// <summary>Opens the two named pipes of a folder, once the other process does. The leader begins.</summary>
    public static Baton Open(string folder, bool isLeader)
    {
        // An end of a pipe opens only with the other end, so both processes begin with the same pipe.
        string first = Path.Combine(folder, ToFollower);
        string second = Path.Combine(folder, ToLeader);
        if (isLeader)
        {
            var toOther = OpenEnd(first, FileAccess.Write);
            return new Baton(OpenEnd(second, FileAccess.Read), toOther, hasIt: true);
        }

        var fromOther = OpenEnd(first, FileAccess.Read);
        return new Baton(fromOther, OpenEnd(second, FileAccess.Write), hasIt: false);
    }

    /// <summary>Waits until the other passes it.</summary>
    /// <returns>Whether it did, and has not left.</returns>
    public bool Take()
    {
        _hasIt = _hasIt || fromOther.ReadByte() >= 0;
        return _hasIt;
    }

    public void Pass()
    {
        _hasIt = false;
        toOther.WriteByte(0);
        toOther.Flush();
    }

    /// <summary>Leaves, once the other waits for nothing but that.</summary>
    public void Dispose()
    {
        Take();
        fromOther.Dispose();
        toOther.Dispose();
    }

    private static FileStream OpenEnd(string path, FileAccess access) =>
        new(path, FileMode.Open, access, FileShare.ReadWrite, bufferSize: 0);
}
