using MessagePack;

namespace WriteBack.Fast;

/// <summary>
/// Classifies the store's failures. The user's option is asked first, then the store, then <see cref="DefaultFailures"/>. An exception
/// about which nobody knows anything is judged by its inner exceptions. Thread-safe; never throws.
/// </summary>
/// <param name="isTransient">The user's option <see cref="WriteBackOptions.IsTransient"/>.</param>
/// <param name="store">The store's classifier; null when it has none.</param>
internal sealed class FailureClassifier(Func<Exception, bool>? isTransient, IFailureClassifier? store)
{
    /// <summary>Says what an exception of the store is about.</summary>
    public StoreFailure Classify(Exception exception) =>
        IsTransient(exception) ? StoreFailure.Outage : ClassifyChain(exception);

    // The user is asked about what the store threw, and about the exception in an AggregateException of one, which is what a store
    // that blocks on a task throws. Deeper exceptions are not the user's: a rule such as "all but my own" would match them.
    private bool IsTransient(Exception exception)
    {
        if (isTransient is null)
            return false;
        try
        {
            return isTransient(exception)
                || (exception is AggregateException { InnerExceptions: [var only] } && isTransient(only));
        }
        catch (Exception)
        {
            // The user's function threw; the store and the default decide.
            return false;
        }
    }

    private StoreFailure ClassifyChain(Exception exception)
    {
        for (var link = exception; link is not null; link = link.InnerException)
        {
            var failure = ClassifyLink(link);
            if (failure != StoreFailure.Unknown)
                return failure;
            if (link is AggregateException { InnerExceptions: { Count: > 1 } all })
                return ClassifyAll(all);

            // What a serializer wraps is about the value: a disposed member, a stream that ended.
            if (link is MessagePackSerializationException)
                break;
        }

        return StoreFailure.Unknown;
    }

    private StoreFailure ClassifyLink(Exception exception)
    {
        try
        {
            var failure = store?.Classify(exception) ?? StoreFailure.Unknown;
            if (failure is StoreFailure.Outage or StoreFailure.Entry)
                return failure;
        }
        catch (Exception)
        {
            // The store's classifier threw; the default decides.
        }

        return DefaultFailures.IsOutage(exception) ? StoreFailure.Outage : StoreFailure.Unknown;
    }

    // Entries of a call that met an outage in any part can all be tried later. The call is about entries only if every part of it is.
    private StoreFailure ClassifyAll(IReadOnlyList<Exception> exceptions)
    {
        var failures = exceptions.Select(ClassifyChain).ToHashSet();
        return failures.Contains(StoreFailure.Outage) ? StoreFailure.Outage
            : failures.Contains(StoreFailure.Unknown) ? StoreFailure.Unknown
            : StoreFailure.Entry;
    }
}
