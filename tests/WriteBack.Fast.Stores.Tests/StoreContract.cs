using CsCheck;

namespace WriteBack.Fast.Tests;

/// <summary>What every store must do.</summary>
public abstract class StoreContract
{
    private static readonly PlayerKey Key = new(7, 42);

    private static readonly Gen<(int Player, int Seed)[][]> Batches =
        Gen.Select(Gen.Int[0, 7], Gen.Int[-3, 9]).Array[0, 8].Array[1, 12];

    private static readonly Gen<Everything> Values =
        from numbers in Gen.Select(Gen.Long, Gen.ULong, Gen.Float, Gen.Double, Gen.Decimal)
        from text in Gen.String[Gen.Char['\0', '\uD7FF'], 0, 50]
        from data in Gen.Byte.Array[0, 50]
        from times in Gen.Select(Gen.DateTime, Gen.DateTimeOffset, Gen.TimeSpan, Gen.TimeOnly)
        select new Everything
        {
            Large = numbers.Item1,
            UnsignedLarge = numbers.Item2,
            Single = numbers.Item3,
            Double = numbers.Item4,
            MaybeMoney = numbers.Item5,
            MaybeText = text,
            Data = data,
            At = times.Item1,
            MaybeAtOffset = times.Item2,
            Span = times.Item3,
            Time = times.Item4,
        };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected abstract IWriteBackStore<TKey, TValue> Open<TKey, TValue>(EntrySchema<TKey, TValue> schema)
        where TKey : struct
        where TValue : notnull;

    /// <summary>What is nearest to the value among those that come back as they were: the value itself, unless a database has fewer.</summary>
    private protected virtual Everything Nearest(Everything value) => value;

    [Fact]
    public async Task A_missing_row_is_not_found()
    {
        var store = Open(PlayerCache.Schema);

        Assert.Equal(LoadResult<PlayerState>.NotFound, await store.LoadAsync(Key, Ct));
    }

    [Fact]
    public async Task An_upsert_inserts_and_a_second_one_replaces_every_column()
    {
        var store = Open(PlayerCache.Schema);

        await store.WriteAsync(Players.Upsert(Key, Players.State(2)), Ct);
        Assert.Equal(new LoadResult<PlayerState>(true, Players.State(2)), await store.LoadAsync(Key, Ct));

        await store.WriteAsync(Players.Upsert(Key, Players.State(3)), Ct);
        Assert.Equal(new LoadResult<PlayerState>(true, Players.State(3)), await store.LoadAsync(Key, Ct));
    }

    [Fact]
    public async Task A_delete_removes_its_row_and_no_other()
    {
        var store = Open(PlayerCache.Schema);
        await store.WriteAsync(Players.Many(tenantId: 1, count: 3), Ct);

        await store.WriteAsync(Players.Batch().Delete(new PlayerKey(1, 1)).Delete(new PlayerKey(2, 0)).Build(), Ct);

        Assert.True((await store.LoadAsync(new PlayerKey(1, 0), Ct)).Found);
        Assert.False((await store.LoadAsync(new PlayerKey(1, 1), Ct)).Found);
        Assert.True((await store.LoadAsync(new PlayerKey(1, 2), Ct)).Found);
    }

    [Fact]
    public async Task A_batch_mixes_inserts_replacements_and_deletes()
    {
        var store = Open(PlayerCache.Schema);
        await store.WriteAsync(Players.Many(tenantId: 1, count: 2), Ct);

        await store.WriteAsync(
            Players.Batch()
                .Delete(new PlayerKey(1, 0))
                .Upsert(new PlayerKey(1, 1), Players.State(50))
                .Upsert(new PlayerKey(1, 2), Players.State(60))
                .Build(),
            Ct);

        Assert.False((await store.LoadAsync(new PlayerKey(1, 0), Ct)).Found);
        Assert.Equal(Players.State(50), (await store.LoadAsync(new PlayerKey(1, 1), Ct)).Value);
        Assert.Equal(Players.State(60), (await store.LoadAsync(new PlayerKey(1, 2), Ct)).Value);
    }

    [Fact]
    public async Task A_large_batch_is_written_whole()
    {
        var store = Open(PlayerCache.Schema);

        await store.WriteAsync(Players.Many(tenantId: 1, count: 10_000), Ct);

        for (int i = 0; i < 10_000; i += 99)
            Assert.Equal(Players.State(i + 1), (await store.LoadAsync(new PlayerKey(1, i), Ct)).Value);
        Assert.False((await store.LoadAsync(new PlayerKey(1, 10_000), Ct)).Found);
    }

    [Fact]
    public async Task An_empty_batch_changes_nothing()
    {
        var store = Open(PlayerCache.Schema);
        await store.WriteAsync(Players.Upsert(Key, Players.State(2)), Ct);

        await store.WriteAsync(Players.Batch().Build(), Ct);

        Assert.Equal(Players.State(2), (await store.LoadAsync(Key, Ct)).Value);
    }

    [Fact]
    public async Task Extreme_values_of_every_column_type_come_back()
    {
        var store = Open(EverythingCache.Schema);
        var batch = new TestBatch<int, Everything>(EverythingCache.Schema);
        Everything[] samples = [.. EverythingSamples.All.Select(Nearest)];
        for (int i = 0; i < samples.Length; i++)
            batch.Upsert(i, samples[i]);

        var built = batch.Build();
        await store.WriteAsync(built, Ct);

        Assert.Empty(built.Rejections());
        for (int i = 0; i < samples.Length; i++)
        {
            var loaded = await store.LoadAsync(i, Ct);
            Assert.True(loaded.Found);
            EverythingAssert.Same(samples[i], loaded.Value);
        }
    }

