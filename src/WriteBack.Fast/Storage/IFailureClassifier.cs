namespace WriteBack.Fast;

/// <summary>
/// A store that knows what its exceptions mean. Optional beside <see cref="IWriteBackStore{TKey,TValue}"/>. A store that wraps another
/// must forward the call. Implementations must be thread-safe: with several workers, several threads call at a time.
/// </summary>
public interface IFailureClassifier
{
    /// <summary>
    /// Says what an exception is about. The cache asks after a call of <c>WriteAsync</c> has thrown it, unless
    /// <see cref="WriteBackOptions.IsTransient"/> has answered already.
    /// </summary>
    /// <param name="exception">What the store threw, or an inner exception of that.</param>
    /// <returns>
    /// <see cref="StoreFailure.Unknown"/> leaves the answer to the cache's own rules, as does an exception of this method.
    /// </returns>
    StoreFailure Classify(Exception exception);
}
