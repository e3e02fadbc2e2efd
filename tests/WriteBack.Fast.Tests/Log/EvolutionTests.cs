namespace WriteBack.Fast.Tests.Log;

internal readonly record struct Account(long Balance, int Owner, string? Note);

[WriteBackCache<long, Account>]
internal sealed partial class AccountCache;

/// <summary>The account after a release: the owner is gone, a currency came before the balance.</summary>
internal readonly record struct LaterAccount(string? Currency, long Balance, string? Note);

[WriteBackCache<long, LaterAccount>]
internal sealed partial class LaterAccountCache;

/// <summary>The account with a balance of another type.</summary>
internal readonly record struct WordyAccount(string Balance);

[WriteBackCache<long, WordyAccount>]
internal sealed partial class WordyAccountCache;

/// <summary>What one version of a program leaves, and the next one, whose values have other members, finds.</summary>
public sealed class EvolutionTests : IDisposable
{
    private readonly MemoryDisk _disk = new();
    private readonly TemporaryFolder _letters = new();

    public void Dispose()
    {
        _disk.Dispose();
        _letters.Dispose();
    }

    [Fact]
    public async Task A_log_is_read_after_members_were_added_and_removed()
    {
        await LogAsync();
        var rows = new InMemoryStore<long, LaterAccount>();
        await using (var later = await Open.OnAsync(LaterAccountCache.OpenAsync, rows, Options()))
        {
            Assert.True(later.TryGet(1, out var account));
            Assert.Equal(new LaterAccount(null, 100, "one"), account);
            await later.SetAsync(2, new LaterAccount("EUR", 200, null), WriteDurability.Logged);
            using var image = _disk.Copy();
            await using var both = await Open.OnAsync(LaterAccountCache.OpenAsync, new InMemoryStore<long, LaterAccount>(), Options(image));
            Assert.True(both.TryGet(1, out account) && account == new LaterAccount(null, 100, "one"));
            Assert.True(both.TryGet(2, out account) && account == new LaterAccount("EUR", 200, null));
        }

        Assert.Equal(2, rows.Rows.Count);
    }

    [Fact]
    public async Task A_member_of_another_type_is_refused_and_the_log_stays()
    {
        await LogAsync();
        using var before = _disk.Copy();
        var refusal = await Assert.ThrowsAsync<WriteAheadLogException>(
            () => Open.OnAsync(WordyAccountCache.OpenAsync, new InMemoryStore<long, WordyAccount>(), Options()));
        Assert.Contains("cannot be read as this cache's key and value", refusal.Message, StringComparison.Ordinal);
        await using var again = await Open.OnAsync(AccountCache.OpenAsync, new InMemoryStore<long, Account>(), Options());
        Assert.True(again.TryGet(1, out var account) && account == new Account(100, 7, "one"));
    }

    [Fact]
    public async Task Dead_letters_are_read_after_members_were_added_and_removed()
    {
        await DeadLetterAsync(AccountCache.OpenAsync, 1, new Account(100, 7, "one"));
        Directory.Move(Path.Combine(_letters.Path, "account"), Path.Combine(_letters.Path, "later_account"));
        await using var later = await Open.OnAsync(LaterAccountCache.OpenAsync, new InMemoryStore<long, LaterAccount>(), Letters());
        var letter = Assert.Single(await later.DeadLetters.ReadAllAsync().ToListAsync());
        Assert.Equal(new LaterAccount(null, 100, "one"), letter.Value);
    }

    [Fact]
    public async Task Dead_letters_of_two_shapes_are_read_together()
    {
        await DeadLetterAsync(AccountCache.OpenAsync, 1, new Account(100, 7, "one"));
        string folder = Path.Combine(_letters.Path, "later_account");
        Directory.Move(Path.Combine(_letters.Path, "account"), folder);
        var second = new LaterAccount("EUR", 200, null);
        await DeadLetterAsync(LaterAccountCache.OpenAsync, 2, second);
        Assert.Equal(2, Directory.GetFiles(folder, "*.dead").Length);
        await using var later = await Open.OnAsync(LaterAccountCache.OpenAsync, new InMemoryStore<long, LaterAccount>(), Letters());
        var letters = await later.DeadLetters.ReadAllAsync().Select(static letter => letter.Value).ToListAsync();
        Assert.Equal([new LaterAccount(null, 100, "one"), second], letters);
    }

    private async Task LogAsync()
    {
        var store = new FaultInjectingStore<long, Account>(new InMemoryStore<long, Account>());
        store.Pause();
        await using var cache = await Open.OnAsync(AccountCache.OpenAsync, store, Options());
        await cache.SetAsync(1, new Account(100, 7, "one"), WriteDurability.Logged);
        Assert.Equal(1, (await cache.CloseAsync()).Logged);
        store.Resume();
    }

    private async Task DeadLetterAsync<TCache, TValue>(
        Func<IWriteBackStore<long, TValue>, WriteBackOptions?, CancellationToken, ValueTask<TCache>> open, long key, TValue value)
        where TCache : class, IWriteBackCache<long, TValue>
        where TValue : notnull
    {
        var refusing = new FaultInjectingStore<long, TValue>(new InMemoryStore<long, TValue>());
        refusing.Poison(static _ => true, new InvalidOperationException("no"));
        await using var cache = await Open.OnAsync(open, refusing, Letters());
        cache.Set(key, value);
        await cache.FlushAsync();
    }

    private WriteBackOptions Options(MemoryDisk? disk = null) => new()
    {
        ShutdownTimeout = TimeSpan.FromMilliseconds(disk is null ? 50 : 30_000),
        FlushInterval = TimeSpan.FromHours(1),
        Log = new WriteAheadLogOptions { Directory = "memory", OpenDisk = _ => disk ?? _disk },
    };

    private WriteBackOptions Letters() => new() { DeadLetterDirectory = _letters.Path, FlushInterval = TimeSpan.FromHours(1) };
}
