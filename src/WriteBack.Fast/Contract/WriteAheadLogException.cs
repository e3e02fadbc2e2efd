namespace WriteBack.Fast;

/// <summary>
/// The write-ahead log cannot be opened, or takes no more writes. After a failed write or sync the log stays failed until the next
/// open, since the operating system may have dropped the data that it could not write.
/// </summary>
public sealed class WriteAheadLogException : IOException
{
    /// <summary>Makes an exception with the default message.</summary>
    public WriteAheadLogException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">A description of the failure.</param>
    public WriteAheadLogException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">A description of the failure.</param>
    /// <param name="innerException">The cause, or null.</param>
    public WriteAheadLogException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
