namespace WriteBack.Fast;

/// <summary>The delays between attempts.</summary>
internal static class Backoff
{
    extension(RetryOptions options)
    {
        /// <summary>The longest delay after a number of failures in a row; it doubles with each.</summary>
        public TimeSpan BoundAfter(int failures) =>
            TimeSpan.FromTicks((long)Math.Min(options.MaxDelay.Ticks, options.BaseDelay.Ticks * Math.Pow(2, failures - 1)));

        /// <summary>A random delay after a number of failures in a row, of at least half the longest.</summary>
        public TimeSpan DelayAfter(int failures) => options.BoundAfter(failures) * (0.5 + Random.Shared.NextDouble() / 2);
    }
}