    [Fact]
    public async Task Random_values_come_back()
    {
        var store = Open(EverythingCache.Schema);
        int lastKey = 0;

        await Values.Select(Nearest).SampleAsync(async expected =>
        {
            int key = Interlocked.Increment(ref lastKey);
            await store.WriteAsync(new TestBatch<int, Everything>(EverythingCache.Schema).Upsert(key, expected).Build(), Ct);

            EverythingAssert.Same(expected, (await store.LoadAsync(key, Ct)).Value);
        }, iter: 100);
    }

    [Fact]
    public async Task A_key_of_every_column_type_finds_its_row()
    {
        var store = Open(EveryKeyCache.Schema);
        EveryKey[] keys = [.. EverythingSamples.All.Select(Nearest).Select(EverythingSamples.KeyOf)];
        var batch = new TestBatch<EveryKey, string>(EveryKeyCache.Schema);
        for (int i = 0; i < keys.Length; i++)
            batch.Upsert(keys[i], $"row {i}");

        var built = batch.Build();
        await store.WriteAsync(built, Ct);

        Assert.Empty(built.Rejections());
        for (int i = 0; i < keys.Length; i++)
            Assert.Equal($"row {i}", (await store.LoadAsync(keys[i], Ct)).Value);

        await store.WriteAsync(new TestBatch<EveryKey, string>(EveryKeyCache.Schema).Delete(keys[1]).Build(), Ct);
        Assert.False((await store.LoadAsync(keys[1], Ct)).Found);
        Assert.True((await store.LoadAsync(keys[2], Ct)).Found);
    }

    [Fact]
    public async Task Neither_the_scale_of_a_decimal_nor_the_sign_of_a_zero_makes_another_key()
    {
        var store = Open(MomentCache.Schema);
        var written = new MomentKey(DateTime.UnixEpoch, DateTimeOffset.UnixEpoch, 1.0m, 0.0);
        var same = written with { Amount = 1.00m, Ratio = -0.0 };

        await store.WriteAsync(
            new TestBatch<MomentKey, Scores>(MomentCache.Schema).Upsert(written, new Scores(1, 2)).Build(), Ct);
        Assert.Equal(new Scores(1, 2), (await store.LoadAsync(same, Ct)).Value);

        await store.WriteAsync(new TestBatch<MomentKey, Scores>(MomentCache.Schema).Delete(same).Build(), Ct);
        Assert.False((await store.LoadAsync(written, Ct)).Found);
    }

    [Fact]
    public async Task Writers_and_readers_work_at_a_time()
    {
        var store = Open(PlayerCache.Schema);
        await store.WriteAsync(Players.Many(tenantId: 0, count: 100), Ct);

        async Task WriteAsync(long tenant)
        {
            for (int round = 0; round < 20; round++)
                await store.WriteAsync(Players.Many(tenant, count: 100, seed: round), Ct);
        }

        async Task ReadAsync()
        {
            for (int i = 0; i < 500; i++)
                Assert.Equal(Players.State((i % 100) + 1), (await store.LoadAsync(new PlayerKey(0, i % 100), Ct)).Value);
        }

        await Task.WhenAll(
            Task.Run(() => WriteAsync(1)), Task.Run(() => WriteAsync(2)), Task.Run(ReadAsync), Task.Run(ReadAsync));

        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(Players.State(i + 19), (await store.LoadAsync(new PlayerKey(1, i), Ct)).Value);
            Assert.Equal(Players.State(i + 19), (await store.LoadAsync(new PlayerKey(2, i), Ct)).Value);
        }
    }

    [Fact]
    public async Task Random_batches_leave_what_a_dictionary_would_hold()
    {
        var store = Open(PlayerCache.Schema);
        long lastTenant = 0;

        await Batches.SampleAsync(async batches =>
        {
            long tenant = Interlocked.Increment(ref lastTenant);
            var model = new Dictionary<int, PlayerState>();
            foreach (var writes in batches)
            {
                var batch = Players.Batch();
                foreach (var (player, seed) in writes.DistinctBy(static write => write.Player))
                {
                    if (seed < 0)
                    {
                        batch.Delete(new PlayerKey(tenant, player));
                        model.Remove(player);
                    }
                    else
                    {
                        batch.Upsert(new PlayerKey(tenant, player), Players.State(seed));
                        model[player] = Players.State(seed);
                    }
                }

                await store.WriteAsync(batch.Build(), Ct);
            }

            for (int player = 0; player < 8; player++)
            {
                var expected = model.TryGetValue(player, out var state) ? new LoadResult<PlayerState>(true, state) : default;
                Assert.Equal(expected, await store.LoadAsync(new PlayerKey(tenant, player), Ct));
            }
        }, iter: 50);
    }

    [Fact]
    public async Task A_cancelled_call_does_nothing()
    {
        var store = Open(PlayerCache.Schema);
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await store.WriteAsync(Players.Upsert(Key, Players.State(1)), cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.LoadAsync(Key, cancelled));

        Assert.False((await store.LoadAsync(Key, Ct)).Found);
    }
}
