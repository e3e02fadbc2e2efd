namespace WriteBack.Fast.Tests;

public sealed class TestBatchTests
{
    [Fact]
    public void It_builds_what_was_added()
    {
        var batch = Players.Batch().Upsert(new PlayerKey(1, 1), Players.State(1)).Delete(new PlayerKey(1, 2)).Build(id: 9);

        Assert.Equal((9, 2), (batch.Id, batch.Count));
        var (upsert, delete) = (batch.Entries[0], batch.Entries[1]);
        Assert.Equal(
            (new PlayerKey(1, 1), Players.State(1), WriteKind.Upsert, 1),
            (upsert.Key, upsert.Value, upsert.Kind, upsert.Version));
        Assert.Equal(
            (new PlayerKey(1, 2), default, WriteKind.Delete, 2),
            (delete.Key, delete.Value, delete.Kind, delete.Version));
        Assert.Equal((FlushPriority.Normal, 1), (upsert.Priority, upsert.Attempt));
    }

    [Fact]
    public void A_key_cannot_be_added_twice()
    {
        var batch = Players.Batch().Upsert(new PlayerKey(1, 1), Players.State(1));

        Assert.Throws<ArgumentException>("key", () => batch.Delete(new PlayerKey(1, 1)));
    }

    [Fact]
    public void Rejections_are_listed_with_their_reasons()
    {
        var batch = Players.Many(tenantId: 1, count: 3);
        var reason = new InvalidOperationException();

        batch.Reject(2, reason);

        Assert.Equal([KeyValuePair.Create<int, Exception>(2, reason)], batch.Rejections());
    }
}
