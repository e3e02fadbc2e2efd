using WriteBack.Fast.Internals;

namespace WriteBack.Fast.Tests.DeadLetters;

public sealed class RestartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Letters_of_an_earlier_run_are_replayed_unless_they_were_superseded()
    {
        await using (var first = await OpenAsync())
        {
            await DeadLetterAsync(first, 1, 2, 3);
            first.Cache.Set(2, Quad.Of(20));
            await first.Cache.FlushAsync();
        }

        await using (var second = await OpenAsync())
        {
            second.Rows.Seed(2, Quad.Of(20));
            Assert.Equal([1, 2, 3], await second.Cache.DeadLetters.ReadAllAsync().Select(static letter => letter.Key).Order().ToListAsync());
            Assert.Equal(0, second.Cache.Statistics.DeadLettered);
            Assert.Equal(new ReplayReport(2, 1), await second.Cache.DeadLetters.ReplayAsync());
            await second.Cache.FlushAsync();
            Assert.Equal([-1, 20, -3], second.Rows.Rows.OrderBy(static row => row.Key).Select(static row => row.Value.First));
        }

        await using var third = await OpenAsync();
        Assert.Equal(0, third.Cache.DeadLetters.Count);
    }

    [Fact]
    public async Task When_a_flush_completes_its_letters_are_on_disk_and_when_the_store_is_called_its_marks()
    {
        await using var first = await OpenAsync();
        await DeadLetterAsync(first, 1, 2);
        Assert.Equal([(1, false), (2, false)], ReadCopy());
        first.Store.Pause();
        int writes = first.Store.Batches.Count;
        first.Cache.Set(1, Quad.Of(10));
        var flush = first.Cache.FlushAsync().AsTask();
        await first.Store.WaitForWriteAsync(writes + 1);
        Assert.Equal([(1, true), (2, false)], ReadCopy());
        first.Store.Resume();
        await flush;
    }

    [Fact]
    public async Task What_was_cleared_stays_away()
    {
        await using (var first = await OpenAsync())
        {
            await DeadLetterAsync(first, 1, 2);
        }

        await using (var second = await OpenAsync())
        {
            Assert.Equal(2, second.Cache.DeadLetters.Count);
            await second.Cache.DeadLetters.ClearAsync();
            Assert.Empty(ReadCopy());
        }
    }

    [Fact]
    public async Task A_second_cache_on_the_directory_is_refused_until_the_first_is_closed()
    {
        await using var first = await OpenAsync();
        var exception = await Assert.ThrowsAsync<IOException>(OpenAsync);
        Assert.Contains(_folder.Path, exception.Message, StringComparison.Ordinal);
        await first.Cache.CloseAsync();
        await using var second = await OpenAsync();
        Assert.Equal(0, second.Cache.DeadLetters.Count);
    }

    private async Task<CacheFixture<QuadCache, long, Quad>> OpenAsync() => await Open.QuadsAsync(options =>
    {
        options.Retry.MaxAttempts = 1;
        options.DeadLetterDirectory = _folder.Path;
    });

    private static async Task DeadLetterAsync(CacheFixture<QuadCache, long, Quad> fixture, params int[] keys)
    {
        fixture.Store.Poison(static entry => entry.Value.First < 0, new InvalidDataException("below zero"));
        foreach (int key in keys)
            fixture.Cache.Set(key, Quad.Of(-key));
        await fixture.Cache.FlushAsync();
    }

    /// <summary>The letters that a process would find if this one ended now.</summary>
    private List<(long Key, bool IsSuperseded)> ReadCopy()
    {
        using var copy = new TemporaryFolder();
        foreach (string file in Directory.GetFiles(Path.Combine(_folder.Path, "quad"), "*.dead"))
            File.Copy(file, Path.Combine(copy.Path, Path.GetFileName(file)));
        var log = new RecordingLogger();
        var queue = new DeadLetterQueue<long, Quad>(EqualityComparer<long>.Default, isJournaled: true);
        var codec = new DeadLetterCodec<long, Quad>(
            new EntryCodec<long, Quad>(QuadCache.Schema, MessagePack.MessagePackSerializerOptions.Standard));
        var journal = new DeadLetterJournal<long, Quad>(queue, codec, new DeadLetterAlert(log, "copy"), log, "copy");
        journal.Open(copy.Path);
        journal.Close();
        Assert.Empty(log.Ids);
        return [.. queue.ToArray().Select(static letter => (letter.Content.Key, letter.IsSuperseded)).Order()];
    }
}
