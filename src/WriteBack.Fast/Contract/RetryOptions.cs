namespace WriteBack.Fast;

/// <summary>The retries of failed writes to the store, by exponential backoff with full jitter. Not thread-safe.</summary>
public sealed class RetryOptions
{
    /// <summary>
    /// The number of times that the store may refuse an entry before it becomes a dead letter; from 1 to 255, 3 by default. A store
    /// that is down uses up no attempt.
    /// </summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>The upper bound of the first delay; positive, 100 ms by default. The bound doubles with each failure.</summary>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The upper bound of every delay; at least <see cref="BaseDelay"/>, 30 s by default.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    internal RetryOptions Copy() => (RetryOptions)MemberwiseClone();
}
