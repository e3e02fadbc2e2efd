using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using MessagePack;

namespace WriteBack.Fast.Tests.Flush;

public class FailureClassifierTests
{
    private static readonly FailureClassifier Default = new(isTransient: null, store: null);

    public static TheoryData<Exception> Outages =>
    [
        new TimeoutException(), new IOException(), new EndOfStreamException(), new SocketException(), new OperationCanceledException(),
        new TaskCanceledException(), new ObjectDisposedException("store"), new DatabaseFailure(static () => true),
        new HttpRequestException(), new HttpRequestException(HttpRequestError.ConnectionError), .. Refused(401, 403, 404, 408, 429, 500, 503, 599),
    ];

    public static TheoryData<Exception> Unknowns =>
    [
        new InvalidOperationException(), new ArgumentException(), new InvalidDataException(), new DatabaseFailure(static () => false),
        new DatabaseFailure(static () => throw new NotSupportedException()), .. Refused(400, 402, 405, 409, 413, 422, 428, 430, 600),
    ];

    [Theory]
    [MemberData(nameof(Outages), DisableDiscoveryEnumeration = true)]
    public void What_meets_every_entry_is_an_outage(Exception exception) =>
        Assert.Equal(StoreFailure.Outage, Default.Classify(exception));

    [Theory]
    [MemberData(nameof(Unknowns), DisableDiscoveryEnumeration = true)]
    public void What_may_be_about_an_entry_is_unknown(Exception exception) =>
        Assert.Equal(StoreFailure.Unknown, Default.Classify(exception));

    [Fact]
    public void The_option_is_asked_first_the_store_second_and_the_default_last()
    {
        var entry = new Store(static _ => StoreFailure.Entry);
        var unknown = new Store(static _ => StoreFailure.Unknown);
        var outage = new Store(static _ => StoreFailure.Outage);

        Assert.Equal(StoreFailure.Outage, Classify(static _ => true, entry, new ArgumentException()));
        Assert.Equal(StoreFailure.Entry, Classify(static _ => false, entry, new TimeoutException()));
        Assert.Equal(StoreFailure.Outage, Classify(static _ => false, outage, new ArgumentException()));
        Assert.Equal(StoreFailure.Outage, Classify(static _ => false, unknown, new TimeoutException()));
        Assert.Equal(StoreFailure.Unknown, Classify(static _ => false, unknown, new ArgumentException()));
    }

    [Fact]
    public void Whoever_throws_when_asked_is_passed_over()
    {
        var entry = new Store(static _ => StoreFailure.Entry);
        var faulty = new Store(static _ => throw new InvalidOperationException());

        Assert.Equal(StoreFailure.Entry, Classify(static _ => throw new InvalidOperationException(), entry, new TimeoutException()));
        Assert.Equal(StoreFailure.Outage, Classify(static _ => throw new InvalidOperationException(), faulty, new TimeoutException()));
        Assert.Equal(StoreFailure.Unknown, Classify(isTransient: null, faulty, new ArgumentException()));
    }

    [Fact]
    public void An_answer_that_does_not_exist_is_none()
    {
        var odd = new Store(static _ => (StoreFailure)7);

        Assert.Equal(StoreFailure.Outage, Classify(isTransient: null, odd, new TimeoutException()));
        Assert.Equal(StoreFailure.Unknown, Classify(isTransient: null, odd, new ArgumentException()));
    }

    [Fact]
    public void An_exception_that_says_nothing_is_judged_by_what_it_wraps()
    {
        var arithmetic = new Store(static exception => exception is ArithmeticException ? StoreFailure.Entry : StoreFailure.Unknown);

        Assert.Equal(StoreFailure.Outage, Default.Classify(Wrap(Wrap(new SocketException()))));
        Assert.Equal(StoreFailure.Entry, Classify(isTransient: null, arithmetic, Wrap(new ArithmeticException())));
        Assert.Equal(StoreFailure.Entry, Classify(isTransient: null, arithmetic, new ArithmeticException("", new TimeoutException())));
        Assert.Equal(StoreFailure.Unknown, Default.Classify(Wrap(new ArgumentException())));
    }

    [Fact]
    public void What_a_serializer_wraps_is_about_the_value() =>
        Assert.Equal(
            StoreFailure.Unknown, Default.Classify(Wrap(new MessagePackSerializationException("", new ObjectDisposedException("member")))));

    [Fact]
    public void An_aggregate_is_an_outage_if_any_part_is_and_an_entrys_if_all_are()
    {
        var arithmetic = new Store(static exception => exception is ArithmeticException ? StoreFailure.Entry : StoreFailure.Unknown);

        Assert.Equal(StoreFailure.Outage, Of(new TimeoutException()));
        Assert.Equal(StoreFailure.Outage, Of(new ArithmeticException(), new ArgumentException(), new AggregateException(new TimeoutException())));
        Assert.Equal(StoreFailure.Entry, Of(new ArithmeticException(), Wrap(new ArithmeticException())));
        Assert.Equal(StoreFailure.Unknown, Of(new ArithmeticException(), new ArgumentException()));
        Assert.Equal(StoreFailure.Unknown, Of());

        StoreFailure Of(params Exception[] inner) => Classify(isTransient: null, arithmetic, new AggregateException(inner));
    }

    [Fact]
    public void The_option_sees_what_was_thrown_and_what_a_blocked_task_threw_but_nothing_deeper()
    {
        Assert.Equal(StoreFailure.Outage, Of(new InvalidDataException()));
        Assert.Equal(StoreFailure.Outage, Of(new AggregateException(new InvalidDataException())));
        Assert.Equal(StoreFailure.Unknown, Of(new AggregateException(new InvalidDataException(), new InvalidDataException())));
        Assert.Equal(StoreFailure.Unknown, Of(Wrap(new InvalidDataException())));

        static StoreFailure Of(Exception exception) => Classify(static asked => asked is InvalidDataException, store: null, exception);
    }

    private static StoreFailure Classify(Func<Exception, bool>? isTransient, IFailureClassifier? store, Exception exception) =>
        new FailureClassifier(isTransient, store).Classify(exception);

    private static InvalidOperationException Wrap(Exception inner) => new("", inner);

    private static IEnumerable<Exception> Refused(params int[] statuses) =>
        statuses.Select(static status => new HttpRequestException("", inner: null, (HttpStatusCode)status));

    private sealed class Store(Func<Exception, StoreFailure> classify) : IFailureClassifier
    {
        public StoreFailure Classify(Exception exception) => classify(exception);
    }

    private sealed class DatabaseFailure(Func<bool> isTransient) : DbException
    {
        public override bool IsTransient => isTransient();
    }
}
