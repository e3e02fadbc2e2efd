namespace WriteBack.Fast;

/// <summary>What goes with a write besides its value: who waits for it, and its record for the log. One per thread, while a write is tried.</summary>
internal sealed class WriteTicket
{
    [ThreadStatic]
    private static WriteTicket? _mine;

    private bool _isRented;

    /// <summary>Who waits for the write, or null.</summary>
    public WriteWaiter? Waiter { get; private set; }

    /// <summary>The record's kind.</summary>
    public LogRecordKind Kind { get; set; }

    /// <summary>The record's payload.</summary>
    public PooledBuffer Payload { get; } = new();

    /// <summary>The sequence of a write that is in the log already; else 0.</summary>
    public long Recovered { get; set; }

    /// <summary>The thread's ticket, until it is returned. Code of the user, which runs meanwhile, may need another.</summary>
    public static WriteTicket Rent(WriteWaiter? waiter)
    {
        var ticket = _mine ??= new WriteTicket();
        if (ticket._isRented)
            ticket = new WriteTicket();
        ticket._isRented = true;
        ticket.Waiter = waiter;
        return ticket;
    }

    public static void Return(WriteTicket? ticket)
    {
        if (ticket is null)
            return;
        (ticket.Waiter, ticket.Recovered, ticket._isRented) = (null, 0, false);
        ticket.Payload.Truncate(0);
    }

    /// <summary>Gives the write its sequence, with a record in the log. Under the lock of the write's slot.</summary>
    public long Append(WriteAheadLog log) => Recovered > 0 ? Recovered : log.Append(Kind, Payload.WrittenSpan, Waiter as LogWaiter);
}
