namespace WriteBack.Fast;

/// <summary>A write that the store could not take.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value; the default for a <see cref="WriteKind.Delete"/>.</param>
/// <param name="Kind">Whether it was an upsert or a delete.</param>
/// <param name="Version">Its version.</param>
/// <param name="Attempts">How often the store refused it.</param>
/// <param name="Error">Type and message of the last refusal.</param>
/// <param name="At">When the cache gave up.</param>
public sealed record DeadLetter<TKey, TValue>(
    TKey Key, TValue Value, WriteKind Kind, long Version, int Attempts, DeadLetterError Error, DateTimeOffset At)
    where TKey : struct
    where TValue : notnull;

/// <summary>Why the store refused a write.</summary>
/// <param name="Type">Full name of the exception's type.</param>
/// <param name="Message">The exception's message.</param>
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
            // The store's own code, and the worker has to live on.
            return "";
        }
    }
}
