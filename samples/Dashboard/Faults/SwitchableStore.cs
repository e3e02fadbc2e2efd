using Dashboard.Leaderboard;
using WriteBack.Fast;

namespace Dashboard.Faults;

/// <summary>A store that fails as the switches say.</summary>
internal sealed class SwitchableStore(IWriteBackStore<Player, Score> inner, FaultSwitches switches)
    : IWriteBackStore<Player, Score>, IPreparableStore, IFailureClassifier, IAsyncDisposable
{
    /// <summary>What the names of cheaters begin with.</summary>
    public const string Cheater = "cheater";

    public ValueTask PrepareAsync(StoreContext context, CancellationToken ct) =>
        inner is IPreparableStore preparable ? preparable.PrepareAsync(context, ct) : ValueTask.CompletedTask;

    public StoreFailure Classify(Exception exception) =>
        inner is IFailureClassifier classifier ? classifier.Classify(exception) : StoreFailure.Unknown;

    public ValueTask<LoadResult<Score>> LoadAsync(Player key, CancellationToken ct)
    {
        ThrowIfDown();
        return inner.LoadAsync(key, ct);
    }

    public ValueTask WriteAsync(WriteBatch<Player, Score> batch, CancellationToken ct)
    {
        ThrowIfDown();
        if (switches.RefusesCheaters)
        {
            // As a violated constraint: the whole batch fails, and the cache finds out whose fault it is.
            foreach (ref readonly var entry in batch.Entries)
            {
                if (entry.Key.Name.StartsWith(Cheater, StringComparison.Ordinal))
                    throw new InvalidOperationException("Constraint 'honest' is violated.");
            }
        }

        return inner.WriteAsync(batch, ct);
    }

    public ValueTask DisposeAsync() => inner is IAsyncDisposable disposable ? disposable.DisposeAsync() : ValueTask.CompletedTask;

    private void ThrowIfDown()
    {
        if (switches.IsStoreDown)
            throw new IOException("The database cannot be reached.");
    }
}
