namespace WriteBack.Fast.Tests.Crash;

/// <summary>Writes to keys that nobody else writes to, one write after the other.</summary>
internal sealed class Writer
{
    // Numbers go on over rounds.
    private const int RoundBits = 32;

    private readonly NumberedCache _cache;
    private readonly int _writer;
    private readonly Stream _pipe;
    private readonly Random _random;
    private readonly bool[] _exists = new bool[Keys.PerWriter];
    private long _number;

    private Writer(NumberedCache cache, int writer, int round, Stream pipe)
    {
        (_cache, _writer, _pipe) = (cache, writer, pipe);
        _number = (long)round << RoundBits;
        _random = new Random(round * Keys.Writers + writer);
    }

    /// <summary>Says what is there.</summary>
    /// <exception cref="InvalidDataException">It is no value that was written to its key.</exception>
    public static async Task<Writer> OpenAsync(NumberedCache cache, int writer, int round, Stream pipe)
    {
        var opened = new Writer(cache, writer, round, pipe);
        for (int item = 0; item < Keys.PerWriter; item++)
        {
            int key = Keys.Of(writer, item);
            var found = await cache.GetAsync(key);
            if (found is { } value && !value.IsOf(key))
                throw new InvalidDataException($"Key {key} has a value that nobody wrote: {value}");
            opened._exists[item] = found is not null;
            new Message(MessageKind.State, key, found?.Number ?? 0).WriteTo(pipe);
        }

        return opened;
    }

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            _number++;
            int item = _random.Next(Keys.PerWriter);
            bool isRemove = _random.Next(8) == 0;
            int key = Keys.Of(_writer, item);
            new Message(isRemove ? MessageKind.RemovingNow : MessageKind.SettingNow, key, _number).WriteTo(_pipe);
            bool isAcknowledged = isRemove ? await RemoveAsync(key) : await SetAsync(key, _exists[item]);
            _exists[item] = !isRemove;
            if (isAcknowledged)
                new Message(MessageKind.Acknowledged, _writer, _number).WriteTo(_pipe);
        }
    }

    private async Task<bool> RemoveAsync(int key)
    {
        await _cache.RemoveAsync(key, WriteDurability.Logged);
        return true;
    }

    private async Task<bool> SetAsync(int key, bool exists)
    {
        var value = Numbered.Of(key, _number);
        switch (_random.Next(16))
        {
            case < 4:
                // Not acknowledged by itself, but before what this writer writes next, and so no later in the log.
                _cache.Set(key, value);
                return false;
            case 4:
                await _cache.SetAsync(key, value, WriteDurability.Stored);
                return true;
            case < 8 when exists:
                if (!await _cache.UpdateAsync(key, value, static (ref Numbered old, Numbered now) => old = now, WriteDurability.Logged))
                    throw new InvalidDataException($"Key {key} has gone");
                return true;
            default:
                await _cache.SetAsync(key, value, WriteDurability.Logged);
                return true;
        }
    }
}
