using System.Collections.Concurrent;
using System.Threading.Channels;

namespace WriteBack.Fast.Benchmarks.Compare;

/// <summary>What teams write today: a dictionary for the values, a channel for the keys to store, a loop that stores them.</summary>
internal sealed class HandRolled : IAsyncDisposable
{
    private const int BatchSize = 1_000;

    private readonly ConcurrentDictionary<EntryKey, EntryValue> _values = [];
    private readonly Channel<EntryKey> _changed = Channel.CreateUnbounded<EntryKey>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _storing;
    private TaskCompletionSource? _drained;
    private long _accepted;
    private long _stored;

    public HandRolled() => _storing = Task.Run(StoreAsync);

    public void Set(in EntryKey key, in EntryValue value)
    {
        _values[key] = value;
        _accepted++;
        _changed.Writer.TryWrite(key);
    }

    /// <summary>Returns once all is stored. For the one thread that sets.</summary>
    public Task FlushAsync()
    {
        var drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _drained, drained);

        // Wakes the loop even if it has stored all by now.
        _accepted++;
        _changed.Writer.TryWrite(default);
        return drained.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _changed.Writer.Complete();
        await _storing;
    }

    private async Task StoreAsync()
    {
        var batch = new Dictionary<EntryKey, EntryValue>(BatchSize);
        while (await _changed.Reader.WaitToReadAsync())
        {
            long read = 0;
            while (batch.Count < BatchSize && _changed.Reader.TryRead(out var key))
            {
                read++;
                if (_values.TryGetValue(key, out var value))
                    batch[key] = value;
            }

            // The store takes nothing and keeps nothing.
            batch.Clear();
            _stored += read;
            if (_stored == Volatile.Read(ref _accepted))
                Volatile.Read(ref _drained)?.TrySetResult();
        }
    }
}
