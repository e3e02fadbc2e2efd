using MessagePack;
using MessagePack.Formatters;
using MessagePack.Resolvers;

namespace WriteBack.Fast.Tests.EndToEnd;

/// <summary>A write lock that someone else holds, or that a flush holds for long.</summary>
public sealed class BusyDatabaseTests : IAsyncDisposable
{
    private readonly CacheFolder _folder = new();

    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    [Fact]
    public async Task Writes_wait_for_the_lock_of_another_connection_and_are_stored_after_it()
    {
        var options = Manual.Flushes;
        options.Retry = new RetryOptions { MaxAttempts = 1, BaseDelay = TimeSpan.FromMilliseconds(1) };
        FaultInjectingStore<int, Scores> store = null!;
        await using var cache = await _folder.OpenAsync(
            ScoresCache.Schema,
            (inner, options, ct) => ScoresCache.OpenAsync(store = new FaultInjectingStore<int, Scores>(inner), options, ct),
            options, $"Data Source={_folder.File};Default Timeout=1");
        using var other = _folder.Connect();
        using var transaction = other.BeginTransaction(deferred: false);
        for (int key = 0; key < 100; key++)
            cache.Set(key, new Scores(key, key));

        var flush = cache.FlushAsync().AsTask();
        await store.WaitForWriteAsync(2);
        Assert.False(flush.IsCompleted);
        Assert.Equal(100, cache.DirtyCount);
        transaction.Rollback();
        var report = await flush;

        Assert.Equal((100, 0), (report.Stored, report.DeadLettered));
        Assert.IsType<TimeoutException>(store.Batches[0].Error);
        Assert.Equal(0, cache.DeadLetters.Count);
        Assert.Equal(
            Enumerable.Range(0, 100).Select(static key => (key, (long)key)),
            _folder.Rows("SELECT key, score FROM scores ORDER BY key", static row => (row.GetInt32(0), row.GetInt64(1))));
    }

    [Fact]
    public async Task Reads_go_on_while_a_flush_is_in_its_transaction()
    {
        await using (var before = await _folder.OpenAsync(TaggedCache.Schema, TaggedCache.OpenAsync))
        {
            before.Set(1, new Tagged("stored"));
            before.Set(2, new Tagged("old"));
        }

        var formatter = new HeldFormatter();
        var options = Manual.Flushes;
        options.Serializer = MessagePackSerializerOptions.Standard.WithResolver(
            CompositeResolver.Create([formatter], [StandardResolver.Instance]));
        await using var cache = await _folder.OpenAsync(TaggedCache.Schema, TaggedCache.OpenAsync, options);
        cache.Set(2, new Tagged("new"));
        cache.Set(3, new Tagged("new"));
        var flush = cache.FlushAsync().AsTask();
        await formatter.Reached;

        Assert.Equal("stored", (await cache.GetAsync(1))?.Tag);
        Assert.Equal("new", (await cache.GetAsync(2))?.Tag);
        Assert.Null(await cache.GetAsync(4));
        Assert.Equal(2, cache.Statistics.Loads);
        cache.Set(3, new Tagged("newest"));
        Assert.False(flush.IsCompleted);

        formatter.Release();
        await flush;
        await cache.FlushAsync();
        Assert.Equal(
            ["stored", "new", "newest"],
            _folder.Rows("SELECT tag FROM tagged ORDER BY key", static row =>
                MessagePackSerializer.Deserialize<string>(row.GetFieldValue<byte[]>(0))));
    }

    /// <summary>Holds the batch in its transaction when it comes to the first tag.</summary>
    private sealed class HeldFormatter : IMessagePackFormatter<object?>
    {
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _released = new();

        public Task Reached => _reached.Task;

        public void Release() => _released.SetResult();

        public void Serialize(ref MessagePackWriter writer, object? value, MessagePackSerializerOptions options)
        {
            _reached.TrySetResult();
            _released.Task.Wait();
            writer.Write((string?)value);
        }

        public object? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => reader.ReadString();
    }
}
