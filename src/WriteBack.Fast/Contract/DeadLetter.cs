namespace WriteBack.Fast;

/// <summary>A write that the store refused for good, or that cannot be serialised.</summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
/// <param name="Key">The write's key.</param>
/// <param name="Value">The write's value; the default for a <see cref="WriteKind.Delete"/>.</param>
/// <param name="Kind">The kind of the write: an upsert or a delete.</param>
/// <param name="Version">The write's version.</param>
/// <param name="Attempts">The number of times that the store refused the write.</param>
/// <param name="Error">The type and message of the last refusal.</param>
/// <param name="At">The time at which the write became a dead letter.</param>
public sealed record DeadLetter<TKey, TValue>(
    TKey Key, TValue Value, WriteKind Kind, long Version, int Attempts, DeadLetterError Error, DateTimeOffset At)
    where TKey : struct
    where TValue : notnull;

/// <summary>The reason why the store refused a write.</summary>
/// <param name="Type">The full name of the exception's type.</param>
/// <param name="Message">The exception's message; empty if reading it threw.</param>
public sealed record DeadLetterError(string Type, string Message)
{
    internal static DeadLetterError Of(Exception reason) => new(reason.GetType().FullName ?? reason.GetType().Name, MessageOf(reason));

    private static string MessageOf(Exception exception)
    {
        try
        {
            return exception.Message;
        }
        catch (Exception)
        {
            // Message may be the store's own code. Its exception must not end the worker.
            return "";
        }
    }
}
