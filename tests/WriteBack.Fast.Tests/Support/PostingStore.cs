using System.Globalization;

namespace WriteBack.Fast.Tests;

/// <summary>A store of one's own: each batch is one POST.</summary>
internal sealed class PostingStore(HttpClient client, Uri address) : IWriteBackStore<long, Quad>
{
    public ValueTask<LoadResult<Quad>> LoadAsync(long key, CancellationToken ct) => new(LoadResult<Quad>.NotFound);

    public async ValueTask WriteAsync(WriteBatch<long, Quad> batch, CancellationToken ct)
    {
        using var content = new StringContent(Body(batch));
        using var answer = await client.PostAsync(address, content, ct);
        answer.EnsureSuccessStatusCode();
    }

    private static string Body(WriteBatch<long, Quad> batch)
    {
        List<string> keys = [];
        foreach (ref readonly var entry in batch.Entries)
            keys.Add(entry.Key.ToString(CultureInfo.InvariantCulture));
        return string.Join(',', keys);
    }
}
