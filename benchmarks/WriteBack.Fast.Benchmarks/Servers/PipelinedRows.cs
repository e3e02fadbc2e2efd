using MessagePack;
using StackExchange.Redis;

namespace WriteBack.Fast.Benchmarks.Servers;

/// <summary>By hand: the commands of a batch are sent without waiting for answers in between.</summary>
internal sealed class PipelinedRows(IDatabase database, int batch) : IRows
{
    public async Task WriteAsync(ReadOnlyMemory<EntryKey> keys, long score)
    {
        var answers = new Task<bool>[batch];
        for (int from = 0; from < keys.Length; from += batch)
        {
            for (int index = 0; index < batch; index++)
                answers[index] = SetAsync(keys.Span[from + index], score);
            await Task.WhenAll(answers);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Task<bool> SetAsync(EntryKey key, long score) => database.StringSetAsync(
        $"entry:{key.Tenant}:{key.Id}", MessagePackSerializer.Serialize((score, 1L, 2.0, 3.0)));
}
