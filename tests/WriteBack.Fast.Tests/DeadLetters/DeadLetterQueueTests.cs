namespace WriteBack.Fast.Tests.DeadLetters;

public class DeadLetterQueueTests
{
    private readonly DeadLetterQueue<long, Quad> _queue = new(EqualityComparer<long>.Default, isJournaled: false);

    [Fact]
    public async Task The_oldest_letters_make_room_for_the_newest()
    {
        const int most = DeadLetterQueue<long, Quad>.Capacity;
        for (int version = 0; version < most; version++)
            Assert.Null(_queue.Add(Letter(version)));
        Assert.Equal(0, _queue.Add(Letter(most))!.Version);
        Assert.Equal(1, _queue.Add(Letter(most + 1))!.Version);
        Assert.Equal(most, _queue.Count);
        Assert.Equal(
            Enumerable.Range(2, most).Select(static version => (long)version),
            await _queue.ReadAllAsync().Select(static letter => letter.Version).ToListAsync());
    }

    [Fact]
    public async Task Letters_that_come_while_others_are_read_are_not_among_them()
    {
        _queue.Add(Letter(1));
        _queue.Add(Letter(2));
        var versions = new List<long>();
        await foreach (var letter in _queue.ReadAllAsync())
        {
            versions.Add(letter.Version);
            _queue.Add(Letter(100));
        }

        Assert.Equal([1, 2], versions);
        Assert.Equal(4, _queue.Count);
    }

    [Fact]
    public async Task Reading_clearing_and_replaying_can_be_cancelled()
    {
        await using var fixture = await Open.QuadsAsync(static options => options.Retry.MaxAttempts = 1);
        var letters = fixture.Cache.DeadLetters;
        fixture.Store.Poison(static _ => true, new InvalidDataException());
        fixture.Cache.Set(1, Quad.Of(1));
        await fixture.Cache.FlushAsync();
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await letters.ReadAllAsync(cancelled).CountAsync(CancellationToken.None));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await letters.ClearAsync(cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await letters.ReplayAsync(cancelled));
        Assert.Equal((1, 0), (letters.Count, fixture.Cache.DirtyCount));
        await letters.ClearAsync();
        Assert.Equal(0, letters.Count);
    }

    private static DeadLetter<long, Quad> Letter(long version) =>
        new(version, default, WriteKind.Upsert, version, 1, new DeadLetterError("type", "message"), default);
}
