namespace WriteBack.Fast.Tests.Crash;

// Of each key it has the writes that may be its newest, in their order: the last that is sure to be there, and those
// after it. A writer's acknowledgement makes all that it wrote by then sure. What was seen is sure as well, and what
// came after it and was not seen is lost for good, so it may not appear later.

/// <summary>Knows which states a key may have.</summary>
internal sealed class Oracle
{
    private readonly List<Write>[] _writes = [.. Enumerable.Range(0, Keys.Count).Select(static _ => new List<Write> { default })];
    private readonly long[] _acknowledged = new long[Keys.Writers];

    /// <summary>Acknowledgements.</summary>
    public long Acknowledgements { get; private set; }

    /// <summary>States that were seen.</summary>
    public long States { get; private set; }

    /// <summary>How many of these were of a write that nobody had acknowledged.</summary>
    public long Unacknowledged { get; private set; }

    /// <summary>Takes note of a message.</summary>
    /// <exception cref="LostWriteException">A key has a state that it may not have.</exception>
    public void Hear(Message message)
    {
        switch (message.Kind)
        {
            case MessageKind.SettingNow:
                _writes[message.Key].Add(new Write(message.Number, message.Number));
                break;
            case MessageKind.RemovingNow:
                _writes[message.Key].Add(new Write(message.Number, State: 0));
                break;
            case MessageKind.Acknowledged:
                _acknowledged[message.Key] = message.Number;
                Acknowledgements++;
                break;
            case MessageKind.State:
                See(message.Key, message.Number);
                break;
        }
    }

    /// <summary>Takes note of a key's state.</summary>
    /// <param name="key">The key.</param>
    /// <param name="state">The number of the write that it shows; 0 when the key is absent.</param>
    public void See(int key, long state)
    {
        var writes = _writes[key];
        long acknowledged = _acknowledged[Keys.WriterOf(key)];
        int sure = writes.FindLastIndex(write => write.Number <= acknowledged || write == writes[0]);
        int seen = writes.FindLastIndex(write => write.State == state);
        if (seen < sure)
        {
            throw new LostWriteException(
                $"Key {key} shows {state:x}. Write {writes[sure].Number:x} was sure to be there (state {writes[sure].State:x}), "
                + $"{writes.Count - sure - 1} may have come after it: {string.Join(", ", writes[(sure + 1)..].Select(static write => $"{write.State:x}"))}");
        }

        States++;
        if (writes[seen].Number > acknowledged)
            Unacknowledged++;
        _writes[key] = [writes[seen]];
    }

    /// <summary>A write, and what the key shows after it.</summary>
    private readonly record struct Write(long Number, long State);
}

internal sealed class LostWriteException(string message) : Exception(message);
