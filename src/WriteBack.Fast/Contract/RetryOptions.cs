namespace WriteBack.Fast;

/// <summary>How failed writes to the store are tried again: exponential backoff with full jitter.</summary>
public sealed class RetryOptions
{
    /// <summary>
    /// How often an entry that the store refuses is tried before it becomes a dead letter; from 1 to 255. A store that is
    /// down uses up no attempt.
    /// </summary>
    public int MaxAttempts { get; set; } = 3;

    /// <summary>Upper bound of the first delay; positive.</summary>
    public TimeSpan BaseDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Upper bound of every delay; at least <see cref="BaseDelay"/>.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromSeconds(30);

    internal RetryOptions Copy() => (RetryOptions)MemberwiseClone();
}
