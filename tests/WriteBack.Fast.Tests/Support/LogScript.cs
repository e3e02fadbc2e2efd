using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace WriteBack.Fast.Tests;

/// <summary>A log on a disk of the test's own, with text for payloads.</summary>
internal sealed class LogScript : IDisposable
{
    public const long SmallSegment = 4_096;

    private static readonly byte[] Columns = "the names of columns"u8.ToArray();

    private readonly WaiterPool<LogWaiter> _pool = new(static pool => new LogWaiter(pool));

    private LogScript(WriteAheadLog log, LogEvents events, IReadOnlyList<(long Sequence, string Text)> found, long tornBytes) =>
        (Log, Events, Found, TornBytes) = (log, events, found, tornBytes);

    public WriteAheadLog Log { get; }

    /// <summary>What the log tells its listener.</summary>
    public LogEvents Events { get; }

    /// <summary>What an earlier run had left.</summary>
    public IReadOnlyList<(long Sequence, string Text)> Found { get; }

    public long TornBytes { get; }

    public static LogScript Open(
        ISegmentDirectory disk, LogSync sync = LogSync.Always, TimeProvider? time = null, long segmentBytes = SmallSegment,
        long maxBytes = long.MaxValue, ILogger? logger = null)
    {
        var recovery = new LogRecovery(disk);
        recovery.Verify();
        recovery.Clean();
        List<(long, string)> found = [.. recovery.ReadAll().Select(static read => (read.Record.Sequence, Text(read.Record)))];
        var segments = recovery.Begin(segmentBytes, Columns);
        var options = new WriteAheadLogOptions { Directory = disk.Path, Sync = sync, SegmentBytes = segmentBytes, MaxBytes = maxBytes };
        var services = CacheServices.Of("test", new WriteBackOptions { TimeProvider = time ?? TimeProvider.System }) with
        {
            Logger = logger ?? NullLogger.Instance,
        };
        var events = new LogEvents();
        var log = new WriteAheadLog(segments, options, services, events);
        log.Start();
        return new LogScript(log, events, found, recovery.TornBytes);
    }

    /// <summary>What is in a log, without opening it.</summary>
    public static List<string> Read(ISegmentDirectory disk)
    {
        var recovery = new LogRecovery(disk);
        recovery.Verify();
        return [.. recovery.ReadAll().Select(static read => Text(read.Record))];
    }

    public long Append(string text) => Log.Append(RecordKind.Upsert, System.Text.Encoding.UTF8.GetBytes(text), null);

    /// <summary>Appends, and completes when the log has it.</summary>
    public async Task AppendAsync(string text, CancellationToken ct = default)
    {
        var waiter = _pool.Rent();
        Log.Append(RecordKind.Upsert, System.Text.Encoding.UTF8.GetBytes(text), waiter);
        await waiter.WaitAsync(ct);
    }

    public void Dispose() => Log.Close(isToEmpty: false);

    private static string Text(LogRecord record) => System.Text.Encoding.UTF8.GetString(record.Payload.Span);
}
