namespace WriteBack.Fast.Tests.Crash;

/// <summary>
/// Opens a cache on SQLite and says what it finds there; then writers write, and say before each write what it is and
/// after it that it was acknowledged, until the process is killed or its input ends.
/// </summary>
internal static class WriteCommand
{
    public static async Task RunAsync(string folder, int round, TimeSpan shutdownTimeout, Stream pipe)
    {
        var random = new Random(round);
        await using var store = SqliteStore.Create($"Data Source={Path.Combine(folder, "numbered.db")}", NumberedCache.Schema);
        await using var cache = await NumberedCache.OpenAsync(store, OptionsOf(random, folder, shutdownTimeout));
        var writers = new Writer[Keys.Writers];
        for (int writer = 0; writer < writers.Length; writer++)
            writers[writer] = await Writer.OpenAsync(cache, writer, round, pipe);
        new Message(MessageKind.Opened, 0, 0).WriteTo(pipe);

        using var end = new CancellationTokenSource();
        var writing = Task.WhenAll(writers.Select(writer => Task.Run(() => writer.RunAsync(end.Token))));
        await Task.WhenAny(writing, Program.UntilInputEndsAsync());
        await end.CancelAsync();
        await writing;
        var report = await cache.CloseAsync();
        new Message(MessageKind.Closed, (int)report.Logged, report.Abandoned).WriteTo(pipe);
    }

    /// <summary>Each round has others, so that what is killed is now a flush, now a rotation, a trim, an eviction.</summary>
    private static WriteBackOptions OptionsOf(Random random, string folder, TimeSpan shutdownTimeout) => new()
    {
        Capacity = Pick(random, Keys.Count / 2, Keys.Count * 4),
        FlushInterval = TimeSpan.FromMilliseconds(Pick(random, 2, 20, 1_000)),
        MaxBatchSize = Pick(random, 4, 64, 1_024),
        MaxConcurrentFlushes = Pick(random, 1, 3),
        ShutdownTimeout = shutdownTimeout,
        Log = new WriteAheadLogOptions
        {
            Directory = Path.Combine(folder, "log"),
            Sync = Pick(random, LogSync.Always, LogSync.Always, LogSync.Interval, LogSync.Never),
            SyncInterval = TimeSpan.FromMilliseconds(10),
            SegmentBytes = Pick(random, 4 << 10, 64 << 10, 8 << 20),
            MaxBytes = Pick(random, 32 << 10, 1 << 20, 1 << 30),
        },
    };

    private static T Pick<T>(Random random, params ReadOnlySpan<T> from) => from[random.Next(from.Length)];
}
