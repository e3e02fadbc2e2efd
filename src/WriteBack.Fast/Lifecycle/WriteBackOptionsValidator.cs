using Microsoft.Extensions.Options;

namespace WriteBack.Fast;

/// <summary>Validates a cache's options, and names all faults in one exception.</summary>
internal static class WriteBackOptionsValidator
{
    private const long SmallestSegment = 4_096;

    private static readonly TimeSpan ShortestTimer = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    /// <summary>Validates options and copies them, with defaults filled in, so that later changes have no effect.</summary>
    /// <param name="options">The options.</param>
    /// <param name="cacheName">The cache's name, for the exception.</param>
    /// <param name="bytesPerEntry">The memory that one entry takes, in bytes.</param>
    /// <param name="expires">Whether entries of the cache can expire.</param>
    /// <exception cref="OptionsValidationException">The options have faults; each is named.</exception>
    public static WriteBackOptions Validated(this WriteBackOptions options, string cacheName, long bytesPerEntry, bool expires)
    {
        Validate(options, cacheName, bytesPerEntry, expires);
        var copy = options.Copy();
        copy.Serializer ??= MessagePackColumn.DefaultOptions;
        return copy;
    }

    private static void Validate(WriteBackOptions options, string cacheName, long bytesPerEntry, bool expires)
    {
        List<string> faults = [];
        void Require(bool holds, string fault)
        {
            if (!holds)
                faults.Add(fault);
        }

        Require(options.Capacity >= 1, $"Capacity must be at least 1, not {options.Capacity}.");
        long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        Require(
            options.Capacity * bytesPerEntry <= available,
            $"Capacity of {options.Capacity} entries takes {options.Capacity * bytesPerEntry >> 20} MiB; this process may use {available >> 20}.");
        RequireIntervals(options, Require);
        Require(
            options.BackgroundDirtyRatio is >= 0 and <= 1, $"BackgroundDirtyRatio must be from 0 to 1, not {options.BackgroundDirtyRatio}.");
        Require(options.MaxBatchSize >= 1, $"MaxBatchSize must be at least 1, not {options.MaxBatchSize}.");
        Require(options.MaxConcurrentFlushes >= 1, $"MaxConcurrentFlushes must be at least 1, not {options.MaxConcurrentFlushes}.");
        Require(options.MaxDirtyRatio is > 0 and <= 1, $"MaxDirtyRatio must be above 0 and at most 1, not {options.MaxDirtyRatio}.");
        Require(Enum.IsDefined(options.Overflow), $"Overflow must be one of OverflowPolicy, not {options.Overflow}.");
        Require(
            options.Instance is null || FileName.IsPortable(options.Instance),
            $"Instance must be a file name that every operating system takes, not '{options.Instance}'.");
        Require(
            options.DeadLetterDirectory is null || !string.IsNullOrWhiteSpace(options.DeadLetterDirectory),
            "DeadLetterDirectory must be null or name a directory.");
        Require(options.TimeToLive is null || options.TimeToLive > TimeSpan.Zero, $"TimeToLive must be positive, not {options.TimeToLive}.");
        Require(
            options.TimeToLive is null || expires,
            $"TimeToLive needs Expiration = true on the attribute of cache '{cacheName}', which has it not.");
        Require(
            IsPositiveOrInfinite(options.ShutdownTimeout),
            $"ShutdownTimeout must be positive or infinite, not {options.ShutdownTimeout}.");
        Require(options.TimeProvider is not null, "TimeProvider must not be null.");
        Require(options.Retry is not null, "Retry must not be null.");
        if (options.Retry is { } retry)
        {
            Require(retry.MaxAttempts is >= 1 and <= byte.MaxValue, $"Retry.MaxAttempts must be from 1 to 255, not {retry.MaxAttempts}.");
            Require(retry.BaseDelay > TimeSpan.Zero, $"Retry.BaseDelay must be positive, not {retry.BaseDelay}.");
            Require(
                retry.MaxDelay >= retry.BaseDelay,
                $"Retry.MaxDelay must be at least BaseDelay ({retry.BaseDelay}), not {retry.MaxDelay}.");
            Require(retry.MaxDelay < LongestTimer, $"Retry.MaxDelay must be below {LongestTimer}, not {retry.MaxDelay}.");
        }

        if (options.Log is { } log)
        {
            Require(!string.IsNullOrWhiteSpace(log.Directory), "Log.Directory must name a directory.");
            Require(Enum.IsDefined(log.Sync), $"Log.Sync must be one of LogSync, not {log.Sync}.");
            Require(
                log.SyncInterval >= ShortestTimer && log.SyncInterval < LongestTimer,
                $"Log.SyncInterval must be at least {ShortestTimer} and below {LongestTimer}, not {log.SyncInterval}.");
            Require(log.SegmentBytes >= SmallestSegment, $"Log.SegmentBytes must be at least {SmallestSegment}, not {log.SegmentBytes}.");
            Require(log.MaxBytes >= 4 * SmallestSegment, $"Log.MaxBytes must be at least {4 * SmallestSegment}, not {log.MaxBytes}.");
        }

        if (faults.Count > 0)
            throw new OptionsValidationException(cacheName, typeof(WriteBackOptions), faults);
    }

    private static void RequireIntervals(WriteBackOptions options, Action<bool, string> require)
    {
        require(
            IsPositiveOrInfinite(options.FlushInterval), $"FlushInterval must be positive or infinite, not {options.FlushInterval}.");
        require(
            options.HighFlushInterval is not { } high || (IsPositiveOrInfinite(high) && IsAtMost(high, options.FlushInterval)),
            $"HighFlushInterval must be positive and at most FlushInterval ({options.FlushInterval}), not {options.HighFlushInterval}.");
        require(
            options.LowFlushInterval is not { } low || (IsPositiveOrInfinite(low) && IsAtMost(options.FlushInterval, low)),
            $"LowFlushInterval must be at least FlushInterval ({options.FlushInterval}), not {options.LowFlushInterval}.");
    }

    private static bool IsAtMost(TimeSpan span, TimeSpan limit) =>
        limit == Timeout.InfiniteTimeSpan || (span != Timeout.InfiniteTimeSpan && span <= limit);

    private static bool IsPositiveOrInfinite(TimeSpan span) =>
        span == Timeout.InfiniteTimeSpan || (span > TimeSpan.Zero && span < LongestTimer);
}
