namespace WriteBack.Fast;

/// <summary>
/// The write-ahead log cannot be opened, or cannot take a write any more. Once a write or a sync of it has failed it
/// stays so until the cache is opened again, since the operating system may have dropped what it could not write.
/// </summary>
public sealed class WriteAheadLogException : IOException
{
    /// <summary>Makes an exception without a message of its own.</summary>
    public WriteAheadLogException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened.</param>
    public WriteAheadLogException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">Why.</param>
    public WriteAheadLogException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
